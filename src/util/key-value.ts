import { TsplayError } from '../errors.ts';
import { type ArgumentWord, splitArgumentWords, type Unclosed } from './argument-words.ts';
import { concatMapped, type MappedText, mappedSlice, replaceMapped, trimMapped } from './mapped-text.ts';
import { simpleEscapes } from './python-escapes.ts';

export interface KeyValueOptions {
  /**
   * For command lines (`command`, `shell`, ...): only these keys are pulled out, every other word stays in the free
   * form as it was written, and `\=` there stands for a plain `=`.
   */
  readonly only?: ReadonlySet<string>;
}

export interface MappedPair {
  readonly key: string;
  /** Without its quotes, its escapes decoded. */
  readonly value: MappedText;
  /** Of the whole word. */
  readonly start: number;
  readonly end: number;
}

export type KeyValueArguments =
  | {
      readonly ok: true;
      readonly pairs: readonly MappedPair[];
      /** What is no pair, with its own spacing and quotes; empty when there is none. */
      readonly freeForm: MappedText;
    }
  | Unclosed;

/**
 * Reads `a=1 b="two words" c={{ x }}` as Ansible's short syntax does, and says where everything stood: a value in one
 * pair of quotes loses them; Python's backslash escapes are decoded in values, never in the free form.
 */
export function readKeyValue(text: string, { only }: KeyValueOptions = {}): KeyValueArguments {
  const split = splitArgumentWords(text);
  if (!split.ok) return split;
  const pairs: MappedPair[] = [];
  const rest: ArgumentWord[] = [];
  for (const { start, end } of split.words) {
    const bodyEnd = endsLine(text, { start, end }) ? end - 1 : end;
    const at = unescapedEquals(text.slice(start, bodyEnd));
    const key = text.slice(start, start + Math.max(at, 0));
    if (only === undefined ? /^[^\s'"{]+$/.test(key) : only.has(key)) {
      pairs.push({ key, value: readValue(text, start + at + 1, bodyEnd), start, end: bodyEnd });
    } else {
      rest.push({ start, end });
    }
  }
  const joined = joinWords(text, rest);
  const freeForm = only === undefined ? trimMapped(joined) : replaceMapped(joined, /\\=/g, () => '=');
  return { ok: true, pairs, freeForm };
}

/** One `key=value`: the value without its quotes, and where it starts (UTF-16 offset, after an opening quote). */
export type KeyValuePair = readonly [key: string, value: string, offset: number];

export interface KeyValueText {
  readonly pairs: readonly KeyValuePair[];
  readonly freeForm: string;
}

/** The same for text that stands alone. Throws `unbalanced-arguments` for an open quote or bracket. */
export function parseKeyValue(text: string, options: KeyValueOptions = {}): KeyValueText {
  const read = readKeyValue(text, options);
  if (!read.ok) throw unbalanced(text, read);
  return {
    pairs: read.pairs.map(({ key, value, end }) => [key, value.text, value.offsets[0] ?? end]),
    freeForm: read.freeForm.text,
  };
}

function joinWords(text: string, words: readonly ArgumentWord[]): MappedText {
  return concatMapped(
    words.flatMap(({ start, end }, index) => {
      const word = mappedSlice(text, start, end);
      const previous = words[index - 1];
      const followsBlank = previous !== undefined && !endsLine(text, previous);
      return followsBlank ? [{ text: ' ', offsets: [start - 1] }, word] : [word];
    }),
  );
}

function endsLine(text: string, { start, end }: ArgumentWord): boolean {
  return end > start && text.charAt(end - 1) === '\n';
}

function unescapedEquals(word: string): number {
  let at = word.indexOf('=');
  while (at > 0 && word.charAt(at - 1) === '\\') at = word.indexOf('=', at + 1);
  return at;
}

function readValue(text: string, from: number, to: number): MappedText {
  const first = text.charAt(from);
  const isQuoted = to - from > 1 && (first === '"' || first === "'") && text.charAt(to - 1) === first;
  const value =
    isQuoted && !endsEscaped(text.slice(from, to - 1))
      ? mappedSlice(text, from + 1, to - 1)
      : mappedSlice(text, from, to);
  return replaceMapped(value, ESCAPE, decodeEscape);
}

function endsEscaped(text: string): boolean {
  return (/\\*$/.exec(text)?.[0].length ?? 0) % 2 === 1;
}

const ESCAPE = /\\(?:U([0-9a-fA-F]{8})|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\\'"abfnrtv]))/g;

function decodeEscape([whole, long, short, byte, letter]: RegExpExecArray): string {
  if (letter !== undefined) return simpleEscapes[letter] ?? whole;
  const code = Number.parseInt(long ?? short ?? byte ?? '', 16);
  return code > 0x10ffff ? whole : String.fromCodePoint(code);
}

function unbalanced(text: string, { message }: Unclosed): TsplayError {
  const shown = text.length > 80 ? `${text.slice(0, 77)}...` : text;
  return new TsplayError({
    code: 'unbalanced-arguments',
    message: `the arguments cannot be split: ${message} in ${JSON.stringify(shown)}`,
    hint: 'write the arguments as YAML (key: value), one a line',
  });
}
