import { Effort } from './effort.ts';
import { limitError, undefinedError } from './errors.ts';
import { formatFloat } from './float-text.ts';
import { limits } from './limits.ts';
import { TemplateText } from './template-text.ts';
import { Bytes, Float, ObjectValue, Undefined, type Value } from './types.ts';
import { LenientUndefined } from './undefined.ts';

/** Python's `str(value)`. A strict undefined is an error. */
export function str(value: Value): string {
  if (typeof value === 'string') return value;
  if (value instanceof TemplateText) return value.text;
  if (value instanceof ObjectValue) {
    if (value instanceof Undefined) {
      if (value instanceof LenientUndefined) return '';
      throw undefinedError(value);
    }
    const text = value.text();
    if (text !== undefined) return text;
  }
  return repr(value);
}

/** Python's `repr(value)`. */
export function repr(value: Value): string {
  return reprAt(value, { depth: 0, parents: [], effort: new Effort() });
}

interface Walk {
  readonly depth: number;
  readonly parents: readonly unknown[];
  readonly effort: Effort;
}

function reprAt(value: Value, { depth, parents, effort }: Walk): string {
  effort.spend();
  if (value === null) return 'None';
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False';
    case 'number':
    case 'bigint':
      return value.toString();
    case 'string':
      return reprText(value);
    default:
  }
  if (value instanceof Float) return formatFloat(value.value);
  if (value instanceof TemplateText) return reprText(value.text);
  if (depth > limits.depth)
    throw limitError(`a value nested deeper than ${limits.depth} levels cannot be printed`);
  const isCycle = parents.includes(value);
  const path = [...parents, value];
  const inner = (member: Value): string => reprAt(member, { depth: depth + 1, parents: path, effort });
  if (value instanceof Map) {
    if (isCycle) return '{...}';
    const entries: string[] = [];
    for (const [key, item] of value) entries.push(`${inner(key)}: ${inner(item)}`);
    return `{${entries.join(', ')}}`;
  }
  if (value instanceof ObjectValue) {
    if (value instanceof Undefined) {
      if (value instanceof LenientUndefined) return 'Undefined';
      throw undefinedError(value);
    }
    if (value instanceof Bytes) return reprBytes(value.data);
    if (isCycle) return '...';
    return value.repr(inner) ?? `<${value.typeName} object>`;
  }
  return isCycle ? '[...]' : `[${value.map(inner).join(', ')}]`;
}

const named: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A str as Python's repr writes it: single quotes unless only they occur inside, unprintables escaped. */
export function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/[\\'"]|[^\x20-\x7e]/gu, (character) => {
    if (character === '"' || character === "'") return character === quote ? `\\${character}` : character;
    const short = named[character];
    if (short !== undefined) return short;
    if (!/[\p{C}\p{Z}]/u.test(character)) return character;
    return escapeCodePoint(character.codePointAt(0) ?? 0);
  });
  return quote + escaped + quote;
}

/** Python's `ascii(value)`: the repr with escapes for all that is not ASCII. */
export function ascii(value: Value): string {
  return repr(value).replace(/[^\x00-\x7f]/gu, (character) => escapeCodePoint(character.codePointAt(0) ?? 0));
}

/** A character as Python's escape of it: `\\xe9`, `\\u4e16`, `\\U0001f600`. */
export function escapeCodePoint(code: number): string {
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  if (code < 0x10000) return `\\u${hex.padStart(4, '0')}`;
  return `\\U${hex.padStart(8, '0')}`;
}

/** Bytes as Python's repr writes them. */
export function reprBytes(data: Uint8Array): string {
  let body = '';
  let quote = "'";
  if (data.includes(0x27) && !data.includes(0x22)) quote = '"';
  for (const byte of data) {
    const character = String.fromCharCode(byte);
    if (character === quote) body += `\\${character}`;
    else if (named[character] !== undefined) body += named[character];
    else if (byte < 0x20 || byte > 0x7e) body += escapeCodePoint(byte);
    else body += character;
  }
  return `b${quote}${body}${quote}`;
}
