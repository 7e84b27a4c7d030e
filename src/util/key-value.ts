import { TsplayError } from '../errors.ts';

/** One `key=value`: the value without its quotes, and where it starts (UTF-16 offset, after an opening quote). */
export type KeyValuePair = readonly [key: string, value: string, offset: number];

export interface KeyValueText {
  readonly pairs: readonly KeyValuePair[];
  /** What is no pair, with its own spacing and quotes; empty when there is none. */
  readonly freeForm: string;
}

export interface KeyValueOptions {
  /**
   * For command lines (`command`, `shell`, ...): only these keys are pulled out, every other word stays in the free
   * form as it was written, and `\=` there stands for a plain `=`.
   */
  readonly only?: ReadonlySet<string>;
}

/**
 * Splits `a=1 b="two words" c={{ x }}` as Ansible's short syntax does: words end at blanks outside quotes and
 * outside Jinja's brackets; a value in one pair of quotes loses them; Python's backslash escapes are decoded in
 * values, never in the free form. Throws `unbalanced-arguments` for an open quote or bracket.
 */
export function parseKeyValue(text: string, options: KeyValueOptions = {}): KeyValueText {
  const pairs: KeyValuePair[] = [];
  const rest: Word[] = [];
  for (const word of splitWords(text)) {
    const body = word.text.endsWith('\n') ? word.text.slice(0, -1) : word.text;
    const at = unescapedEquals(body);
    const key = body.slice(0, Math.max(at, 0));
    if (at < 1 || (options.only !== undefined && !options.only.has(key))) {
      rest.push(word);
      continue;
    }
    const raw = body.slice(at + 1);
    const value = unquote(raw);
    pairs.push([key, decodeEscapes(value), word.start + at + 1 + (value === raw ? 0 : 1)]);
  }
  const freeForm = joinWords(rest);
  return { pairs, freeForm: options.only === undefined ? freeForm.trim() : freeForm.replaceAll('\\=', '=') };
}

interface Word {
  /** With the line's end, when it is the last word of its line. */
  readonly text: string;
  readonly start: number;
}

function splitWords(text: string): readonly Word[] {
  const words: Word[] = [];
  let start = 0;
  let index = 0;
  let quote: string | undefined;
  const push = (end: number): void => {
    const word = text.slice(start, end);
    if (word !== '\\\n') words.push({ text: word, start });
  };
  while (index < text.length) {
    const character = text.charAt(index);
    if (character === '{' && /[{%#]/.test(text.charAt(index + 1))) {
      index = jinjaEnd(text, index);
      continue;
    }
    if (character === '\\' && text.charAt(index + 1) !== '\n') {
      index += 2;
      continue;
    }
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (character === ' ' || character === '\n') {
      push(character === '\n' ? index + 1 : index);
      start = index + 1;
    }
    index += 1;
  }
  if (quote !== undefined) throw unbalanced(text, `the quote ${quote} is never closed`);
  if (start < text.length) push(text.length);
  return words;
}

/** The offset after the Jinja block that opens at `start`. Braces of dicts nest; strings hide brackets. */
function jinjaEnd(text: string, start: number): number {
  const opener = text.charAt(start + 1);
  if (opener !== '{') {
    const end = text.indexOf(`${opener}}`, start + 2);
    if (end < 0) throw unbalanced(text, `'{${opener}' is never closed`);
    return end + 2;
  }
  let depth = 0;
  for (let index = start + 2; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '"' || character === "'") {
      const end = text.indexOf(character, index + 1);
      if (end > 0) index = end;
    } else if (character === '{') {
      depth += 1;
    } else if (character === '}') {
      if (depth === 0 && text.charAt(index + 1) === '}') return index + 2;
      depth = Math.max(0, depth - 1);
    }
  }
  const end = text.indexOf('}}', start + 2);
  if (end < 0) throw unbalanced(text, "'{{' is never closed");
  return end + 2;
}

function joinWords(words: readonly Word[]): string {
  return words
    .map((word, index) =>
      index === 0 || words[index - 1]?.text.endsWith('\n') ? word.text : ` ${word.text}`,
    )
    .join('');
}

function unescapedEquals(word: string): number {
  let at = word.indexOf('=');
  while (at > 0 && word.charAt(at - 1) === '\\') at = word.indexOf('=', at + 1);
  return at;
}

function unquote(value: string): string {
  const first = value.charAt(0);
  const isQuoted = value.length > 1 && (first === '"' || first === "'") && value.endsWith(first);
  return isQuoted && value.charAt(value.length - 2) !== '\\' ? value.slice(1, -1) : value;
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function decodeEscapes(value: string): string {
  return value.replace(
    /\\(?:U([0-9a-fA-F]{8})|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\\'"abfnrtv]))/g,
    (whole, long?: string, short?: string, byte?: string, letter?: string) => {
      if (letter !== undefined) return escapes[letter] ?? whole;
      const code = Number.parseInt(long ?? short ?? byte ?? '', 16);
      return code > 0x10ffff ? whole : String.fromCodePoint(code);
    },
  );
}

function unbalanced(text: string, what: string): TsplayError {
  const shown = text.length > 80 ? `${text.slice(0, 77)}...` : text;
  return new TsplayError({
    code: 'unbalanced-arguments',
    message: `the arguments cannot be split: ${what} in ${JSON.stringify(shown)}`,
    hint: 'write the arguments as YAML (key: value), one a line',
  });
}
