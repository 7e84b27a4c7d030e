/** Runs jobs one at a time, in the order of the calls. */
export type SerialQueue = <T>(job: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** A job whose signal aborts while it waits is not run: it rejects at once with the signal's reason. */
export function createSerialQueue(): SerialQueue {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(job: () => Promise<T>, signal?: AbortSignal) =>
    new Promise<T>((resolve, reject) => {
      const leave = (): void => reject(signal?.reason);
      const turn = async (): Promise<void> => {
        signal?.removeEventListener('abort', leave);
        if (signal?.aborted) {
          leave();
          return;
        }
        await job().then(resolve, reject);
      };
      signal?.addEventListener('abort', leave, { once: true });
      last = last.then(turn);
    });
}
