import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ProgramCall, sshOptions } from './command-line.ts';

/**
 * What ssh_config(5) can say of a host that a connection of ours would not honour, or would have to be told; algorithms
 * and tuning are left out.
 */
const TELLING: ReadonlySet<string> = new Set(
  [
    'addressfamily bindaddress bindinterface canonicaldomains canonicalizehostname certificatefile dynamicforward',
    'forwardagent globalknownhostsfile hostbasedauthentication hostkeyalias hostname identitiesonly identityagent',
    'identityfile knownhostscommand localforward pkcs11provider port proxycommand proxyjump remoteforward',
    'revokedhostkeys securitykeyprovider setenv stricthostkeychecking user userknownhostsfile',
  ].flatMap((line) => line.split(' ')),
);

/** Lines that may bring any of these in. */
const BRINGING: ReadonlySet<string> = new Set(['include', 'match']);
/** Debian's and Fedora's own line of /etc/ssh/ssh_config, whose files are looked at here. */
const SYSTEM_FOLDER = '/etc/ssh/ssh_config.d';
const OWN_INCLUDE = /^include\s+(?:\/etc\/ssh\/)?ssh_config\.d\/\*\.conf$/;

/**
 * Whether the user's or the system's ssh_config says anything at all that could matter to a host. Where it does not,
 * as on most machines that run pipelines, nobody needs to be asked.
 */
export async function configurationSpeaks(): Promise<boolean> {
  const inFolder = await readdir(SYSTEM_FOLDER).catch(unlessMissing([]));
  return speaks([
    join(homedir(), '.ssh/config'),
    '/etc/ssh/ssh_config',
    ...inFolder.map((name) => join(SYSTEM_FOLDER, name)),
  ]);
}

/** Whether one of these files does. */
export async function speaks(files: readonly string[]): Promise<boolean> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(unlessMissing(''))));
  return texts.some((text) => text.split('\n').some(tells));
}

function tells(line: string): boolean {
  const trimmed = line.trim().toLowerCase();
  const keyword = /^"?([a-z0-9]+)/.exec(trimmed)?.[1] ?? '';
  return TELLING.has(keyword) || (BRINGING.has(keyword) && !OWN_INCLUDE.test(trimmed));
}

function unlessMissing<T>(instead: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'EACCES') return instead;
    throw error;
  };
}

/**
 * Whether ssh_config says something of this host that matters, by ssh's own judgement: what it would do with these
 * files, and without any. False where there is no such program.
 */
export async function configurationMatters(call: ProgramCall): Promise<boolean> {
  const [configured, bare] = await Promise.all([settings(call, []), settings(call, ['-F', 'none'])]);
  return configured !== bare;
}

/** The telling lines of `ssh -G`. */
async function settings(call: ProgramCall, first: readonly string[]): Promise<string> {
  const args = [...first, '-G', ...sshOptions(call), '--', call.params.host];
  try {
    const { stdout } = await promisify(execFile)(call.program.executable, args);
    return stdout
      .split('\n')
      .filter((line) => TELLING.has(line.slice(0, line.indexOf(' '))))
      .join('\n');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    // It says the same again, to the user, when it is to connect.
    return `${first.length}`;
  }
}
