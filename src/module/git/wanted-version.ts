import { ModuleFailure } from '../result.ts';
import type { GitArguments } from './arguments.ts';
import { type CheckoutState, isCommit, type RemoteRefs } from './checkout-state.ts';

/** What shall be checked out. */
export type WantedVersion =
  | { readonly kind: 'branch'; readonly branch: string; readonly commit: string }
  | { readonly kind: 'tag'; readonly tag: string; readonly commit: string }
  /** `commit` may be the beginning of one, as long as nothing is fetched that tells. */
  | { readonly kind: 'commit'; readonly commit: string };

const heads = 'refs/heads/';
const tags = 'refs/tags/';

/**
 * What `version` is in the repository: a branch before a tag, a tag before a commit. Throws ModuleFailure for what the
 * repository does not have, before anything is changed.
 */
export function wantedVersion(
  { version, repo, refspec }: GitArguments,
  { remote, known, head }: CheckoutState,
): WantedVersion {
  if (remote === undefined) return { kind: 'commit', commit: known ?? head ?? version };
  if (version === 'HEAD') return defaultVersion(remote, repo);
  const branch = remote.commits.get(`${heads}${version}`);
  if (branch !== undefined) return { kind: 'branch', branch: version, commit: branch };
  const tag = remote.commits.get(`${tags}${version}`);
  if (tag !== undefined) return { kind: 'tag', tag: version, commit: tag };
  if (known !== undefined && (/^[0-9a-f]{4,64}$/.test(version) || refspec !== undefined)) {
    return { kind: 'commit', commit: known };
  }
  if (isCommit(version) || /^[0-9a-f]{4,}$/.test(version) || refspec !== undefined) {
    return { kind: 'commit', commit: version };
  }
  throw new ModuleFailure(`git: the repository has neither a branch nor a tag nor a commit '${version}'`);
}

function defaultVersion({ commits, defaultBranch }: RemoteRefs, repo: string): WantedVersion {
  const commit = commits.get('HEAD');
  if (commit === undefined) throw new ModuleFailure(`git: ${repo} has no commits`);
  if (defaultBranch?.startsWith(heads) !== true) return { kind: 'commit', commit };
  return { kind: 'branch', branch: defaultBranch.slice(heads.length), commit };
}
