import type { Connection } from '../connection/types.ts';
import type { BecomeSpec, Shell } from '../shell/types.ts';

/** Opens what a link needs; the engine is handed it. */
export interface LinkOpener {
  connect(signal: AbortSignal): Promise<Connection>;
  openShell(connection: Connection, become: BecomeSpec | undefined, signal: AbortSignal): Promise<Shell>;
}

/**
 * The one connection to a machine and the shells on it, one for each user. Opened when first used; a connection that
 * could not be opened or was lost is not tried again within the run (its host is unreachable then), except after
 * `reset`.
 */
export class HostLink {
  readonly isLocal: boolean;
  readonly #opener: LinkOpener;
  #connection: Promise<Connection> | undefined;
  readonly #shells = new Map<string, Promise<Shell>>();
  readonly #probes = new Map<string, Promise<unknown>>();

  constructor(opener: LinkOpener, isLocal: boolean) {
    this.#opener = opener;
    this.isLocal = isLocal;
  }

  /**
   * The shell of a user, opened on first use; another one for each `lane`, which runs beside it. Rejects with
   * ConnectionLost or BecomeError.
   */
  async shell(become: BecomeSpec | undefined, signal: AbortSignal, lane = ''): Promise<Shell> {
    const key = `${lane} ${shellKey(become)}`;
    const open = this.#shells.get(key);
    if (open !== undefined) {
      const shell = await open;
      if (!shell.closed) return shell;
    }
    const opening = this.#open(become, signal);
    this.#shells.set(key, opening);
    opening.catch(() => this.#forget(key, opening));
    return opening;
  }

  /** Reads something once per machine and user, whoever asks first. */
  probe<T>(become: BecomeSpec | undefined, key: string, read: () => Promise<T>): Promise<T> {
    const name = `${shellKey(become)} ${key}`;
    const known = this.#probes.get(name) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const reading = read();
    this.#probes.set(name, reading);
    reading.catch(() => this.#probes.delete(name));
    return reading;
  }

  /** Closes everything; the next use connects again (meta: reset_connection). */
  async reset(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    const shells = [...this.#shells.values()];
    this.#shells.clear();
    this.#probes.clear();
    for (const shell of await Promise.allSettled(shells)) {
      if (shell.status === 'fulfilled') shell.value.close();
    }
    const [opened] = await Promise.allSettled(connection === undefined ? [] : [connection]);
    if (opened?.status === 'fulfilled') await opened.value.close();
  }

  async #open(become: BecomeSpec | undefined, signal: AbortSignal): Promise<Shell> {
    this.#connection ??= this.#opener.connect(signal);
    return this.#opener.openShell(await this.#connection, become, signal);
  }

  #forget(key: string, opening: Promise<Shell>): void {
    if (this.#shells.get(key) === opening) this.#shells.delete(key);
  }
}

/** The password belongs to it: whoever gives another one is not to get the shell that the right one opened. */
function shellKey(become: BecomeSpec | undefined): string {
  if (become === undefined) return '';
  const { method, user, flags, exe, password } = become;
  return JSON.stringify([method, user, flags ?? '', exe ?? '', password?.reveal()]);
}
