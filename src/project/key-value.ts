import { COMMAND_OPTIONS } from './actions.ts';

/** A piece of a text: its characters, and where each of them stood in the text. */
export interface MappedText {
  readonly text: string;
  readonly offsets: readonly number[];
}

export interface KeyValueArguments {
  readonly pairs: readonly {
    readonly key: string;
    readonly value: MappedText;
    readonly start: number;
    readonly end: number;
  }[];
  /** What is no `key=value`, spacing kept; undefined when nothing is left. */
  readonly rest: MappedText | undefined;
}

export type KeyValueResult =
  | { readonly ok: true; readonly args: KeyValueArguments }
  | { readonly ok: false; readonly message: string; readonly start: number };

export interface KeyValueOptions {
  /** The text is a command line: only the command modules' own options are taken out of it. */
  readonly isCommandLine: boolean;
}

interface Word {
  readonly start: number;
  readonly end: number;
}

/**
 * Splits arguments in the form `src=a dest="b c" msg={{ x }}` as Ansible does: words end at white space, quotes and
 * Jinja's delimiters keep their text together; quotes around a whole value go, and escapes in it are decoded.
 */
export function parseKeyValue(text: string, options: KeyValueOptions): KeyValueResult {
  const words = splitWords(text);
  if (!words.ok) return words;
  const pairs: KeyValueArguments['pairs'][number][] = [];
  const kept: Word[] = [];
  for (const word of words.words) {
    const equals = findEquals(text, word);
    const key = equals < 0 ? '' : text.slice(word.start, equals);
    const isOption = options.isCommandLine ? COMMAND_OPTIONS.has(key) : /^[^\s'"{]+$/.test(key);
    if (isOption) pairs.push({ key, value: readValue(text, equals + 1, word.end), ...word });
    else kept.push(word);
  }
  const rest = kept.length === 0 ? undefined : keepText(text, { words: words.words, kept });
  return { ok: true, args: { pairs, rest } };
}

const CLOSING: Readonly<Record<string, string>> = { '{{': '}}', '{%': '%}', '{#': '#}' };

type Words =
  | { readonly ok: true; readonly words: readonly Word[] }
  | { readonly ok: false; readonly message: string; readonly start: number };

function splitWords(text: string): Words {
  const words: Word[] = [];
  let start = -1;
  let at = 0;
  const close = () => {
    if (start >= 0) words.push({ start, end: at });
    start = -1;
  };
  while (at < text.length) {
    const character = text.charAt(at);
    if (/\s/.test(character)) {
      close();
      at++;
      continue;
    }
    if (start < 0) start = at;
    const closing = CLOSING[text.slice(at, at + 2)];
    if (closing !== undefined) {
      const end = text.indexOf(closing, at + 2);
      if (end < 0)
        return {
          ok: false,
          message: `'${text.slice(at, at + 2)}' is never closed by '${closing}'`,
          start: at,
        };
      at = end + 2;
    } else if (character === '"' || character === "'") {
      const end = closingQuote(text, at);
      if (end < 0) return { ok: false, message: `the quote ${character} is never closed`, start: at };
      at = end + 1;
    } else {
      at += character === '\\' && /['"\\]/.test(text.charAt(at + 1)) ? 2 : 1;
    }
  }
  close();
  return { ok: true, words };
}

function closingQuote(text: string, from: number): number {
  const quote = text.charAt(from);
  for (let at = from + 1; at < text.length; at++) {
    const closing = CLOSING[text.slice(at, at + 2)];
    const end = closing === undefined ? -1 : text.indexOf(closing, at + 2);
    if (end >= 0) at = end + 1;
    else if (text.charAt(at) === '\\') at++;
    else if (text.charAt(at) === quote) return at;
  }
  return -1;
}

/** The first `=` that is neither escaped nor first in its word; -1 when there is none. */
function findEquals(text: string, word: Word): number {
  for (let at = word.start + 1; at < word.end; at++) {
    if (text.charAt(at) === '=' && text.charAt(at - 1) !== '\\') return at;
  }
  return -1;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

function readValue(text: string, from: number, to: number): MappedText {
  const first = text.charAt(from);
  const isQuoted = to - from > 1 && (first === '"' || first === "'") && text.charAt(to - 1) === first;
  const start = isQuoted ? from + 1 : from;
  const end = isQuoted ? to - 1 : to;
  let decoded = '';
  const offsets: number[] = [];
  for (let at = start; at < end; at++) {
    const unescaped = text.charAt(at) === '\\' && at + 1 < end ? ESCAPES[text.charAt(at + 1)] : undefined;
    decoded += unescaped ?? text.charAt(at);
    offsets.push(at);
    if (unescaped !== undefined) at++;
  }
  return { text: decoded, offsets };
}

interface Kept {
  readonly words: readonly Word[];
  readonly kept: readonly Word[];
}

/**
 * The kept words with the white space that stood before each, so that a here-document stays what it was. A backslash
 * at a line's end joins the next line to it.
 */
function keepText(text: string, { words, kept }: Kept): MappedText {
  const offsets: number[] = [];
  const keep = (from: number, to: number) => {
    for (let at = from; at < to; at++) offsets.push(at);
  };
  const isWhole = kept.length === words.length;
  words.forEach((word, index) => {
    if (!kept.includes(word)) return;
    const isFirst = offsets.length === 0;
    const spaceFrom = words[index - 1]?.end ?? 0;
    if (!isFirst || isWhole)
      keep(spaceFrom + (endsInContinuation(text, words[index - 1]) ? 1 : 0), word.start);
    keep(word.start, word.end - (endsInContinuation(text, word) ? 1 : 0));
    if (index === words.length - 1) keep(word.end, text.length);
  });
  return { text: offsets.map((at) => text.charAt(at)).join(''), offsets };
}

/** Whether a word ends in a backslash that is not itself escaped, at the end of its line. */
function endsInContinuation(text: string, word: Word | undefined): boolean {
  if (word === undefined || text.charAt(word.end) !== '\n') return false;
  const backslashes = /\\*$/.exec(text.slice(word.start, word.end))?.[0].length ?? 0;
  return backslashes % 2 === 1;
}
