import { decodePythonEscapes } from '../util/python-escapes.ts';
import type { TemplateText } from '../values/template-text.ts';
import { type Dict, Float, Tuple, type Value } from '../values/types.ts';

/** How the text of a string literal becomes a value; `offset` is where it starts in the whole text. */
export type MakeText = (text: string, offset: number) => string | TemplateText;

/**
 * The value of a Python literal as `ast.literal_eval` gives it: None, booleans, numbers, strings, tuples, lists and
 * dicts. Undefined when the text is none (an INI inventory then means the text itself). Bytes, sets and complex
 * numbers count as none: no inventory means them.
 */
export function parsePythonLiteral(text: string, makeText: MakeText = (plain) => plain): Value | undefined {
  if (!literalStart.test(text)) return undefined;
  try {
    return new LiteralReader(text, makeText).whole();
  } catch (error) {
    if (error === noLiteral) return undefined;
    throw error;
  }
}

/** Ends the reading: the text is no literal. Never leaves this file; made once, since most values are none. */
const noLiteral = new Error('not a Python literal');

const literalStart = /^\s*(?:[-+.\d([{'"#]|[rRuU]["']|None|True|False)/;

const stringLiteral =
  /([rR]|[uU])?("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')/y;
const numberLiteral =
  /(?:0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*)?\.\d[\d_]*(?:[eE][+-]?\d+)?|\d[\d_]*\.?(?:[eE][+-]?\d+)?)(?![\w.])/y;
const constant = /(?:None|True|False)(?!\w)/y;
const blanks = /(?:\s|#[^\n]*)*/y;

/** A place in the text that moves forward. */
class LiteralReader {
  readonly #text: string;
  readonly #makeText: MakeText;
  #at = 0;

  constructor(text: string, makeText: MakeText) {
    this.#text = text;
    this.#makeText = makeText;
  }

  whole(): Value {
    const items = this.#items('');
    if (this.#at < this.#text.length) throw noLiteral;
    return items.value;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match;
  }

  #takeCharacter(character: string): boolean {
    this.#take(blanks);
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  /** Values parted by commas up to `close`: a tuple when there is a comma or, in parentheses, nothing. */
  #items(close: string): { readonly value: Value } {
    const items: Value[] = [];
    let hasComma = false;
    this.#take(blanks);
    while (this.#at < this.#text.length && this.#text[this.#at] !== close) {
      items.push(this.#value());
      if (!this.#takeCharacter(',')) break;
      hasComma = true;
      this.#take(blanks);
    }
    const [only] = items;
    if (only === undefined && close === '') throw noLiteral;
    return { value: only !== undefined && !hasComma ? only : new Tuple(items) };
  }

  #value(): Value {
    if (this.#takeCharacter('[')) return this.#list();
    if (this.#takeCharacter('{')) return this.#dict();
    if (this.#takeCharacter('(')) {
      const { value } = this.#items(')');
      if (!this.#takeCharacter(')')) throw noLiteral;
      return value;
    }
    const word = this.#take(constant)?.[0];
    if (word !== undefined) return word === 'None' ? null : word === 'True';
    return this.#strings() ?? this.#number();
  }

  #list(): Value {
    const items: Value[] = [];
    while (!this.#takeCharacter(']')) {
      items.push(this.#value());
      if (!this.#takeCharacter(',') && this.#text[this.#at] !== ']') throw noLiteral;
    }
    return items;
  }

  #dict(): Value {
    const dict: Dict = new Map();
    while (!this.#takeCharacter('}')) {
      const key = this.#value();
      if (!this.#takeCharacter(':')) throw noLiteral;
      this.#take(blanks);
      dict.set(plainKey(key), this.#value());
      if (!this.#takeCharacter(',') && this.#text[this.#at] !== '}') throw noLiteral;
    }
    return dict;
  }

  /** String literals that follow each other are one string. */
  #strings(): Value | undefined {
    const start = this.#at;
    const parts: string[] = [];
    for (let match = this.#take(stringLiteral); match !== undefined; match = this.#take(stringLiteral)) {
      parts.push(stringText(match));
      this.#take(blanks);
    }
    return parts.length === 0 ? undefined : this.#makeText(parts.join(''), start + 1);
  }

  #number(): Value {
    const isNegative = this.#text[this.#at] === '-';
    if (isNegative || this.#text[this.#at] === '+') this.#at += 1;
    const text = this.#take(numberLiteral)?.[0];
    const value = text === undefined ? undefined : numberOf(text);
    if (value === undefined) throw noLiteral;
    return isNegative ? negative(value) : value;
  }
}

/** Only texts, numbers, booleans and None are keys here; a template is none. */
function plainKey(key: Value): Value {
  if (typeof key === 'object' && key !== null && !(key instanceof Float)) {
    if ('text' in key && typeof key.text === 'string') return key.text;
    throw noLiteral;
  }
  return key;
}

function numberOf(text: string): number | bigint | Float | undefined {
  if (/__|_$|_\.|\._/.test(text)) return undefined;
  const digits = text.replaceAll('_', '');
  if (!/^0[xX]/.test(digits) && /[.eE]/.test(digits)) return new Float(Number(digits));
  if (/^0\d*[1-9]/.test(digits)) return undefined;
  const value = BigInt(digits);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

function negative(value: number | bigint | Float): Value {
  if (value instanceof Float) return new Float(-value.value);
  return value === 0 ? 0 : -value;
}

function stringText([, prefix, quoted = '']: RegExpExecArray): string {
  const width = /^("""|''')/.test(quoted) ? 3 : 1;
  const body = quoted.slice(width, -width);
  if (prefix?.toLowerCase() === 'r') return body;
  const decoded = decodePythonEscapes(body);
  if (!decoded.ok) throw noLiteral;
  return decoded.text;
}
