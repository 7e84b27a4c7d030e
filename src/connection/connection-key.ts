import { createHash } from 'node:crypto';
import type { ConnectionParameters } from './types.ts';

/**
 * The key under which a pool keeps a connection: equal for parameters that reach the same account of the same machine
 * in the same way. Secrets enter it as a digest only. The inventory's name does not: two names may share a connection.
 */
export function connectionKey(params: ConnectionParameters): string {
  if (params.kind === 'local') {
    return 'local';
  }
  const secrets = createHash('sha256')
    .update(JSON.stringify([params.password?.reveal() ?? null, params.passphrase?.reveal() ?? null]))
    .digest('base64');
  return JSON.stringify([
    'ssh',
    params.user,
    params.host,
    params.port,
    params.privateKeyFile ?? null,
    params.agentSocket ?? null,
    params.hostKeyChecking,
    params.knownHostsFiles,
    params.program ?? null,
    secrets,
  ]);
}
