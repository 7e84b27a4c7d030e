/**
 * Hands events from the engine to whoever iterates, in order. The engine never waits for the reader: what it says is
 * small, and a slow terminal must not hold up machines.
 */
export class EventQueue<T> implements AsyncIterable<T> {
  readonly #pending: T[] = [];
  #wake: (() => void) | undefined;
  readonly #onIdle: (() => void)[] = [];
  #isIdle = false;
  #closed = false;
  #failure: { readonly error: unknown } | undefined;

  push(event: T): void {
    this.#pending.push(event);
    this.#wake?.();
  }

  /** When the reader has taken all there is, and asks for more. */
  async drained(): Promise<void> {
    while (this.#pending.length > 0 || !this.#isIdle)
      await new Promise<void>((resolve) => this.#onIdle.push(resolve));
  }

  /** No more events. What is pending is still delivered; then the iteration ends, or throws `error` if one is given. */
  close(failure?: { readonly error: unknown }): void {
    this.#closed = true;
    this.#failure = failure;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    while (true) {
      const batch = this.#pending.splice(0);
      yield* batch;
      if (this.#pending.length > 0) continue;
      if (this.#closed) {
        if (this.#failure !== undefined) throw this.#failure.error;
        return;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#isIdle = true;
        for (const idle of this.#onIdle.splice(0)) idle();
      });
      this.#isIdle = false;
      this.#wake = undefined;
    }
  }
}
