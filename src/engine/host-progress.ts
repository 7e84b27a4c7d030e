/** Where a host stands in the play that is being played. Exactly one of these at any time. */
export type HostState =
  /** Takes part in the next step. */
  | 'active'
  /** A task failed and nothing has rescued it: out for the rest of the run. */
  | 'failed'
  /** Could not be reached or was lost: out for the rest of the run. */
  | 'unreachable'
  /** meta: end_host / end_play: out for the rest of this play. */
  | 'ended';

/** The states of a play's hosts. Kept apart from the hosts so that a block can suspend and restore failures. */
export class HostProgress {
  readonly #states = new Map<string, HostState>();
  #version = 0;

  /** Changes whenever a state does. */
  get version(): number {
    return this.#version;
  }

  of(host: string): HostState {
    return this.#states.get(host) ?? 'active';
  }

  set(host: string, state: HostState): void {
    this.#states.set(host, state);
    this.#version += 1;
  }

  /** The play is over: hosts that only left that play take part again. */
  startPlay(): void {
    for (const [host, state] of this.#states) {
      if (state === 'ended') this.set(host, 'active');
    }
  }
}
