/** JSON text to Values. Python's json.loads tells 1 from 1.0 and keeps big ints exact; JSON.parse does neither. */

import { limitError, valueError } from './errors.ts';
import { limits } from './limits.ts';
import { fromBigInt } from './numbers.ts';
import { type Dict, Float, type Value } from './types.ts';

interface Reader {
  readonly text: string;
  position: number;
}

/**
 * Parses one JSON document; also takes NaN, Infinity and -Infinity, as Python does.
 * @throws a `template-value` error that says line and column.
 */
export function parseJson(text: string): Value {
  const reader: Reader = { text, position: 0 };
  const value = readValue(reader, 0);
  skipSpace(reader);
  if (reader.position < text.length) throw failure(reader, 'Extra data');
  return value;
}

function failure(reader: Reader, message: string, position = reader.position): Error {
  const before = reader.text.slice(0, position);
  const line = before.split('\n').length;
  const column = position - before.lastIndexOf('\n');
  return valueError(`${message}: line ${line} column ${column} (char ${position})`);
}

function skipSpace(reader: Reader): void {
  for (;;) {
    const code = reader.text.charCodeAt(reader.position);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    reader.position += 1;
  }
}

const words: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', new Float(Number.NaN)],
  ['Infinity', new Float(Number.POSITIVE_INFINITY)],
  ['-Infinity', new Float(Number.NEGATIVE_INFINITY)],
]);

const wordPattern = /null|true|false|NaN|-?Infinity/y;
const numberPattern = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;

function readValue(reader: Reader, depth: number): Value {
  if (depth > limits.depth) throw limitError(`JSON nested deeper than ${limits.depth} levels`);
  skipSpace(reader);
  const character = reader.text[reader.position];
  if (character === '{') return readObject(reader, depth);
  if (character === '[') return readArray(reader, depth);
  if (character === '"') return readString(reader);
  wordPattern.lastIndex = reader.position;
  const word = wordPattern.exec(reader.text);
  if (word !== null) {
    reader.position += word[0].length;
    return words.get(word[0]) ?? null;
  }
  numberPattern.lastIndex = reader.position;
  const number = numberPattern.exec(reader.text);
  if (number === null) throw failure(reader, 'Expecting value');
  reader.position += number[0].length;
  if (number[1] !== undefined || number[2] !== undefined) return new Float(Number(number[0]));
  const quick = Number(number[0]);
  if (Number.isSafeInteger(quick)) return quick === 0 ? 0 : quick;
  return fromBigInt(BigInt(number[0]));
}

function readArray(reader: Reader, depth: number): Value {
  const items: Value[] = [];
  reader.position += 1;
  skipSpace(reader);
  if (reader.text[reader.position] === ']') {
    reader.position += 1;
    return items;
  }
  for (;;) {
    items.push(readValue(reader, depth + 1));
    skipSpace(reader);
    const next = reader.text[reader.position];
    if (next === ']') {
      reader.position += 1;
      return items;
    }
    if (next !== ',') throw failure(reader, "Expecting ',' delimiter");
    reader.position += 1;
  }
}

function readObject(reader: Reader, depth: number): Dict {
  const dict: Dict = new Map();
  reader.position += 1;
  skipSpace(reader);
  if (reader.text[reader.position] === '}') {
    reader.position += 1;
    return dict;
  }
  for (;;) {
    skipSpace(reader);
    if (reader.text[reader.position] !== '"') {
      throw failure(reader, 'Expecting property name enclosed in double quotes');
    }
    const key = readString(reader);
    skipSpace(reader);
    if (reader.text[reader.position] !== ':') throw failure(reader, "Expecting ':' delimiter");
    reader.position += 1;
    dict.set(key, readValue(reader, depth + 1));
    skipSpace(reader);
    const next = reader.text[reader.position];
    reader.position += 1;
    if (next === '}') return dict;
    if (next !== ',') throw failure(reader, "Expecting ',' delimiter", reader.position - 1);
  }
}

const plainPattern = /[^"\\\x00-\x1f]*/y;
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

function readString(reader: Reader): string {
  const start = reader.position;
  reader.position += 1;
  let result = '';
  for (;;) {
    plainPattern.lastIndex = reader.position;
    const plain = plainPattern.exec(reader.text)?.[0] ?? '';
    result += plain;
    reader.position += plain.length;
    const character = reader.text[reader.position];
    if (character === undefined) throw failure(reader, 'Unterminated string starting at', start);
    if (character === '"') {
      reader.position += 1;
      return result;
    }
    if (character !== '\\') throw failure(reader, 'Invalid control character at');
    result += readEscape(reader);
  }
}

function readEscape(reader: Reader): string {
  const letter = reader.text[reader.position + 1] ?? '';
  if (letter === 'u') {
    const hex = reader.text.slice(reader.position + 2, reader.position + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw failure(reader, 'Invalid \\uXXXX escape');
    reader.position += 6;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }
  const plain = escapes[letter];
  if (plain === undefined) throw failure(reader, 'Invalid \\escape');
  reader.position += 2;
  return plain;
}
