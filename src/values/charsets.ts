import { valueError } from './errors.ts';
import { escapeCodePoint } from './printing.ts';

const LATIN = /^(?:latin-?1|iso-?8859-?1)$/;
const ASCII = /^(?:us-)?ascii$/;
const UTF16 = /^utf-?16(?:-?(le|be))?$/;

function canonical(encoding: string): string {
  return encoding.toLowerCase().replaceAll('_', '-');
}

/** What becomes of a character that an encoding does not have, as Python names it. */
export type EncodeErrors = keyof typeof REPLACEMENTS;

const REPLACEMENTS = {
  strict: undefined,
  ignore: () => '',
  replace: () => '?',
  xmlcharrefreplace: (code: number) => `&#${code};`,
  backslashreplace: escapeCodePoint,
} as const;

/** The policy of that name. @throws ValueError for others */
export function encodeErrors(name: string): EncodeErrors {
  const names = Object.keys(REPLACEMENTS) as readonly EncodeErrors[];
  const found = names.find((each) => each === name);
  if (found === undefined) {
    throw valueError(`unknown error handler name '${name}'; it is one of ${names.join(', ')}`);
  }
  return found;
}

/** A text's bytes in one of the encodings that Python names. @throws ValueError for others, and for what does not fit. */
export function encodeText(text: string, encoding: string, errors: EncodeErrors = 'strict'): Buffer {
  const name = canonical(encoding);
  if (/^utf-?8$/.test(name)) {
    return Buffer.from(text, 'utf8');
  }
  const utf16 = UTF16.exec(name);
  if (utf16 !== null) {
    const marked = utf16[1] === undefined ? `\ufeff${text}` : text;
    const little = Buffer.from(marked, 'utf16le');
    return utf16[1] === 'be' ? little.swap16() : little;
  }
  const limit = LATIN.test(name) ? 0xff : ASCII.test(name) ? 0x7f : undefined;
  if (limit === undefined) {
    throw unknown(encoding);
  }
  const replace = REPLACEMENTS[errors];
  const fitting = Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code <= limit) {
      return character;
    }
    if (replace === undefined) {
      throw valueError(`'${encoding}' cannot encode the character '${character}'`);
    }
    return replace(code);
  });
  return Buffer.from(fitting.join(''), 'latin1');
}

/** What becomes of bytes that are no text in an encoding, as Python names it. */
export type DecodeErrors = 'strict' | 'ignore' | 'replace';

/** The policy of that name. @throws ValueError for others */
export function decodeErrors(name: string): DecodeErrors {
  if (name === 'strict' || name === 'ignore' || name === 'replace') return name;
  throw valueError(`unknown error handler name '${name}'; it is one of strict, ignore, replace`);
}

/** Bytes as text. @throws ValueError when they are no such text, unless `errors` says what to do then. */
export function decodeText(bytes: Uint8Array, encoding: string, errors: DecodeErrors = 'strict'): string {
  const name = canonical(encoding);
  if (LATIN.test(name)) {
    return Buffer.from(bytes).toString('latin1');
  }
  if (ASCII.test(name) && (errors !== 'strict' || bytes.some((byte) => byte > 0x7f))) {
    if (errors === 'strict') throw valueError(`the bytes are not ${encoding} text`);
    const text = Buffer.from(bytes).toString('latin1');
    return text.replace(/[\x80-\xff]/g, errors === 'ignore' ? '' : '\ufffd');
  }
  if (errors !== 'strict' && /^utf-?8$/.test(name)) {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    return errors === 'ignore' ? text.replaceAll('\ufffd', '') : text;
  }
  try {
    return new TextDecoder(name.replace(/^utf-?16-?/, 'utf-16'), {
      fatal: true,
      ignoreBOM: !name.startsWith('utf-16'),
    }).decode(bytes);
  } catch (cause) {
    throw cause instanceof RangeError ? unknown(encoding) : valueError(`the bytes are not ${encoding} text`);
  }
}

function unknown(encoding: string): Error {
  return valueError(`unknown encoding '${encoding}'; utf-8, utf-16, latin-1 and ascii are known`);
}
