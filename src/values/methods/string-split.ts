import { bindArguments } from '../arguments.ts';
import { encodeErrors, encodeText } from '../charsets.ts';
import { typeError, undefinedError, valueError } from '../errors.ts';
import { iterate } from '../iterate.ts';
import { assertTextLength } from '../operators.ts';
import { textOf } from '../text.ts';
import { isTruthy } from '../truth.ts';
import { typeName } from '../type-name.ts';
import { Bytes, type CallArguments, Tuple, Undefined, type Value } from '../types.ts';
import { intArgument, type Method, textArgument } from './table.ts';

const whitespace = '[\\s\\x1c-\\x1f\\x85]';

/** Python's `str.split`; a negative limit splits at all. */
export function splitText(text: string, separator: string | undefined, limit: number): string[] {
  if (separator === undefined) return splitAtSpace(text, limit);
  const pieces = text.split(separator);
  if (limit < 0 || pieces.length <= limit + 1) return pieces;
  return [...pieces.slice(0, limit), pieces.slice(limit).join(separator)];
}

function splitAtSpace(text: string, limit: number): string[] {
  const words: string[] = [];
  const pattern = new RegExp(`${whitespace}*((?:(?!${whitespace})[\\s\\S])+)`, 'y');
  while (limit < 0 || words.length < limit) {
    const found = pattern.exec(text);
    if (found === null) return words;
    words.push(found[1] ?? '');
    if (pattern.lastIndex >= text.length) return words;
    if (limit >= 0 && words.length === limit) {
      const rest = text.slice(pattern.lastIndex).replace(new RegExp(`^${whitespace}+`), '');
      return rest === '' ? words : [...words, rest];
    }
  }
  const rest = text.replace(new RegExp(`^${whitespace}+`), '');
  return rest === '' ? [] : [rest];
}

function splitFromRight(text: string, separator: string | undefined, limit: number): string[] {
  if (limit < 0) return splitText(text, separator, limit);
  const reversed = splitText(reverse(text), separator === undefined ? undefined : reverse(separator), limit);
  return reversed.map(reverse).reverse();
}

function reverse(text: string): string {
  return Array.from(text).reverse().join('');
}

function splitter(callee: string, split: typeof splitText): Method<string> {
  return (text, args) => {
    const { sep, maxsplit } = bindArguments(callee, args, ['sep', 'maxsplit'], { sep: null, maxsplit: -1 });
    const separator = sep === null ? undefined : textArgument(sep, 'the separator');
    if (separator === '') throw valueError('empty separator');
    return split(text, separator, intArgument(maxsplit, 'maxsplit'));
  };
}

/** Lines as Python's `splitlines` cuts them: at every kind of line break, without an empty last one. */
export function splitLines(text: string, keepEnds: boolean): string[] {
  const lines: string[] = [];
  const pattern = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;
  let position = 0;
  for (const found of text.matchAll(pattern)) {
    const end = found.index + found[0].length;
    lines.push(text.slice(position, keepEnds ? end : found.index));
    position = end;
  }
  if (position < text.length) lines.push(text.slice(position));
  return lines;
}

/** `separator.join(items)`. */
export function joinTexts(separator: string, items: Value): string {
  let length = 0;
  const parts = Array.from(iterate(items), (item, index) => {
    const part = textOf(item);
    if (part === undefined) {
      if (item instanceof Undefined) throw undefinedError(item);
      throw typeError(`sequence item ${index}: expected str instance, ${typeName(item)} found`);
    }
    length += part.length + separator.length;
    return part;
  });
  assertTextLength(length);
  return parts.join(separator);
}

function partition(callee: string, isLast: boolean): Method<string> {
  return (text, args: CallArguments) => {
    const separator = textArgument(bindArguments(callee, args, ['sep']).sep, 'the separator');
    if (separator === '') throw valueError('empty separator');
    const index = isLast ? text.lastIndexOf(separator) : text.indexOf(separator);
    if (index === -1) return new Tuple(isLast ? ['', '', text] : [text, '', '']);
    return new Tuple([text.slice(0, index), separator, text.slice(index + separator.length)]);
  };
}

export const splitMethods: Readonly<Record<string, Method<string>>> = {
  split: splitter('split', splitText),
  rsplit: splitter('rsplit', splitFromRight),
  splitlines(text, args) {
    const { keepends } = bindArguments('splitlines', args, ['keepends'], { keepends: false });
    return splitLines(text, isTruthy(keepends));
  },
  partition: partition('partition', false),
  rpartition: partition('rpartition', true),
  join: (text, args) => joinTexts(text, bindArguments('join', args, ['iterable']).iterable),
  encode(text, args) {
    const { encoding, errors } = bindArguments('encode', args, ['encoding', 'errors'], {
      encoding: 'utf-8',
      errors: 'strict',
    });
    const policy = encodeErrors(textArgument(errors, 'an error handler'));
    return new Bytes(encodeText(text, textArgument(encoding, 'an encoding'), policy));
  },
};
