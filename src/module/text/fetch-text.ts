import { quotePath } from '../kit/paths.ts';
import type { Reading } from '../kit/reading.ts';

/**
 * A file's content to work on as text. Content that is no UTF-8 is handled byte by byte, so that what is not touched
 * goes back as it was.
 */
export interface FetchedText {
  readonly text: string;
  /** A text of the task (always UTF-8) in the form that `text` has. */
  adapt(text: string): string;
  /** Text in that form, as bytes for the file. */
  encode(text: string): Buffer;
}

/** Reads a whole file; undefined when there is none that can be read. */
export function fetchText(path: string): Reading<FetchedText | undefined> {
  return {
    script: `[ -f ${quotePath(path)} ] && cat < ${quotePath(path)}`,
    inline: 'prints',
    parse: ({ stdout, rc }) => (rc === 0 ? textOf(stdout) : undefined),
  };
}

/** Content as text to work on. */
export function textOf(content: Buffer): FetchedText {
  const text = content.toString();
  if (Buffer.from(text).equals(content))
    return { text, adapt: (other) => other, encode: (other) => Buffer.from(other) };
  return {
    text: content.toString('latin1'),
    adapt: (other) => Buffer.from(other).toString('latin1'),
    encode: (other) => Buffer.from(other, 'latin1'),
  };
}
