import type { ModuleContext } from '../context.ts';
import { expandPath, quotePath } from '../kit/paths.ts';
import { quote } from '../kit/quote.ts';
import { ModuleFailure } from '../result.ts';

export interface SvnAccessArguments {
  readonly repo: string;
  readonly dest?: string | undefined;
  readonly executable?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly validate_certs: boolean;
}

/** How svn is called on the target. */
export interface SvnAccess {
  /** Shell text that a script begins with: defines `s`, sets `$url`, `$d` and, for what asks for a revision, `$p`. */
  readonly setup: string;
  /** The expanded dest; undefined when none is given. */
  readonly dest: string | undefined;
}

/** The password is read from a file of the session's own: it is never in the arguments of a program. */
export async function svnAccess(context: ModuleContext, args: SvnAccessArguments): Promise<SvnAccess> {
  if (args.repo.startsWith('-')) throw new ModuleFailure(`subversion: '${args.repo}' is no repository`);
  const dest = args.dest === undefined ? undefined : await expandPath(context, args.dest);
  const program =
    args.executable === undefined ? 'svn' : quotePath(await expandPath(context, args.executable));
  const secret =
    args.password === undefined ? undefined : await context.target.upload(Buffer.from(`${args.password}\n`));
  const options = [
    '--non-interactive',
    '--no-auth-cache',
    ...(args.validate_certs ? [] : ['--trust-server-cert']),
    ...(args.username === undefined ? [] : [`--username ${quote(args.username)}`]),
    ...(secret === undefined ? [] : ['--password-from-stdin']),
  ].join(' ');
  const stdin = secret === undefined ? '/dev/null' : quotePath(secret);
  const setup = [
    'export LC_ALL=C.UTF-8 LANGUAGE=',
    `s() { ${program} ${options} "$@" <${stdin}; }`,
    `url=${quote(pegged(args.repo))}`,
    ...(dest === undefined
      ? []
      : [`d=${quotePath(dest)}`, `p=${quote(pegged(dest.startsWith('-') ? `./${dest}` : dest))}`]),
  ].join('\n');
  return { setup, dest };
}

/**
 * svn takes what stands behind the last @ of a path for a revision: one more at the end keeps it from that. Not of the
 * path that a checkout or an export makes.
 */
function pegged(path: string): string {
  return path.includes('@') ? `${path}@` : path;
}
