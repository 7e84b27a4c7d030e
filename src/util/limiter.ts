/** Runs at most `limit` jobs at a time, in the order given. */
export type Limiter = <T>(job: () => Promise<T>) => Promise<T>;

/** @param limit at least 1 */
export function createLimiter(limit: number): Limiter {
  let running = 0;
  const waiting: (() => void)[] = [];
  const release = (): void => {
    running -= 1;
    waiting.shift()?.();
  };
  return async (job) => {
    if (running >= limit) {
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    running += 1;
    try {
      return await job();
    } finally {
      release();
    }
  };
}
