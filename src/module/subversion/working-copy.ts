import { quote } from '../kit/quote.ts';
import type { Reading } from '../kit/reading.ts';
import { ModuleFailure } from '../result.ts';
import type { SvnAccess } from './access.ts';

/** What is in a working copy, and what the repository has. */
export interface WorkingCopyState {
  readonly kind: 'none' | 'folder' | 'working copy';
  /** Undefined without a working copy. */
  readonly url: string | undefined;
  readonly revision: string | undefined;
  readonly isModified: boolean;
  /** Of the repository at the revision that is asked for. */
  readonly remoteUrl: string | undefined;
  readonly remoteRevision: string | undefined;
}

const fields = ['kind', 'url', 'revision', 'status', 'remoteRc', 'remote'] as const;

/** Reads both in one round trip. Throws ModuleFailure when there is no svn, and when the repository cannot be read. */
export function workingCopyState(
  { setup, dest }: SvnAccess,
  { revision, asksRemote }: { readonly revision: string; readonly asksRemote: boolean },
): Reading<WorkingCopyState> {
  const at = quote(revision);
  return {
    script: `${setup}
say() { printf '%s\\0' "$1"; }
version=$(s --version --quiet 2>&1) || { say "$version"; exit 1; }
kind=none here= number= status= rc=0 remote=
${dest === undefined ? '' : localScript}
${asksRemote ? `remote=$(s info -r ${at} -- "$url" 2>&1) || rc=$?` : ''}
say $kind; say "$here"; say "$number"; say "$status"; say $rc; say "$remote"`,
    parse: ({ stdout, rc }) => {
      const values = stdout.toString().split('\0').slice(0, -1);
      if (rc !== 0 || values.length < fields.length)
        throw new ModuleFailure('subversion: the target has no svn that runs: install it first', {
          details: values[0] ?? '',
        });
      const found = Object.fromEntries(fields.map((name, index) => [name, values[index] ?? ''])) as Record<
        (typeof fields)[number],
        string
      >;
      if (found.remoteRc !== '0')
        throw new ModuleFailure(`subversion: the repository cannot be read: ${found.remote.trim()}`, {
          rc: Number(found.remoteRc),
        });
      return {
        kind: found.kind === 'copy' ? 'working copy' : found.kind === 'folder' ? 'folder' : 'none',
        url: found.url === '' ? undefined : found.url,
        revision: found.revision === '' ? undefined : found.revision,
        isModified: isModified(found.status),
        remoteUrl: /^URL: (.*)$/m.exec(found.remote)?.[1],
        remoteRevision: /^Revision: (.*)$/m.exec(found.remote)?.[1],
      };
    },
  };
}

const localScript = `if [ -d "$d/.svn" ]; then
  kind=copy
  here=$(s info --show-item url -- "$p" 2>/dev/null)
  number=$(s info --show-item revision --no-newline -- "$p" 2>/dev/null)
  status=$(s status --quiet --ignore-externals -- "$p" 2>/dev/null)
elif [ -e "$d" ]; then kind=folder
fi`;

/** Files that svn does not know are no modification. */
function isModified(status: string): boolean {
  return status.split('\n').some((line) => line !== '' && !/^[?X]|^Performing|^\s*>/.test(line));
}
