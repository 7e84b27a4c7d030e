import { connectionKey } from '../connection/connection-key.ts';
import type { ConnectionParameters } from '../connection/types.ts';
import type { EngineDependencies } from './dependencies.ts';
import { HostLink } from './host-link.ts';

/** All links of a run: hosts with equal connection parameters share one. */
export class LinkPool {
  readonly #links = new Map<string, HostLink>();
  readonly #dependencies: Pick<EngineDependencies, 'openConnection' | 'openShell'>;

  constructor(dependencies: Pick<EngineDependencies, 'openConnection' | 'openShell'>) {
    this.#dependencies = dependencies;
  }

  get(parameters: ConnectionParameters): HostLink {
    const key = connectionKey(parameters);
    let link = this.#links.get(key);
    if (link === undefined) {
      const { openConnection, openShell } = this.#dependencies;
      const connect = (signal: AbortSignal) => openConnection(parameters, signal);
      link = new HostLink({ connect, openShell }, parameters.kind === 'local');
      this.#links.set(key, link);
    }
    return link;
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#links.values()].map((link) => link.reset()));
    this.#links.clear();
  }
}
