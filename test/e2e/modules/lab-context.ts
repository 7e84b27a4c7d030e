import { randomBytes } from 'node:crypto';
import type { Target } from '../../../src/module/context.ts';
import type { LabHost } from '../../lab/lab.ts';
import { type LocalContext, type LocalContextOptions, localContext } from '../../module/local-context.ts';

/** A module context whose target is a lab host, as root. */
export function labContext(host: LabHost, options: Omit<LocalContextOptions, 'flavour'> = {}): LocalContext {
  let roundTrips = 0;
  const probes = new Map<string, Promise<unknown>>();
  const target: Target = {
    isLocal: false,
    reconnect: async () => undefined,
    async run(script, { stdin, environment } = {}) {
      roundTrips += 1;
      const output = await host.exec(script, {
        ...(stdin === undefined ? {} : { input: String(stdin) }),
        ...(environment === undefined ? {} : { env: environment }),
      });
      return {
        rc: output.code,
        stdout: Buffer.from(output.stdout),
        stderr: Buffer.from(output.stderr),
        timedOut: false,
      };
    },
    async upload(content, directory = '/tmp') {
      roundTrips += 1;
      const path = `${directory}/.tsplay-${randomBytes(8).toString('hex')}`;
      await host.exec(`umask 077; cat >'${path}'`, { input: Buffer.from(content).toString() });
      return path;
    },
    probe<T>(key: string, read: () => Promise<T>) {
      const known = probes.get(key) ?? read();
      probes.set(key, known);
      return known as Promise<T>;
    },
  };
  const local = localContext(options);
  return { ...local, hostName: host.name, target, roundTrips: () => roundTrips };
}
