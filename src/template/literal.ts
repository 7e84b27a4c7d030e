import { dictFromEntries } from '../values/dict.ts';
import { limits } from '../values/limits.ts';
import { fromBigInt } from '../values/numbers.ts';
import { PySet } from '../values/set.ts';
import { Bytes, Float, Tuple, type Value } from '../values/types.ts';
import { Complex, ellipsis } from './complex.ts';
import { type NumberToken, readNumber, readString } from './literal-tokens.ts';

/**
 * The value of a text that is a Python literal: strings, numbers, lists, tuples, dicts, sets, None, True, False,
 * and JSON's names for the last three. undefined for any other text: nothing is ever evaluated.
 */
export function parseLiteral(text: string): Value | undefined {
  const reader: Reader = { text, at: 0, depth: 0 };
  const value = readTop(reader);
  skipBlanks(reader);
  return reader.at === text.length ? value : undefined;
}

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
}

const NAMES: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['None', null],
  ['null', null],
  ['True', true],
  ['true', true],
  ['False', false],
  ['false', false],
]);

const MALFORMED = Symbol('malformed');
type Read = Value | typeof MALFORMED;

/** A value, or several with commas between them: a tuple needs no parentheses. */
function readTop(reader: Reader): Value | undefined {
  const items: Value[] = [];
  let commas = 0;
  do {
    const value = readValue(reader);
    if (value === MALFORMED) return undefined;
    items.push(value);
    skipBlanks(reader);
    commas += taken(reader, ',') ? 1 : 0;
    skipBlanks(reader);
  } while (commas === items.length && reader.at < reader.text.length);
  const [only] = items;
  return commas === 0 && only !== undefined ? only : new Tuple(items);
}

function readValue(reader: Reader): Read {
  skipBlanks(reader);
  const character = reader.text.charAt(reader.at);
  switch (character) {
    case '[':
    case '(':
    case '{':
      return readNested(reader, character);
    case '-':
    case '+':
      return readSigned(reader, character);
    default:
      return readWord(reader);
  }
}

function readNested(reader: Reader, bracket: '[' | '(' | '{'): Read {
  if (reader.depth >= limits.depth / 2) {
    return MALFORMED;
  }
  reader.at += 1;
  reader.depth += 1;
  const value = bracket === '{' ? readBraces(reader) : readItems(reader, bracket);
  reader.depth -= 1;
  return value;
}

function readItems(reader: Reader, bracket: '[' | '('): Read {
  const close = bracket === '[' ? ']' : ')';
  const items: Value[] = [];
  let commas = 0;
  while (!taken(reader, close)) {
    const item = items.length === commas ? readValue(reader) : MALFORMED;
    if (item === MALFORMED) {
      return MALFORMED;
    }
    items.push(item);
    commas += taken(reader, ',') ? 1 : 0;
  }
  if (bracket === '[') {
    return items;
  }
  const [only] = items;
  return items.length === 1 && commas === 0 && only !== undefined ? only : new Tuple(items);
}

function readBraces(reader: Reader): Read {
  const keys: Value[] = [];
  const values: Value[] = [];
  let commas = 0;
  while (!taken(reader, '}')) {
    const key = keys.length === commas ? readValue(reader) : MALFORMED;
    if (key === MALFORMED) {
      return MALFORMED;
    }
    keys.push(key);
    if (taken(reader, ':')) {
      const value = readValue(reader);
      if (value === MALFORMED) {
        return MALFORMED;
      }
      values.push(value);
    }
    commas += taken(reader, ',') ? 1 : 0;
  }
  if (!keys.every(isHashable)) {
    return MALFORMED;
  }
  if (values.length === keys.length) {
    return dictFromEntries(keys.map((key, index) => [key, values[index] ?? null]));
  }
  return values.length === 0 ? new PySet(keys) : MALFORMED;
}

function isHashable(key: Value): boolean {
  return (
    !(Array.isArray(key) || key instanceof Map || key instanceof PySet) &&
    (!(key instanceof Tuple) || key.items.every(isHashable))
  );
}

function readSigned(reader: Reader, sign: '-' | '+'): Read {
  reader.at += 1;
  skipBlanks(reader);
  const number = readNumber(reader.text, reader.at);
  if (number === undefined) {
    return MALFORMED;
  }
  reader.at = number.end;
  return withImaginary(reader, sign === '-' ? negateNumber(number.value) : number.value);
}

function readWord(reader: Reader): Read {
  const number = readNumber(reader.text, reader.at);
  if (number !== undefined) {
    reader.at = number.end;
    return withImaginary(reader, number.value);
  }
  if (reader.text.startsWith('...', reader.at)) {
    reader.at += 3;
    return ellipsis;
  }
  if (reader.text.startsWith('set(', reader.at)) {
    return readEmptySet(reader);
  }
  const string = readString(reader.text, reader.at);
  if (string !== undefined) {
    reader.at = string.end;
    return readAdjacent(reader, string.value);
  }
  const name = /^\w+/.exec(reader.text.slice(reader.at, reader.at + 6))?.[0] ?? '';
  const value = NAMES.get(name);
  if (value === undefined || /^\w/.test(reader.text.slice(reader.at + name.length))) {
    return MALFORMED;
  }
  reader.at += name.length;
  return value;
}

/** A complex number: `1+2j`. */
function withImaginary(reader: Reader, real: NumberToken['value']): Read {
  skipBlanks(reader);
  const sign = reader.text.charAt(reader.at);
  if (real instanceof Complex || (sign !== '+' && sign !== '-')) {
    return real;
  }
  reader.at += 1;
  skipBlanks(reader);
  const imaginary = readNumber(reader.text, reader.at);
  if (!(imaginary?.value instanceof Complex)) {
    return MALFORMED;
  }
  reader.at = imaginary.end;
  const size = imaginary.value.imaginary;
  return new Complex(Number(real instanceof Float ? real.value : real), sign === '-' ? -size : size);
}

function negateNumber(value: NumberToken['value']): NumberToken['value'] {
  if (value instanceof Complex) return new Complex(-value.real, -value.imaginary);
  if (value instanceof Float) return new Float(-value.value);
  return value === 0 ? 0 : typeof value === 'bigint' ? fromBigInt(-value) : -value;
}

/** `set()`: how Python prints an empty one. */
function readEmptySet(reader: Reader): Read {
  reader.at += 'set('.length;
  return taken(reader, ')') ? new PySet([]) : MALFORMED;
}

/** Strings that stand next to each other are one. */
function readAdjacent(reader: Reader, first: string | Bytes): Read {
  let joined = first;
  for (;;) {
    skipBlanks(reader);
    const next = readString(reader.text, reader.at);
    if (next === undefined) {
      return joined;
    }
    if (typeof joined === 'string' && typeof next.value === 'string') {
      joined += next.value;
    } else if (joined instanceof Bytes && next.value instanceof Bytes) {
      joined = new Bytes(Buffer.concat([joined.data, next.value.data]));
    } else {
      return MALFORMED;
    }
    reader.at = next.end;
  }
}

function taken(reader: Reader, character: string): boolean {
  skipBlanks(reader);
  if (reader.text.charAt(reader.at) !== character) {
    return false;
  }
  reader.at += 1;
  return true;
}

/** Blanks and comments; inside brackets also line ends between them. */
function skipBlanks(reader: Reader): void {
  const blanks = reader.depth > 0 ? /(?:\s|#[^\n]*)*/y : /[ \t\f]*(?:#[^\n]*)?\n*/y;
  blanks.lastIndex = reader.at;
  reader.at += blanks.exec(reader.text)?.[0].length ?? 0;
}
