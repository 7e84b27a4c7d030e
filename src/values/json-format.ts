/** Values as Python's json.dumps prints them. */

import { orderText, sorted } from './compare.ts';
import { Effort } from './effort.ts';
import { limitError, typeError, undefinedError } from './errors.ts';
import { formatFloat } from './float-text.ts';
import { limits } from './limits.ts';
import { floatOf } from './numbers.ts';
import { assertTextLength } from './operators.ts';
import { textOf } from './text.ts';
import { typeName } from './type-name.ts';
import { Float, ObjectValue, type ReadonlyDict, Tuple, Undefined, type Value } from './types.ts';

export interface JsonFormat {
  /** Spaces for each level, or the text of one; absent: all on one line. */
  readonly indent?: number | string | undefined;
  /** `strict`: as Python sorts, which refuses keys of several types; otherwise those are sorted as texts. */
  readonly sortKeys?: boolean | 'strict';
  /** Escapes everything beyond ASCII (the default, as in Python). */
  readonly ensureAscii?: boolean;
  /** Between items and between key and value; `', '` and `': '` by default (`','` at line ends with an indent). */
  readonly separators?: readonly [string, string] | undefined;
  /** What stands for an object that JSON has no form for; a TypeError by default. */
  readonly fallback?: (value: ObjectValue) => Value;
}

export function formatJson(value: Value, format: JsonFormat = {}): string {
  const indent = typeof format.indent === 'number' ? ' '.repeat(Math.max(0, format.indent)) : format.indent;
  const [itemSeparator, keySeparator] = format.separators ?? [indent === undefined ? ', ' : ',', ': '];
  return write(value, 0, {
    ...format,
    indentText: indent,
    itemSeparator,
    keySeparator,
    effort: new Effort(),
  });
}

interface Writer extends JsonFormat {
  readonly indentText: string | undefined;
  readonly itemSeparator: string;
  readonly keySeparator: string;
  readonly effort: Effort;
}

function write(value: Value, depth: number, writer: Writer): string {
  writer.effort.spend();
  if (depth > limits.depth)
    throw limitError(`a value nested deeper than ${limits.depth} levels cannot be JSON`);
  if (value === null) return 'null';
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint')
    return value.toString();
  const text = textOf(value);
  if (text !== undefined) return quote(text, writer.ensureAscii ?? true);
  if (value instanceof Float) return jsonFloat(value.value);
  if (Array.isArray(value)) return writeItems(value, depth, writer);
  if (value instanceof Tuple) return writeItems(value.items, depth, writer);
  if (value instanceof Map) return writeDict(value, depth, writer);
  if (value instanceof Undefined) throw undefinedError(value);
  if (value instanceof ObjectValue && writer.fallback !== undefined) {
    return write(writer.fallback(value), depth + 1, writer);
  }
  throw typeError(`Object of type ${typeName(value)} is not JSON serializable`);
}

function jsonFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return formatFloat(value);
}

function bracket(
  open: string,
  parts: readonly string[],
  close: string,
  depth: number,
  writer: Writer,
): string {
  if (parts.length === 0) return open + close;
  const { indentText, itemSeparator } = writer;
  if (indentText === undefined) return open + parts.join(itemSeparator) + close;
  const inner = `\n${indentText.repeat(depth + 1)}`;
  return `${open}${inner}${parts.join(itemSeparator + inner)}\n${indentText.repeat(depth)}${close}`;
}

function writeItems(items: readonly Value[], depth: number, writer: Writer): string {
  const parts = items.map((item) => write(item, depth + 1, writer));
  return bracket('[', parts, ']', depth, writer);
}

function writeDict(dict: ReadonlyDict, depth: number, writer: Writer): string {
  const parts = sortedEntries(dict, writer.sortKeys ?? false).map(
    ([key, item]) =>
      quote(jsonKey(key), writer.ensureAscii ?? true) + writer.keySeparator + write(item, depth + 1, writer),
  );
  return bracket('{', parts, '}', depth, writer);
}

function sortedEntries(
  dict: ReadonlyDict,
  order: boolean | 'strict',
): readonly (readonly [key: Value, item: Value])[] {
  const entries = Array.from(dict);
  if (order === false) return entries;
  const isNumeric = entries.every(([key]) => floatOf(key) !== undefined);
  return order === 'strict' || isNumeric
    ? sorted(entries, ([key]) => key)
    : entries.sort(([a], [b]) => orderText(jsonKey(a), jsonKey(b)));
}

function jsonKey(key: Value): string {
  if (key === null) return 'null';
  if (typeof key === 'boolean' || typeof key === 'number' || typeof key === 'bigint') return key.toString();
  if (key instanceof Float) return jsonFloat(key.value);
  const text = textOf(key);
  if (text !== undefined) return text;
  throw typeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

const short: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

/** Texts are quoted in pieces: the many small results of one long replacement take too much memory. */
const pieceLength = 1 << 16;

function quote(text: string, ensureAscii: boolean): string {
  const pattern = ensureAscii ? /["\\]|[^\x20-\x7e]/g : /["\\\x00-\x1f]/g;
  const escaped = (unit: string): string =>
    short[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  let body = '';
  for (let start = 0; start < text.length; start += pieceLength) {
    body += text.slice(start, start + pieceLength).replace(pattern, escaped);
    assertTextLength(body.length);
  }
  return `"${body}"`;
}
