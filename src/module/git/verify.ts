import type { ModuleContext } from '../context.ts';
import { streams } from '../kit/plain-output.ts';
import { quote } from '../kit/quote.ts';
import { ModuleFailure } from '../result.ts';
import type { GitAccess } from './access.ts';
import type { GitArguments } from './arguments.ts';
import type { WantedVersion } from './wanted-version.ts';

/** Checks the signature of what is to be checked out. Throws ModuleFailure unless it is good and of a key that counts. */
export async function verifySignature(
  context: ModuleContext,
  {
    access,
    args,
    wanted,
  }: { readonly access: GitAccess; readonly args: GitArguments; readonly wanted: WantedVersion },
): Promise<void> {
  if (!args.verify_commit) return;
  const name = wanted.kind === 'tag' ? `refs/tags/${wanted.tag}` : wanted.commit;
  const script = `${access.setup}
cd "$d" || exit 1
if [ "$(g cat-file -t ${quote(name)})" = tag ]; then g verify-tag --raw ${quote(name)}; else g verify-commit --raw ${quote(name)}; fi`;
  const { rc, stdout, stderr } = await context.target.run(script, { signal: context.signal });
  const output = stderr.toString();
  const told = {
    rc,
    ...streams(stdout.toString(), output),
  };
  if (rc !== 0) throw new ModuleFailure(`git: ${args.version} has no signature of a key that is known`, told);
  if (args.gpg_whitelist.length === 0) return;
  const fingerprint = signerOf(output);
  const accepted = args.gpg_whitelist.map((one) => one.replaceAll(' ', '').toUpperCase());
  if (fingerprint.some((one) => accepted.includes(one))) return;
  throw new ModuleFailure(
    `git: ${args.version} is signed by ${fingerprint.join(', ') || 'nobody'}, who is not in gpg_whitelist`,
    told,
  );
}

/** The fingerprints of the key that signed, and of the key that it is part of: gpg's VALIDSIG. */
export function signerOf(status: string): readonly string[] {
  const words = /^\[GNUPG:\] VALIDSIG (.*)$/m.exec(status)?.[1]?.split(' ') ?? [];
  return [...new Set([words[0], words.at(-1)])].filter((word): word is string => word !== undefined);
}
