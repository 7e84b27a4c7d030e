import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { refuseMissingFolder } from '../module/kit/missing-folder.ts';
import { expandPath, joinPath, quotePath } from '../module/kit/paths.ts';
import { read, textReading } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { ModuleFailure } from '../module/result.ts';
import { placeText, textFileReading } from '../module/text/text-file.ts';

const spec = {
  name: { type: 'str', required: true, description: 'The name of the file that holds the rule.' },
  state: {
    type: 'str',
    choices: ['present', 'absent'],
    default: 'present',
    description: 'Whether there is such a rule.',
  },
  user: { type: 'str', description: 'Who may.' },
  group: { type: 'str', description: 'The group that may.' },
  commands: { type: 'list', elements: 'str', description: 'The commands, or ALL.' },
  host: { type: 'str', default: 'ALL', description: 'The machine that the rule is for.' },
  runas: { type: 'str', description: 'As whom they are run; without it as root.' },
  nopassword: { type: 'bool', default: true, description: 'No password is asked for.' },
  setenv: { type: 'bool', default: false, description: 'The environment may be kept.' },
  sudoers_path: { type: 'str', default: '/etc/sudoers.d', description: 'The folder of the file.' },
  validation: {
    type: 'str',
    choices: ['absent', 'detect', 'required'],
    default: 'detect',
    description: 'Whether visudo looks at the rule first: never, where there is one, or always.',
  },
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineModule({
  name: 'sudoers',
  collection: 'community.general',
  summary: 'Lets a user or a group run commands as another one, with a file for sudo',
  args: spec,
  mutuallyExclusive: [['user', 'group']],
  requiredIf: [['state', 'present', ['commands']]],
  returns: {},
  examples: `
- name: Let the deployment restart its service
  community.general.sudoers:
    name: deployment
    user: deploy
    commands: /usr/bin/systemctl restart app.service
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const { name, state, validation } = args;
    const folder = await expandPath(context, args.sudoers_path);
    if (name === '' || name === '.' || name === '..' || /[/\n]/.test(name)) {
      throw new ModuleFailure(`sudoers: '${name}' cannot be the name of a file in ${folder}`);
    }
    const path = joinPath(folder, name);
    if (state === 'absent') return removeFile(context, path);
    const rule = ruleOf(args);
    const { file, folderThere, visudo } = await read(context, {
      file: textFileReading(context, { path, wanted: { mode: '0440' } }),
      folderThere: textReading(`[ -d ${quotePath(folder)} ] && r=there`, 'sets'),
      visudo: textReading('r=$(PATH=$PATH:/usr/sbin:/sbin command -v visudo)', 'sets'),
    });
    const changed = file.source.text !== rule || file.plan.changes.length > 0;
    if (!changed) return { changed };
    if (visudo === undefined && validation === 'required') {
      throw new ModuleFailure('sudoers: the target has no visudo, which the validation needs');
    }
    if (visudo !== undefined && validation !== 'absent') {
      await runOrFail(context, `${quotePath(visudo)} -c -f -`, {
        stdin: rule,
        failure: 'visudo refuses the rule',
      });
    }
    if (folderThere === undefined) await refuseMissingFolder(context, path, {});
    await placeText(context, file, { text: rule });
    return { changed };
  },
});

async function removeFile(context: ModuleContext, path: string): Promise<{ readonly changed: boolean }> {
  const word = quotePath(path);
  const { kind } = await read(context, {
    kind: textReading(
      `if [ -d ${word} ]; then r=directory; elif [ -e ${word} ] || [ -h ${word} ]; then r=file; fi`,
      'sets',
    ),
  });
  if (kind === 'directory') throw new ModuleFailure(`${path} is a directory`);
  const changed = kind === 'file';
  if (changed && !context.checkMode) {
    await runOrFail(context, `rm -f -- ${word}`, { failure: `${path} cannot be removed` });
  }
  return { changed };
}

/** Who, where, as whom, how, and what: one line. */
function ruleOf(args: Arguments): string {
  const { user, group, host, runas, commands = [] } = args;
  if (user === undefined && group === undefined) {
    throw new ModuleFailure('sudoers: neither a user nor a group is given');
  }
  const words = [user, group, host, runas, ...commands];
  if (words.some((word) => word?.includes('\n'))) throw new ModuleFailure('sudoers: a rule is one line');
  const who = user ?? `%${group}`;
  const as = runas === undefined ? '' : `(${runas})`;
  const tags = `${args.nopassword ? 'NOPASSWD:' : ''}${args.setenv ? 'SETENV:' : ''}`;
  return `${who} ${host}=${as}${tags} ${commands.join(', ')}\n`;
}
