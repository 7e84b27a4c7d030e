/** A signal that aborts when a time has passed, or with another signal. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** The time has passed. */
  readonly isOver: boolean;
  /** Lets go of the timer and the other signal. */
  release(): void;
}

/** @param milliseconds 0: no limit */
export function createTimeLimit(milliseconds: number, outer: AbortSignal): TimeLimit {
  if (milliseconds <= 0) return { signal: outer, isOver: false, release: () => undefined };
  const controller = new AbortController();
  let isOver = false;
  const onAbort = (): void => controller.abort(outer.reason);
  const timer = setTimeout(() => {
    isOver = true;
    controller.abort(new Error('the time is over'));
  }, milliseconds);
  outer.addEventListener('abort', onAbort, { once: true });
  if (outer.aborted) onAbort();
  return {
    signal: controller.signal,
    get isOver() {
      return isOver;
    },
    release() {
      clearTimeout(timer);
      outer.removeEventListener('abort', onAbort);
    },
  };
}
