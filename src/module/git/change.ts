import { quotePath } from '../kit/paths.ts';
import { quote } from '../kit/quote.ts';
import type { GitAccess } from './access.ts';
import type { GitArguments } from './arguments.ts';
import type { CheckoutState } from './checkout-state.ts';
import type { WantedVersion } from './wanted-version.ts';

export interface ChangeRequest {
  readonly access: GitAccess;
  readonly args: GitArguments;
  readonly wanted: WantedVersion;
  /** Expanded. */
  readonly separateGitDir: string | undefined;
}

/** Shell text that clones; its last step is the checkout of the version. */
export function cloneScript({ access, args, wanted, separateGitDir }: ChangeRequest): string {
  const isNarrow = depthOf(args) !== undefined || args.single_branch;
  const name = wanted.kind === 'branch' ? wanted.branch : wanted.kind === 'tag' ? wanted.tag : undefined;
  const options = [
    `--origin ${quote(args.remote)}`,
    ...(args.bare ? ['--bare'] : []),
    ...depthOptions(args),
    ...(args.single_branch ? ['--single-branch'] : []),
    ...(isNarrow && name !== undefined ? [`--branch ${quote(name)}`] : []),
    ...(args.reference === undefined ? [] : [`--reference ${quote(args.reference)}`]),
    ...(separateGitDir === undefined ? [] : [`--separate-git-dir=${quotePath(separateGitDir)}`]),
  ];
  return [
    access.setup,
    'mkdir -p "${d%/*}/." || exit 1',
    `g clone --quiet ${options.join(' ')} -- ${quote(access.url)} "$d" || exit`,
    'cd "$d" || exit 1',
    // A clone without a tree has no remote-tracking branches unless it is asked for them.
    ...(args.bare ? [`g config ${quote(`remote.${args.remote}.url`)} ${quote(access.url)}`] : []),
    ...(args.refspec === undefined ? [] : [fetchOne(args, args.refspec)]),
    ...(wanted.kind === 'commit' ? [fetchCommitScript(args, wanted.commit)] : []),
  ].join('\n');
}

/** Shell text that brings the objects of an existing clone up to date, and what it says of its remote. */
export function fetchScript(
  { access, args, wanted, separateGitDir }: ChangeRequest,
  state: CheckoutState,
): string {
  const remote = quote(args.remote);
  return [
    access.setup,
    'cd "$d" || exit 1',
    ...(state.remoteUrl === access.url
      ? []
      : [`g remote set-url -- ${remote} ${quote(access.url)} || exit 1`]),
    ...(separateGitDir === undefined || separateGitDir === state.gitDirectory
      ? []
      : [`g init --quiet --separate-git-dir=${quotePath(separateGitDir)} "$PWD" || exit 1`]),
    ...fetches(args, wanted),
  ].join('\n');
}

function fetches(args: GitArguments, wanted: WantedVersion): readonly string[] {
  const further = args.refspec === undefined ? [] : [fetchOne(args, args.refspec)];
  if (args.bare) return [fetchOne(args, '+refs/heads/*:refs/heads/*', '--tags'), ...further];
  const own = ownRefspec(args, wanted);
  if (depthOf(args) !== undefined) {
    return [...(own === undefined ? [] : [fetchOne(args, own)]), ...further, ...missingCommit(args, wanted)];
  }
  const all = `g fetch --quiet --force --tags -- ${quote(args.remote)} || exit 1`;
  // The clone may be one of other branches alone.
  const missing =
    own === undefined
      ? []
      : [
          `${hasCommit(wanted.commit)} && ${trackedScript(args, wanted)} || ${fetchLine(args, own)} || exit 1`,
        ];
  return [all, ...missing, ...further, ...missingCommit(args, wanted)];
}

/** Whether the remote-tracking branch stands at the commit. */
function trackedScript({ remote }: GitArguments, wanted: WantedVersion): string {
  if (wanted.kind !== 'branch') return ':';
  const ref = quote(`refs/remotes/${remote}/${wanted.branch}`);
  return `[ "$(g rev-parse --verify --quiet ${ref})" = ${quote(wanted.commit)} ]`;
}

