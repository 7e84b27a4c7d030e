/** More than anyone says before a shell is there; what comes after that is not kept. */
const KEPT_BYTES = 64 * 1024;

/** One output stream of a command that is being launched: what is printed before our own word, and what comes after it. */
export interface Preamble {
  feed(chunk: Buffer): void;
  /** What was printed before the word. */
  text(): string;
  /** The rest of the word's line, once it was read whole. */
  announcement(): string | undefined;
  /** Sends all that follows the word's line to the listener, also what has come already. */
  handOver(listener: (chunk: Buffer) => void): void;
}

/** Waits for `word`, which is random: nobody else prints it. */
export function createPreamble(word: string): Preamble {
  let before = '';
  let announced: string | undefined;
  let pending: Buffer[] = [];
  let deliver = (chunk: Buffer): void => {
    pending.push(chunk);
  };
  return {
    feed(chunk) {
      if (announced !== undefined) {
        deliver(chunk);
        return;
      }
      // latin1 keeps bytes as they are: the rest of the line's chunk may belong to anything.
      before += chunk.toString('latin1');
      const start = before.indexOf(word);
      const end = start < 0 ? -1 : before.indexOf('\n', start);
      if (end >= 0) {
        announced = before.slice(start + word.length, end).trim();
        const rest = Buffer.from(before.slice(end + 1), 'latin1');
        before = before.slice(0, start);
        if (rest.length > 0) {
          deliver(rest);
        }
      } else if (before.length > KEPT_BYTES) {
        before = before.slice(-KEPT_BYTES);
      }
    },
    text: () => Buffer.from(before, 'latin1').toString('utf8'),
    announcement: () => announced,
    handOver(listener) {
      const earlier = pending;
      pending = [];
      deliver = listener;
      for (const chunk of earlier) {
        listener(chunk);
      }
    },
  };
}
