/** What the translation of a regular expression keeps, and the parts of it that more than one file needs. */

import { valueError } from './errors.ts';
import type { Width } from './regex-width.ts';

export interface Flags {
  readonly ignoreCase?: boolean;
  readonly multiline?: boolean;
  readonly dotAll?: boolean;
  readonly verbose?: boolean;
  readonly ascii?: boolean;
}

export interface State {
  readonly text: string;
  position: number;
  output: string;
  groupCount: number;
  readonly groupNames: Map<string, number>;
  /** Of the groups that are closed. */
  readonly groupWidths: Map<number, Width>;
  atomicCount: number;
  /** The part that was just written, which a quantifier would repeat: where it starts in the output. */
  atom: { readonly start: number; readonly width: Width; readonly before: Width } | undefined;
  /** The flags in force, outermost group first. */
  readonly scopes: Scope[];
  isRisky: boolean;
  mayPreferEmpty: boolean;
  repeatCount: number;
  /** A group turns ignoring case on or off for itself: JavaScript cannot, so letters are written in both cases. */
  readonly expandsCase: boolean;
  /** Whether the atom that was just written is a group that holds an open-ended repeat. */
  lastGroupRepeats: boolean;
}

export interface Scope {
  readonly flags: Required<Flags>;
  hasRepeat: boolean;
  readonly suffix: string;
  readonly kind: 'plain' | 'ahead' | 'behind' | 'conditional';
  /** The group that it captures, or that it asks for when it is conditional. */
  readonly number: number | undefined;
  /** Where it starts in the output. */
  readonly start: number;
  /** The width of the alternative that is being written, and of those before it. */
  width: Width;
  alternatives: Width | undefined;
}

export function currentFlags(state: State): Required<Flags> {
  const scope = state.scopes.at(-1);
  if (scope === undefined) throw valueError(`unbalanced parenthesis in '${state.text}'`);
  return scope.flags;
}

/** The flags with those of some letters set or cleared. */
export function withLetters(flags: Required<Flags>, letters: string, value: boolean): Required<Flags> {
  const result = { ...flags };
  for (const letter of letters) {
    if (letter === 'i') result.ignoreCase = value;
    else if (letter === 'm') result.multiline = value;
    else if (letter === 's') result.dotAll = value;
    else if (letter === 'x') result.verbose = value;
    else if (letter === 'a') result.ascii = value;
  }
  return result;
}

const unicodeClasses: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  w: '\\p{L}\\p{N}_',
  s: '\\s\\x1c-\\x1f\\x85',
};
const asciiClasses: Readonly<Record<string, string>> = { d: '0-9', w: 'a-zA-Z0-9_', s: ' \\t\\n\\r\\f\\v' };

export function classBody(letter: string, flags: Required<Flags>): string | undefined {
  return (flags.ascii ? asciiClasses : unicodeClasses)[letter.toLowerCase()];
}

/** An escape that means one character, in and out of a class; undefined for others. */
export function characterEscape(state: State): string | undefined {
  const rest = state.text.slice(state.position, state.position + 12);
  const found =
    /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(0[0-7]{0,2}|[1-3][0-7]{2})|([abfnrtv])|([^A-Za-z0-9]))/u.exec(
      rest,
    );
  if (found === null) return undefined;
  const [all, byte, short, long, octal, control, other] = found;
  const hex = byte ?? short ?? long;
  state.position += all.length;
  if (hex !== undefined) return `\\u{${Number.parseInt(hex, 16).toString(16)}}`;
  if (octal !== undefined) return `\\u{${Number.parseInt(octal, 8).toString(16)}}`;
  if (control !== undefined) return control === 'a' ? '\\x07' : control === 'b' ? '\\x08' : `\\${control}`;
  return escapeLiteral(other ?? '');
}

/** `u` mode refuses an escape of a character that needs none. */
export function escapeLiteral(character: string): string {
  return /[\\^$.*+?()[\]{}|/-]/.test(character)
    ? character === '-'
      ? '\\x2d'
      : `\\${character}`
    : character;
}

/** A character that stands for itself, in both cases where only a part of the pattern ignores case. */
export function literal(state: State, character: string): string {
  const escaped = escapeLiteral(character);
  const variants = caseVariants(state, character);
  return variants === '' ? escaped : `[${escaped}${variants}]`;
}

/** The other cases of a letter, when the case is ignored here but not by a flag of the whole RegExp. */
export function caseVariants(state: State, character: string): string {
  if (!state.expandsCase || !currentFlags(state).ignoreCase) return '';
  const lower = character.toLowerCase();
  const upper = character.toUpperCase();
  return [lower, upper].filter((other) => other !== character && [...other].length === 1).join('');
}
