import { valueError } from '../../values/errors.ts';

const LATIN = /^(?:latin-?1|iso-?8859-?1)$/;
const ASCII = /^(?:us-)?ascii$/;
const UTF16 = /^utf-?16(?:-?(le|be))?$/;

function canonical(encoding: string): string {
  return encoding.toLowerCase().replaceAll('_', '-');
}

/** A text's bytes in one of the encodings that Python names. @throws ValueError for others, and for what does not fit. */
export function encodeText(text: string, encoding: string): Buffer {
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
  for (const character of text) {
    if ((character.codePointAt(0) ?? 0) > limit) {
      throw valueError(`'${encoding}' cannot encode the character '${character}'`);
    }
  }
  return Buffer.from(text, 'latin1');
}

/** Bytes as text. @throws ValueError when they are no such text. */
export function decodeText(bytes: Uint8Array, encoding: string): string {
  const name = canonical(encoding);
  if (LATIN.test(name)) {
    return Buffer.from(bytes).toString('latin1');
  }
  if (ASCII.test(name)) {
    if (bytes.some((byte) => byte > 0x7f)) {
      throw valueError(`the bytes are not ${encoding} text`);
    }
    return Buffer.from(bytes).toString('latin1');
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
