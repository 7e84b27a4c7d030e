import type { ChannelExit } from '../../connection/types.ts';

/** `become_flags` as words: split at blanks, quotes as in a shell. */
export function flagWords(flags: string): string[] {
  const words = flags.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_all, double, single) => double ?? single ?? ''),
  );
}

/** `with status 1`, `by signal KILL`. */
export function describeExit({ code, signal }: ChannelExit): string {
  return code !== null ? `with status ${code}` : signal !== null ? `by signal ${signal}` : 'without a status';
}
