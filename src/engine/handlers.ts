import type { Handler } from '../project/ast.ts';

/** A handler with the names it answers to, rendered once a play. */
export interface NamedHandler {
  readonly handler: Handler;
  /** `restart nginx`, and `nginx : restart nginx` when it is a role's. */
  readonly names: readonly string[];
  readonly topics: readonly string[];
}

/**
 * Who has been notified by whom. Handlers run in the order in which they are defined, each once per host however
 * often it was notified. Of several with the same name one answers: the play's own before those of roles, later roles
 * before earlier ones, and among those of one place the first. Every handler that listens to a topic answers to it.
 */
export class Notifications {
  readonly #handlers: NamedHandler[];
  readonly #pending = new Map<NamedHandler, Set<string>>();

  constructor(handlers: readonly NamedHandler[]) {
    this.#handlers = [...handlers];
  }

  /** More handlers, of a role that was included. Those that are known already are left as they are. */
  add(handlers: readonly NamedHandler[]): void {
    const known = new Set(this.#handlers.map((named) => named.handler));
    this.#handlers.push(...handlers.filter((named) => !known.has(named.handler)));
  }

  /** Notes a notification. Returns the names of the handlers newly notified; undefined when nobody answers to it. */
  notify(name: string, host: string): readonly string[] | undefined {
    const answering = this.#answering(name);
    if (answering.length === 0) return undefined;
    const fresh: string[] = [];
    for (const named of answering) {
      let hosts = this.#pending.get(named);
      if (hosts === undefined) {
        hosts = new Set();
        this.#pending.set(named, hosts);
      }
      if (!hosts.has(host)) fresh.push(named.names[0] ?? name);
      hosts.add(host);
    }
    return fresh;
  }

  /**
   * The next handler in the order of definition after `previous` that waits for one of `hosts`, and these hosts: they
   * are no longer pending. A handler that was notified by a later one waits for the next pass.
   */
  take(hosts: ReadonlySet<string>, previous: NamedHandler | undefined): TakenHandler | undefined {
    const start = previous === undefined ? 0 : this.#handlers.indexOf(previous) + 1;
    for (const named of this.#handlers.slice(start)) {
      const waiting = this.#pending.get(named);
      if (waiting === undefined) continue;
      const taken = [...waiting].filter((host) => hosts.has(host));
      if (taken.length === 0) continue;
      for (const host of taken) waiting.delete(host);
      return { named, hosts: new Set(taken) };
    }
    return undefined;
  }

  /** What could have been meant: for the hint. */
  names(): readonly string[] {
    return this.#handlers.flatMap((named) => [...named.names, ...named.topics]);
  }

  #answering(name: string): readonly NamedHandler[] {
    const named = this.#handlers.filter((each) => each.names.includes(name));
    const last = named.at(-1);
    const byName = named.find((each) => each.handler.role === last?.handler.role);
    const listening = this.#handlers.filter((each) => each.topics.includes(name) && each !== byName);
    return byName === undefined ? listening : [byName, ...listening];
  }
}

export interface TakenHandler {
  readonly named: NamedHandler;
  readonly hosts: ReadonlySet<string>;
}