function ownRefspec({ remote }: GitArguments, wanted: WantedVersion): string | undefined {
  switch (wanted.kind) {
    case 'branch':
      return `+refs/heads/${wanted.branch}:refs/remotes/${remote}/${wanted.branch}`;
    case 'tag':
      return `+refs/tags/${wanted.tag}:refs/tags/${wanted.tag}`;
    case 'commit':
      return undefined;
  }
}

function missingCommit(args: GitArguments, wanted: WantedVersion): readonly string[] {
  return wanted.kind === 'commit' ? [fetchCommitScript(args, wanted.commit)] : [];
}

/** Many servers give a commit by its own name; a shallow clone may have to learn all of the past for one. */
function fetchCommitScript(args: GitArguments, commit: string): string {
  const remote = quote(args.remote);
  const unshallow =
    depthOf(args) === undefined
      ? ''
      : ` || ${hasCommit(commit)} || g fetch --quiet --unshallow --tags -- ${remote}`;
  return `${hasCommit(commit)} || { g fetch --quiet ${depthOptions(args).join(' ')} -- ${remote} ${quote(commit)} 2>/dev/null${unshallow}; } || :`;
}

function hasCommit(commit: string): string {
  return `g cat-file -e ${quote(`${commit}^{commit}`)} 2>/dev/null`;
}

function fetchOne(args: GitArguments, refspec: string, option = ''): string {
  return `${fetchLine(args, refspec, option)} || exit 1`;
}

function fetchLine(args: GitArguments, refspec: string, option = ''): string {
  const options = ['--quiet', '--force', ...depthOptions(args), option].filter((one) => one !== '');
  return `g fetch ${options.join(' ')} -- ${quote(args.remote)} ${quote(refspec)}`;
}

/** Shell text, run in the clone, that puts the version into the working tree. What is modified there is lost. */
export function checkoutScript({ args, wanted }: Pick<ChangeRequest, 'args' | 'wanted'>): string {
  if (args.bare) return ':';
  if (wanted.kind !== 'branch')
    return `g checkout --quiet --force ${quote(`${wanted.commit}^{commit}`)} -- || exit 1`;
  const branch = quote(wanted.branch);
  const upstream = quote(`refs/remotes/${args.remote}/${wanted.branch}`);
  return `if g show-ref --verify --quiet ${quote(`refs/heads/${wanted.branch}`)}; then
  g checkout --quiet --force ${branch} -- && g reset --quiet --hard ${upstream} -- || exit 1
else
  g checkout --quiet --force --track -b ${branch} ${upstream} -- || exit 1
fi`;
}

/** Shell text, run in the clone, that makes submodules stand as the commit, or their branch, says. Prints their commits. */
export function submoduleScript({ recursive, bare, track_submodules, force }: GitArguments): string {
  if (!recursive || bare) return '';
  const options = [
    '--quiet',
    '--init',
    '--recursive',
    ...(force ? ['--force'] : []),
    ...(track_submodules ? ['--remote'] : []),
  ];
  return `if [ -f .gitmodules ]; then
  before=$(g submodule status --recursive)
  g submodule --quiet sync --recursive >/dev/null || exit 1
  g submodule update ${options.join(' ')} >/dev/null || exit 1
  [ "$before" = "$(g submodule status --recursive)" ] || echo submodules
fi`;
}

/** Shell text that prints a line for each submodule whose branch has gone on since. */
export function staleSubmodulesScript({ setup }: GitAccess): string {
  const each = `branch=$(git config --file "$toplevel/.gitmodules" --get "submodule.$name.branch") || branch=HEAD
answer=$(git ls-remote -- "$(git config --get remote.origin.url)" "$branch") || exit 1
[ "\${answer%%[!0-9a-f]*}" = "$(git rev-parse HEAD)" ] || echo stale`;
  return `${setup}\ncd "$d" || exit 1\ng submodule --quiet foreach --recursive ${quote(each)}`;
}

function depthOf({ depth }: GitArguments): number | undefined {
  return depth === undefined || depth < 1 ? undefined : depth;
}

function depthOptions(args: GitArguments): readonly string[] {
  const depth = depthOf(args);
  return depth === undefined ? [] : [`--depth=${depth}`];
}
