/** Rewrites the source of a Python regular expression as JavaScript's `u` mode understands it. */

import { valueError } from './errors.ts';
import { writeClass } from './regex-class.ts';
import {
  addAtom,
  atomic,
  captureName,
  closeGroup,
  nextAlternative,
  openGroup,
  writeReference,
} from './regex-group.ts';
import {
  characterEscape,
  classBody,
  currentFlags,
  type Flags,
  literal,
  type State,
  withLetters,
} from './regex-state.ts';
import { inSequence, noWidth, oneCharacter, repeated, type Width } from './regex-width.ts';

export interface TranslatedPattern {
  readonly source: string;
  readonly ignoreCase: boolean;
  readonly groupCount: number;
  /** The names of the groups in the translation, in the order of Python's. */
  readonly captures: readonly string[];
  readonly groupNames: ReadonlyMap<string, number>;
  /** It repeats a group that itself repeats or chooses: such patterns can take exponential time. */
  readonly isRisky: boolean;
  /** It may match nothing where it could match something: it chooses, or repeats as little as it can. */
  readonly mayPreferEmpty: boolean;
  /** Open-ended repeats in it. */
  readonly repeatCount: number;
}

export function translatePattern(pattern: string, flags: Flags): TranslatedPattern {
  const leading = /^\(\?([aiLmsux]+)\)/.exec(pattern);
  const all = withLetters(
    {
      ignoreCase: flags.ignoreCase ?? false,
      multiline: flags.multiline ?? false,
      dotAll: flags.dotAll ?? false,
      verbose: flags.verbose ?? false,
      ascii: flags.ascii ?? false,
    },
    leading?.[1] ?? '',
    true,
  );
  const state: State = {
    text: pattern,
    position: leading?.[0].length ?? 0,
    output: '',
    groupCount: 0,
    groupNames: new Map(),
    groupWidths: new Map(),
    atomicCount: 0,
    atom: undefined,
    scopes: [
      {
        flags: all,
        hasRepeat: false,
        suffix: '',
        kind: 'plain',
        number: undefined,
        start: 0,
        width: noWidth,
        alternatives: undefined,
      },
    ],
    isRisky: false,
    mayPreferEmpty: false,
    repeatCount: 0,
    expandsCase: /\(\?[a-zL]*-?[a-z]*i[a-z]*:/.test(pattern),
    lastGroupRepeats: false,
  };
  while (state.position < pattern.length) step(state);
  if (state.scopes.length > 1) throw valueError(`missing ), unterminated subpattern in '${pattern}'`);
  return {
    source: state.output,
    ignoreCase: all.ignoreCase && !state.expandsCase,
    captures: Array.from({ length: state.groupCount }, (_, index) => captureName(index + 1)),
    groupCount: state.groupCount,
    groupNames: state.groupNames,
    isRisky: state.isRisky,
    mayPreferEmpty: state.mayPreferEmpty,
    repeatCount: state.repeatCount,
  };
}

const quantifier = /(?:[*+?]|\{(?:\d+(?:,\d*)?|,\d+)\})[?+]?/y;

function step(state: State): void {
  const flags = currentFlags(state);
  const character = String.fromCodePoint(state.text.codePointAt(state.position) ?? 0);
  if (flags.verbose && /\s/.test(character)) {
    state.position += 1;
    return;
  }
  if (flags.verbose && character === '#') {
    const end = state.text.indexOf('\n', state.position);
    state.position = end === -1 ? state.text.length : end + 1;
    return;
  }
  quantifier.lastIndex = state.position;
  const repeat = quantifier.exec(state.text)?.[0];
  if (repeat !== undefined) {
    writeRepeat(state, repeat);
    return;
  }
  const wasGroupEnd = character === ')';
  if (character === '(') openGroup(state);
  else if (wasGroupEnd) closeGroup(state);
  else if (character === '\\') writeEscape(state);
  else if (character === '|') {
    state.position += 1;
    nextAlternative(state);
  } else {
    const start = state.output.length;
    if (character === '[') writeClass(state);
    else {
      state.position += character.length;
      state.output += specialCharacter(character, flags) ?? literal(state, character);
    }
    addAtom(state, start, character === '^' || character === '$' ? noWidth : oneCharacter);
  }
  if (!wasGroupEnd) state.lastGroupRepeats = false;
}

function specialCharacter(character: string, flags: Required<Flags>): string | undefined {
  switch (character) {
    case '^':
      return flags.multiline ? '(?<![^\\n])' : '(?<![\\s\\S])';
    case '$':
      return flags.multiline ? '(?![^\\n])' : '(?=\\n?(?![\\s\\S]))';
    case '.':
      return flags.dotAll ? '[\\s\\S]' : '[^\\n]';
    default:
      return undefined;
  }
}

function writeRepeat(state: State, repeat: string): void {
  const scope = state.scopes.at(-1);
  state.position += repeat.length;
  const isPossessive = repeat.length > 1 && repeat.endsWith('+');
  const { atom } = state;
  if (atom === undefined || scope === undefined) throw valueError(`nothing to repeat in '${state.text}'`);
  const plain = isPossessive ? repeat.slice(0, -1) : repeat;
  if (repeat.length > 1 && repeat.endsWith('?')) state.mayPreferEmpty = true;
  state.output += plain.startsWith('{,') ? `{0${plain.slice(1)}` : plain;
  if (isPossessive) {
    const { open, suffix } = atomic(state);
    state.output = `${state.output.slice(0, atom.start)}${open}${state.output.slice(atom.start)}${suffix}`;
  }
  scope.width = inSequence(atom.before, repeated(atom.width, repeat));
  state.atom = undefined;
  const isOpenEnded = /^[*+]|,\}/.test(repeat);
  if (isOpenEnded && state.lastGroupRepeats) state.isRisky = true;
  if (isOpenEnded) state.repeatCount += 1;
  if (isOpenEnded) scope.hasRepeat = true;
  state.lastGroupRepeats = false;
}

function writeEscape(state: State): void {
  const flags = currentFlags(state);
  const letter = state.text[state.position + 1];
  if (letter === undefined) throw valueError(`bad escape (end of pattern) in '${state.text}'`);
  const body = classBody(letter, flags);
  if (body !== undefined) {
    state.position += 2;
    writeAtom(state, letter === letter.toLowerCase() ? `[${body}]` : `[^${body}]`, oneCharacter);
    return;
  }
  const simple = boundary(letter, flags);
  if (simple !== undefined) {
    state.position += 2;
    writeAtom(state, simple, noWidth);
    return;
  }
  const reference = /^\\([1-9][0-9]?)(?![0-7])/.exec(state.text.slice(state.position, state.position + 4));
  if (reference !== null) {
    state.position += reference[0].length;
    writeReference(state, Number(reference[1]));
    return;
  }
  const character = characterEscape(state);
  if (character === undefined) throw valueError(`bad escape \\${letter} in '${state.text}'`);
  writeAtom(state, character, oneCharacter);
}

function writeAtom(state: State, source: string, width: Width): void {
  const start = state.output.length;
  state.output += source;
  addAtom(state, start, width);
}

function boundary(letter: string, flags: Required<Flags>): string | undefined {
  const word = `[${classBody('w', flags)}]`;
  switch (letter) {
    case 'A':
      return '(?<![\\s\\S])';
    case 'Z':
      return '(?![\\s\\S])';
    case 'b':
      return `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
    case 'B':
      return `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;
    default:
      return undefined;
  }
}
