export interface InterruptHandlers {
  readonly first: () => void;
  readonly second: () => void;
}

/** Calls `first` on the first SIGINT or SIGTERM and `second` on every further one, until released. */
export function onInterrupt({ first, second }: InterruptHandlers): () => void {
  let seen = 0;
  const listener = (): void => {
    seen += 1;
    if (seen === 1) first();
    else second();
  };
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return () => {
    process.off('SIGINT', listener);
    process.off('SIGTERM', listener);
  };
}
