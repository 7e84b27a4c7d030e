import type { SshOption, SshParameters, SshProgram } from '../types.ts';

/** What a command line of the program ssh is made of. */
export interface ProgramCall {
  readonly params: SshParameters;
  readonly program: SshProgram;
}

/** The program ssh's first word on a thing counts: what must hold is said first, what is only a default last. */
export function sshOptions({ params, program }: ProgramCall): readonly string[] {
  const isAsked = params.password !== undefined || params.passphrase !== undefined;
  const chosen: readonly SshOption[] = [
    // Without a terminal nobody answers; with a password, one wrong answer is enough.
    isAsked ? option('NumberOfPasswordPrompts', '1') : option('BatchMode', 'yes'),
    option('RequestTTY', 'no'),
    option('EscapeChar', 'none'),
    ...(params.hostKeyChecking === 'off' ? [option('StrictHostKeyChecking', 'no')] : []),
    ...(program.port === undefined ? [] : [option('Port', String(program.port))]),
    ...(program.user === undefined ? [] : [option('User', program.user)]),
    ...(params.privateKeyFile === undefined ? [] : [option('IdentityFile', quoted(params.privateKeyFile))]),
  ];
  const defaults: readonly SshOption[] = [
    option('ConnectTimeout', String(Math.ceil(params.connectTimeoutMs / 1000))),
    option('ServerAliveInterval', String(Math.ceil(params.keepaliveMs / 1000))),
  ];
  return [
    ...(program.configFile === undefined ? [] : ['-F', program.configFile]),
    ...[...chosen, ...program.options, ...defaults].flatMap(({ name, value }) => ['-o', `${name}=${value}`]),
  ];
}

function option(name: string, value: string): SshOption {
  return { name, value };
}

/** ssh_config(5) expands `%` and `~` in paths, and blanks end them outside quotes. */
function quoted(path: string): string {
  return `"${path.replaceAll('%', '%%')}"`;
}
