import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { quote } from '../module/kit/quote.ts';
import { read } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';
import { type SvnAccess, svnAccess } from '../module/subversion/access.ts';
import { type WorkingCopyState, workingCopyState } from '../module/subversion/working-copy.ts';

const spec = {
  repo: {
    type: 'str',
    required: true,
    aliases: ['name', 'repository'],
    description: 'The URL of what to check out.',
  },
  dest: { type: 'path', description: 'The directory to check out to.' },
  revision: { type: 'str', default: 'HEAD', aliases: ['rev', 'version'], description: 'The revision.' },
  force: { type: 'bool', default: false, description: 'Throw local modifications away.' },
  in_place: {
    type: 'bool',
    default: false,
    description: 'Make a working copy also of a directory that is there and holds files.',
  },
  username: { type: 'str', description: 'Who asks the repository.' },
  password: { type: 'str', noLog: true, description: 'The password of username; needs svn 1.10 or newer.' },
  executable: { type: 'path', description: 'The svn to use. Default: the one on PATH.' },
  checkout: { type: 'bool', default: true, description: 'Check out where there is no working copy yet.' },
  update: { type: 'bool', default: true, description: 'Bring a working copy that is there up to date.' },
  export: { type: 'bool', default: false, description: 'Files alone, without a working copy.' },
  switch: {
    type: 'bool',
    default: true,
    description: 'Go over to repo when the working copy is of another place in the repository.',
  },
  validate_certs: { type: 'bool', default: false, description: "Check the server's certificate." },
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineModule({
  name: 'subversion',
  collection: 'ansible.builtin',
  summary: 'Checks a revision of a Subversion repository out on the target',
  args: spec,
  returns: {
    before: 'The revision and URL of the working copy; null for a new one.',
    after: 'The revision and URL that the working copy has then.',
  },
  examples: `
- name: Check the trunk out
  ansible.builtin.subversion:
    repo: https://example.org/svn/app/trunk
    dest: /opt/app
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    if (args.dest === undefined && (args.checkout || args.update || args.export))
      throw new ModuleFailure('subversion: dest is needed unless checkout, update and export are all false');
    const access = await svnAccess(context, args);
    const { state } = await read(context, {
      state: workingCopyState(access, { revision: args.revision, asksRemote: true }),
    });
    const call = { access, args, state };
    if (args.dest === undefined) return { changed: false, after: `Revision: ${state.remoteRevision}` };
    if (args.export) return exported(context, call);
    switch (state.kind) {
      case 'none':
        return args.checkout ? checkedOut(context, call) : { changed: false };
      case 'folder':
        if (args.in_place) return checkedOut(context, call);
        throw new ModuleFailure(`subversion: ${access.dest} is there, and is no working copy`);
      case 'working copy':
        return args.update ? updated(context, call) : { changed: false };
    }
  },
});

interface Call {
  readonly access: SvnAccess;
  readonly args: Arguments;
  readonly state: WorkingCopyState;
}

async function exported(context: ModuleContext, { access, args, state }: Call): Promise<ModuleResult> {
  if (state.kind !== 'none' && !args.force)
    throw new ModuleFailure(`subversion: ${access.dest} is there already: force overwrites what is in it`);
  if (!context.checkMode) {
    const force = args.force ? '--force ' : '';
    await change(context, access, `s export --quiet ${force}-r ${quote(args.revision)} -- "$url" "$d"`);
  }
  return { changed: true };
}

async function checkedOut(context: ModuleContext, { access, args, state }: Call): Promise<ModuleResult> {
  const remote = [`Revision: ${state.remoteRevision}`, `URL: ${state.remoteUrl}`];
  if (context.checkMode) return { changed: true, before: null, after: remote };
  const force = args.in_place ? '--force ' : '';
  const revert = args.in_place && args.force ? ' && s revert --quiet -R -- "$p"' : '';
  await change(
    context,
    access,
    `s checkout --quiet ${force}-r ${quote(args.revision)} -- "$url" "$d"${revert}`,
  );
  return { changed: true, before: null, after: remote };
}

async function updated(context: ModuleContext, { access, args, state }: Call): Promise<ModuleResult> {
  if (state.isModified && !args.force)
    throw new ModuleFailure(`subversion: ${access.dest} holds local modifications, and force is not set`);
  const isElsewhere = args.switch && state.url !== state.remoteUrl;
  const changed = isElsewhere || state.isModified || state.revision !== state.remoteRevision;
  if (context.checkMode) {
    return { changed, before: `Revision: ${state.revision}`, after: `Revision: ${state.remoteRevision}` };
  }
  const before = [`Revision: ${state.revision}`, `URL: ${state.url}`];
  if (!changed) return { changed, before, after: before };
  const revision = quote(args.revision);
  const steps = [
    ...(state.isModified ? ['s revert --quiet -R -- "$p"'] : []),
    isElsewhere
      ? `s switch --quiet -r ${revision} -- "$url" "$p"`
      : `s update --quiet -r ${revision} -- "$p"`,
  ];
  await change(context, access, steps.join(' && '));
  const { now } = await read(context, {
    now: workingCopyState(access, { revision: args.revision, asksRemote: false }),
  });
  return { changed, before, after: [`Revision: ${now.revision}`, `URL: ${now.url}`] };
}

function change(context: ModuleContext, { setup, dest }: SvnAccess, script: string): Promise<unknown> {
  const parent = 'case $d in */*) mkdir -p "${d%/*}/." || exit 1 ;; esac';
  const failure = `subversion: ${dest} cannot be brought to the revision`;
  return runOrFail(context, `(\n${setup}\n${parent}\n${script}\n)`, { failure });
}
