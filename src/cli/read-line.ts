import { createInterface, type Interface } from 'node:readline';
import type { ReadLine } from '../engine/prompts.ts';

/** Lines of stdin, one for each prompt: from a terminal, or from a pipe or file, as Ansible takes them. */
export interface LineReader {
  readonly read: ReadLine;
  /** Lets go of stdin, which would keep the program alive. */
  close(): void;
}

/** Nothing is read from stdin before the first line is asked for. */
export function createLineReader(): LineReader {
  let lines: AsyncIterator<string> | undefined;
  let reader: Interface | undefined;
  return {
    async read(prompt) {
      process.stdout.write(prompt);
      reader ??= createInterface({ input: process.stdin });
      lines ??= reader[Symbol.asyncIterator]();
      const next = await lines.next();
      return next.done === true ? undefined : next.value;
    },
    close: () => reader?.close(),
  };
}
