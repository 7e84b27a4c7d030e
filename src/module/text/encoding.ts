import type { FetchedText } from './fetch-text.ts';

/** The encodings that a text on a target may be said to have. */
export type TextEncoding = 'utf-8' | 'ascii' | 'latin-1';

const spellings: Readonly<Record<string, TextEncoding>> = {
  utf8: 'utf-8',
  ascii: 'ascii',
  usascii: 'ascii',
  latin1: 'latin-1',
  iso88591: 'latin-1',
};

/** The encoding of a name as Python spells it in its many ways; undefined for one that is not known here. */
export function textEncoding(name: string): TextEncoding | undefined {
  return spellings[name.toLowerCase().replaceAll(/[-_ ]/g, '')];
}

/**
 * A text that was read, as text in the encoding that it is said to have. One that is no UTF-8 although it is said to be
 * stays as it was read, byte by byte.
 */
export function inEncoding(source: FetchedText, encoding: TextEncoding): FetchedText {
  if (encoding !== 'latin-1') return source;
  return {
    text: source.encode(source.text).toString('latin1'),
    adapt: (text) => text,
    encode: (text) => Buffer.from(text, 'latin1'),
  };
}
