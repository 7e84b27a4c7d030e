import { openLocalConnection } from './local.ts';
import { configurationMatters, configurationSpeaks } from './open-ssh/configuration.ts';
import { openOpenSshConnection } from './open-ssh/connection.ts';
import { openSshConnection } from './ssh/connection.ts';
import type { Connection, ConnectionParameters, SshParameters } from './types.ts';

export type OpenConnection = (params: ConnectionParameters, signal?: AbortSignal) => Promise<Connection>;

/**
 * What opens the ways to machines, for the length of a run: ssh_config is looked at once.
 *
 * Errors: ConnectionLost with its reason; the signal's own reason when it aborts first.
 */
export function connectionOpener(): OpenConnection {
  let speaks: Promise<boolean> | undefined;
  const openSsh = async (params: SshParameters, signal?: AbortSignal): Promise<Connection> => {
    const { program } = params;
    if (program === undefined) return openSshConnection(params, signal);
    const call = { params, program };
    if (program.neededFor === undefined) {
      speaks ??= configurationSpeaks();
      if (!(await speaks) || !(await configurationMatters(call))) return openSshConnection(params, signal);
    }
    return openOpenSshConnection(call, signal);
  };
  return (params, signal) =>
    params.kind === 'local' ? Promise.resolve(openLocalConnection()) : openSsh(params, signal);
}
