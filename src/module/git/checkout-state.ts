import { lines } from '../kit/lines.ts';
import { quote } from '../kit/quote.ts';
import type { Reading } from '../kit/reading.ts';
import { ModuleFailure } from '../result.ts';
import type { GitAccess } from './access.ts';
import type { GitArguments } from './arguments.ts';

/** A name of the repository and the commit that it leads to. */
export interface RemoteRefs {
  /** The commits of branches and tags by their full name; annotated tags by the commit that they tag. */
  readonly commits: ReadonlyMap<string, string>;
  /** The full name of the branch that HEAD is. */
  readonly defaultBranch: string | undefined;
}

/** What there is: on the target, and as far as it was asked for in the repository. */
export interface CheckoutState {
  readonly kind: 'none' | 'clone';
  /** The commit that is checked out; undefined in a clone of nothing. */
  readonly head: string | undefined;
  /** The full name of the branch that is checked out. */
  readonly branch: string | undefined;
  /** Where git's own files are. */
  readonly gitDirectory: string;
  /** Undefined when the clone has no such remote. */
  readonly remoteUrl: string | undefined;
  readonly isModified: boolean;
  /** Submodules that are not as the commit says, or are not there. */
  readonly hasStaleSubmodules: boolean;
  /** The commit that `version` is by the clone alone. */
  readonly known: string | undefined;
  /** All that a bare clone has. */
  readonly commits: ReadonlyMap<string, string>;
  readonly remote: RemoteRefs | undefined;
}

export interface StateRequest {
  readonly access: GitAccess;
  readonly args: GitArguments;
}

/**
 * Reads the checkout and asks the repository, in one round trip. Throws ModuleFailure when there is no git, when the
 * checkout is somebody else's, and when the repository cannot be asked.
 */
export function checkoutState(request: StateRequest): Reading<CheckoutState> {
  const { access, args } = request;
  return {
    script: `${access.setup}
say() { printf '%s\\0' "$1"; }
say "$(g --version 2>&1)"
${access.dest === undefined ? "say none; say ''" : cloneScript(args)}
${remoteScript(request)}`,
    parse: ({ stdout }) => parseState(stdout.toString(), request),
  };
}

const cloneFields = 9;

function cloneScript({ bare, remote, version, recursive, track_submodules }: GitArguments): string {
  const isThere = bare ? '[ -f "$d/HEAD" ] && [ -d "$d/objects" ]' : '[ -e "$d/.git" ]';
  const ignored = track_submodules || !recursive ? ' --ignore-submodules=all' : '';
  const submodules =
    bare || !recursive
      ? "''"
      : '"$([ ! -f "$d/.gitmodules" ] || inside submodule status --recursive 2>/dev/null)"';
  return `kind=none head=
inside() { (cd "$d" && g "$@"); }
if ${isThere}; then kind=clone; fi
say $kind
if [ $kind = clone ]; then
  say "$(inside rev-parse --git-dir 2>&1 >/dev/null)"
  say "$(cd "$d" && cd "$(g rev-parse --git-dir 2>/dev/null)" && pwd -P)"
  head=$(inside rev-parse --verify --quiet HEAD)
  say "$head"
  say "$(inside symbolic-ref --quiet HEAD)"
  say "$(inside config --get ${quote(`remote.${remote}.url`)} || echo none)"
  say "$(${bare ? ':' : `inside status --porcelain --untracked-files=no${ignored} 2>/dev/null`})"
  say ${submodules}
  say "$(inside rev-parse --verify --quiet ${quote(`${version}^{commit}`)})"
  say "$(${bare ? "inside for-each-ref --format='%(objectname) %(refname)' refs/heads refs/tags; inside for-each-ref --format='%(*objectname) %(refname)^{}' refs/tags" : ':'})"
else
  say ''
fi`;
}

/** Asks the repository unless nothing depends on it: no update is wanted, or the commit that is wanted is there. */
function remoteScript({ access, args }: StateRequest): string {
  const { version } = args;
  const names = args.bare
    ? ['refs/heads/*', 'refs/tags/*']
    : [`refs/heads/${version}`, `refs/tags/${version}*`];
  const patterns = ['HEAD', ...names].map(quote).join(' ');
  const ask = `answer=$(g ls-remote --symref -- ${quote(access.url)} ${patterns} 2>&1)
say $?
say "$answer"`;
  const isNeeded = [
    ...(args.update ? [] : ['[ "$kind" != clone ]']),
    ...(isCommit(version) && !args.bare ? [`[ "$head" != ${quote(version)} ]`] : []),
  ];
  return isNeeded.length === 0 ? ask : `if ${isNeeded.join(' && ')}; then\n${ask}\nfi`;
}

function parseState(stdout: string, { access, args }: StateRequest): CheckoutState {
  const [gitVersion = '', kind = '', trouble = '', ...rest] = stdout.split('\0').slice(0, -1);
  if (!gitVersion.startsWith('git version')) {
    throw new ModuleFailure(
      `git: the target has no git that runs (${args.executable ?? 'git'}): install it first`,
      { details: gitVersion },
    );
  }
  if (kind === 'clone' && trouble !== '') {
    throw new ModuleFailure(`git: ${access.dest ?? ''} cannot be used: ${trouble}`);
  }
  const isClone = kind === 'clone';
  const [gitDirectory = '', head, branch, url = '', status, submodules = '', known, refs = ''] = isClone
    ? rest.slice(0, cloneFields - 1)
    : [];
  const [rc, answer] = isClone ? rest.slice(cloneFields - 1) : rest;
  return {
    kind: isClone ? 'clone' : 'none',
    gitDirectory,
    head: textOrNone(head),
    branch: textOrNone(branch),
    remoteUrl: url === 'none' ? undefined : url,
    isModified: textOrNone(status) !== undefined,
    // Those that follow their branch are not as the commit says.
    hasStaleSubmodules: (args.track_submodules ? /^[-U]/m : /^[-+U]/m).test(submodules),
    known: textOrNone(known),
    commits: parseRefs(refs).commits,
    remote: rc === undefined ? undefined : remoteRefs(access, rc, answer ?? ''),
  };
}

function remoteRefs({ url }: GitAccess, rc: string, answer: string): RemoteRefs {
  if (rc !== '0') {
    throw new ModuleFailure(`git: ${url} cannot be read: ${answer.trim()}`, {
      cmd: `git ls-remote ${url}`,
      rc: Number(rc),
      stdout: '',
      stdout_lines: [],
      stderr: `${answer}\n`,
      stderr_lines: lines(answer),
    });
  }
  return parseRefs(answer);
}

/** Lines of `git ls-remote --symref`, or of for-each-ref in their form. */
export function parseRefs(text: string): RemoteRefs {
  const commits = new Map<string, string>();
  let defaultBranch: string | undefined;
  for (const line of text.split('\n')) {
    const [, symbolic] = /^ref: (\S+)\s+HEAD$/.exec(line) ?? [];
    if (symbolic !== undefined) defaultBranch = symbolic;
    const [, commit = '', name = '', peeled] = /^([0-9a-f]{40,64})\s+(\S+?)(\^\{\})?$/.exec(line) ?? [];
    if (commit !== '' && (peeled !== undefined || !commits.has(name))) commits.set(name, commit);
  }
  return { commits, defaultBranch };
}

/** Whether a version can only be a whole commit. */
export function isCommit(version: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(version);
}

function textOrNone(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
