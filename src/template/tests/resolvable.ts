import type { Test } from '../../jinja/plugins.ts';
import { runBlocking } from '../../util/blocking.ts';
import { str } from '../../values/printing.ts';

const DEADLINE_MS = 10_000;

/** ansible.utils.resolvable: the controller finds an address for a name, and for an address a name. */
export const resolvable: Test = (value) => {
  const host = str(value);
  const found = runBlocking({ program: resolve, input: host, deadlineMs: DEADLINE_MS });
  return found.ok && found.value === true;
};

async function resolve(host: string): Promise<boolean> {
  const { isIP } = process.getBuiltinModule('node:net');
  const { lookup, lookupService } = process.getBuiltinModule('node:dns').promises;
  const found = await (isIP(host) === 0 ? lookup(host) : lookupService(host, 0));
  return 'address' in found ? found.address !== '' : found.hostname !== host;
}
