import type { ModuleContext } from '../context.ts';
import { expandPath, quotePath } from '../kit/paths.ts';
import { quote } from '../kit/quote.ts';
import { splitWords } from '../kit/split-words.ts';
import { ModuleFailure } from '../result.ts';
import type { GitArguments } from './arguments.ts';

/** How git is called on the target. */
export interface GitAccess {
  /** Shell text that a script begins with: sets `$g`, `$d` and what git finds in its environment. */
  readonly setup: string;
  /** The repository, without a password. */
  readonly url: string;
  /** The expanded dest; undefined when none is given. */
  readonly dest: string | undefined;
}

/**
 * Reads the arguments that say how to reach a repository. A password in an http URL would be seen by all users of the
 * target, in the arguments of git and its helpers, and stay in .git/config: git gets it from a file of the session's
 * own instead, as credentials of that server.
 */
export async function gitAccess(context: ModuleContext, args: GitArguments): Promise<GitAccess> {
  for (const name of ['repo', 'version', 'remote', 'refspec'] as const) {
    if (args[name]?.startsWith('-') === true) {
      throw new ModuleFailure(`git: ${name} cannot begin with a dash: '${args[name]}'`);
    }
  }
  const dest = args.dest === undefined ? undefined : await expandPath(context, args.dest);
  const { url, credentials } = withoutPassword(args.repo);
  const config =
    credentials === undefined ? undefined : await credentialConfig(context, args.repo, credentials);
  const program =
    args.executable === undefined ? 'git' : quotePath(await expandPath(context, args.executable));
  const options = await sshOptions(context, args);
  const setup = [
    'export LC_ALL=C LANGUAGE= GIT_TERMINAL_PROMPT=0 GIT_MERGE_AUTOEDIT=no',
    ...(options.length === 0 ? [] : [sshCommand(options)]),
    ...(args.umask === undefined ? [] : [`umask ${umaskOf(args.umask)}`]),
    `g() { ${program} ${config === undefined ? '' : `-c include.path=${quote(config)} `}-c advice.detachedHead=false "$@"; }`,
    ...(dest === undefined ? [] : [`d=${quotePath(dest)}`]),
  ].join('\n');
  return { setup, url, dest };
}

interface UrlWithPassword {
  /** Without user and password. */
  readonly url: string;
  /** `https://user:password@host:port`; undefined when there is no password. */
  readonly credentials: string | undefined;
}

/** Takes user and password out of an http(s) URL that holds a password. A path becomes the URL of the same, as with Ansible. */
export function withoutPassword(repo: string): UrlWithPassword {
  const [, scheme = '', login = '', host = '', rest = ''] =
    /^(https?:\/\/)([^/@?#]*:[^/?#]*)@([^/@?#]+)(.*)$/s.exec(repo) ?? [];
  if (scheme === '') return { url: repo.startsWith('/') ? `file://${repo}` : repo, credentials: undefined };
  return { url: `${scheme}${host}${rest}`, credentials: `${scheme}${login}@${host}` };
}

/** A git configuration that knows the credentials, and takes URLs that hold them for the one that does not. */
async function credentialConfig(
  { target }: ModuleContext,
  repo: string,
  credentials: string,
): Promise<string> {
  const store = await target.upload(Buffer.from(`${credentials}\n`));
  const { url } = withoutPassword(repo);
  const text = `[credential]
	helper =
	helper = ${configValue(`store --file=${quote(store)}`)}
[url ${configValue(url)}]
	insteadOf = ${configValue(repo)}
`;
  return target.upload(Buffer.from(text));
}

function configValue(text: string): string {
  if (text.includes('\n')) throw new ModuleFailure('git: a URL cannot hold a line end');
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

async function sshOptions(context: ModuleContext, args: GitArguments): Promise<readonly string[]> {
  const given = args.ssh_opts === undefined ? [] : splitWords(args.ssh_opts);
  if (given === undefined) throw new ModuleFailure('git: a quote is open in ssh_opts');
  const key = args.key_file === undefined ? undefined : await expandPath(context, args.key_file);
  return [
    ...given,
    ...(args.accept_hostkey
      ? ['-o', 'StrictHostKeyChecking=no']
      : args.accept_newhostkey
        ? ['-o', 'StrictHostKeyChecking=accept-new']
        : []),
    ...(key === undefined ? [] : ['-i', key, '-o', 'IdentitiesOnly=yes']),
  ];
}

/** Behind what the environment says of ssh. git has the text read by a shell, so each option is a word of it. */
function sshCommand(options: readonly string[]): string {
  const words = ['-o', 'BatchMode=yes', ...options].map(quote).join(' ');
  return `[ -n "$GIT_SSH_COMMAND" ] || GIT_SSH_COMMAND=\${GIT_SSH:+'"$GIT_SSH"'}
export GIT_SSH_COMMAND="\${GIT_SSH_COMMAND:-ssh}"${quote(` ${words}`)}`;
}

function umaskOf(umask: unknown): string {
  if (typeof umask !== 'string' || !/^[0-7]{1,4}$/.test(umask)) {
    throw new ModuleFailure(
      `git: umask is octal digits in quotes, such as '0022', not ${typeof umask === 'string' ? `'${umask}'` : String(umask)}`,
    );
  }
  return umask;
}
