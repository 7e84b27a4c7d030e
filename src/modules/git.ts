import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { type GitAccess, gitAccess, withoutPassword } from '../module/git/access.ts';
import { archiveFormat, writeArchive } from '../module/git/archive.ts';
import { type GitArguments, gitArguments } from '../module/git/arguments.ts';
import {
  type ChangeRequest,
  checkoutScript,
  cloneScript,
  fetchScript,
  staleSubmodulesScript,
  submoduleScript,
} from '../module/git/change.ts';
import { type CheckoutState, checkoutState } from '../module/git/checkout-state.ts';
import { verifySignature } from '../module/git/verify.ts';
import { type WantedVersion, wantedVersion } from '../module/git/wanted-version.ts';
import { expandPath } from '../module/kit/paths.ts';
import { quote } from '../module/kit/quote.ts';
import { read } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';

export default defineModule({
  name: 'git',
  collection: 'ansible.builtin',
  summary: 'Checks a version of a git repository out on the target',
  args: gitArguments,
  mutuallyExclusive: [
    ['separate_git_dir', 'bare'],
    ['accept_hostkey', 'accept_newhostkey'],
  ],
  requiredBy: { archive_prefix: ['archive'] },
  returns: {
    before: 'The commit that was checked out; null for a new clone.',
    after: 'The commit that is checked out.',
    remote_url_changed: 'Whether the clone had another URL; only of one that was there.',
    submodules_changed: 'Only true, when submodules were changed.',
    git_dir_before: "Where git's own files were, when they were moved.",
    git_dir_now: "Where git's own files are, when they were moved.",
  },
  examples: `
- name: Check a release out
  ansible.builtin.git:
    repo: https://example.org/app.git
    dest: /opt/app
    version: v1.4.2
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    if (args.dest === undefined && args.clone)
      throw new ModuleFailure('git: dest is needed to clone; without it give clone: false');
    const archive = args.archive === undefined ? undefined : await expandPath(context, args.archive);
    if (archive !== undefined) archiveFormat(archive);
    const access = await gitAccess(context, args);
    const separateGitDir =
      args.separate_git_dir === undefined ? undefined : await expandPath(context, args.separate_git_dir);
    const { state } = await read(context, { state: checkoutState({ access, args }) });
    const wanted = wantedVersion(args, state);
    const request = { access, args, wanted, separateGitDir };
    const result = await (state.kind === 'none' ? clone(context, request) : update(context, request, state));
    if (archive === undefined || (state.kind === 'none' && (context.checkMode || !args.clone))) return result;
    const prefix = args.archive_prefix;
    return {
      ...result,
      changed: (await writeArchive(context, { access, path: archive, prefix })) || result.changed === true,
    };
  },
});

async function clone(context: ModuleContext, request: ChangeRequest): Promise<ModuleResult> {
  const { access, args, wanted } = request;
  const predicted = made(context, wanted.commit);
  if (!args.clone || access.dest === undefined) return predicted;
  if (context.checkMode) {
    await refuseFullFolder(context, access);
    return predicted;
  }
  const failure = `git: ${args.version} of ${access.url} cannot be cloned`;
  await runOrFail(context, `(\n${cloneScript(request)}\n)`, { failure });
  await verifySignature(context, request);
  const { head, hasChangedSubmodules } = await checkOut(context, request);
  return { ...made(context, head), ...(hasChangedSubmodules ? { submodules_changed: true } : {}) };
}

function made({ diffMode }: ModuleContext, commit: string): ModuleResult {
  return {
    changed: true,
    before: null,
    after: commit,
    ...(diffMode ? { diff: { prepared: `new checkout of ${commit}\n` } } : {}),
  };
}

/** What git would refuse, for check mode. */
async function refuseFullFolder(context: ModuleContext, { setup, dest }: GitAccess): Promise<void> {
  const script = `${setup}\n[ ! -e "$d" ] || { [ -d "$d" ] && [ -z "$(ls -A "$d")" ]; }`;
  const { rc } = await context.target.run(script, { signal: context.signal });
  if (rc !== 0)
    throw new ModuleFailure(`git: ${dest} is there, and is neither a clone nor an empty directory`);
}

async function update(
  context: ModuleContext,
  request: ChangeRequest,
  state: CheckoutState,
): Promise<ModuleResult> {
  const { access, args, wanted } = request;
  const before = state.head ?? null;
  if (!args.update) return { changed: false, before, after: before };
  if (state.remoteUrl === undefined)
    throw new ModuleFailure(`git: the clone in ${access.dest ?? ''} has no remote '${args.remote}'`);
  if (state.isModified && !args.force)
    throw new ModuleFailure(`git: ${access.dest ?? ''} holds local modifications, and force is not set`, {
      before,
    });
  const hasNewUrl = withoutPassword(state.remoteUrl).url !== access.url;
  const moves = request.separateGitDir !== undefined && request.separateGitDir !== state.gitDirectory;
  const hasStaleSubmodules = state.hasStaleSubmodules || (await haveBranchesGoneOn(context, access, args));
  const isBehind =
    state.head === undefined || !state.head.startsWith(wanted.commit) || isOtherBranch(request, state);
  const hasDifference =
    isBehind || state.isModified || hasNewUrl || moves || hasStaleSubmodules || isStaleBare(args, state);
  const urlChanged = { remote_url_changed: hasNewUrl };
  if (context.checkMode || !(hasDifference || args.refspec !== undefined)) {
    if (state.known !== undefined || !isBehind) await verifySignature(context, request);
    const after = isBehind ? wanted.commit : before;
    return {
      changed: hasDifference,
      before,
      after,
      ...urlChanged,
      ...(await diffBetween(context, access, [before, after])),
    };
  }
  const failure = `git: ${access.dest ?? ''} cannot be brought up to date`;
  await runOrFail(context, `(\n${fetchScript(request, state)}\n)`, { failure });
  await verifySignature(context, request);
  const { head, hasChangedSubmodules } = await checkOut(context, request);
  return {
    changed: hasDifference || head !== before || hasChangedSubmodules,
    before,
    after: head,
    ...urlChanged,
    ...(state.isModified ? { msg: 'local modifications were thrown away' } : {}),
    ...(hasChangedSubmodules ? { submodules_changed: true } : {}),
    ...(moves ? { git_dir_before: state.gitDirectory, git_dir_now: request.separateGitDir } : {}),
    ...(await diffBetween(context, access, [before, head])),
  };
}

/** The commit may be the right one while the tree is on another branch, or on none. */
function isOtherBranch(
  { args, wanted }: { readonly args: GitArguments; readonly wanted: WantedVersion },
  { branch }: CheckoutState,
): boolean {
  return !args.bare && wanted.kind === 'branch' && branch !== `refs/heads/${wanted.branch}`;
}

function isStaleBare({ bare }: GitArguments, { commits, remote }: CheckoutState): boolean {
  if (!bare || remote === undefined) return false;
  return [...remote.commits].some(
    ([name, commit]) => name.startsWith('refs/') && commits.get(name) !== commit,
  );
}

async function haveBranchesGoneOn(
  context: ModuleContext,
  access: GitAccess,
  args: GitArguments,
): Promise<boolean> {
  if (!args.track_submodules || !args.recursive || args.bare) return false;
  const failure = 'git: the branches of the submodules cannot be read';
  return (await runOrFail(context, `(\n${staleSubmodulesScript(access)}\n)`, { failure })).stdout !== '';
}

async function checkOut(
  context: ModuleContext,
  request: ChangeRequest,
): Promise<{ readonly head: string; readonly hasChangedSubmodules: boolean }> {
  const { access, args } = request;
  const script = `(
${access.setup}
cd "$d" || exit 1
${checkoutScript(request)}
${submoduleScript(args)}
g rev-parse --verify HEAD
)`;
  const { stdout } = await runOrFail(context, script, {
    failure: `git: ${args.version} cannot be checked out`,
  });
  const lines = stdout.trim().split('\n');
  return { head: lines.at(-1) ?? '', hasChangedSubmodules: lines.includes('submodules') };
}

/** What a diff of the two commits is, as far as the clone knows them both. */
async function diffBetween(
  context: ModuleContext,
  { setup }: GitAccess,
  [before, after]: readonly [string | null, string | null],
): Promise<Pick<ModuleResult, 'diff'>> {
  if (!context.diffMode || before === after || before === null || after === null) return {};
  const script = `${setup}\ncd "$d" && g diff --no-color --no-ext-diff ${quote(before)} ${quote(after)} --`;
  const { rc, stdout } = await context.target.run(script, { signal: context.signal });
  const unknown = `from ${before} to ${after}, which is not fetched yet\n`;
  return { diff: { prepared: rc === 0 ? stdout.toString() : unknown } };
}
