import { openLocalConnection } from './local.ts';
import { openSshConnection } from './ssh/connection.ts';
import type { Connection, ConnectionParameters } from './types.ts';

/**
 * Opens the way to one machine.
 *
 * Errors: ConnectionLost with its reason; the signal's own reason when it aborts first.
 */
export function openConnection(params: ConnectionParameters, signal?: AbortSignal): Promise<Connection> {
  switch (params.kind) {
    case 'local':
      return Promise.resolve(openLocalConnection());
    case 'ssh':
      return openSshConnection(params, signal);
  }
}
