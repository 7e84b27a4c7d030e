/** Rewrites the source of a Python regular expression as JavaScript's `u` mode understands it. */

import { valueError } from './errors.ts';
import { writeClass } from './regex-class.ts';
import { characterEscape, classBody, currentFlags, type Flags, literal, type State } from './regex-state.ts';

export interface TranslatedPattern {
  readonly source: string;
  readonly ignoreCase: boolean;
  readonly groupCount: number;
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
    scopes: [{ flags: all, hasRepeat: false, suffix: '' }],
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
    groupCount: state.groupCount,
    groupNames: state.groupNames,
    isRisky: state.isRisky,
    mayPreferEmpty: state.mayPreferEmpty,
    repeatCount: state.repeatCount,
  };
}

function withLetters(flags: Required<Flags>, letters: string, value: boolean): Required<Flags> {
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
  else if (character === '[') writeClass(state);
  else if (character === '\\') writeEscape(state);
  else {
    const scope = state.scopes.at(-1);
    if (character === '|' && scope !== undefined) {
      scope.hasRepeat = true;
      state.mayPreferEmpty = true;
    }
    state.position += character.length;
    state.output += specialCharacter(character, flags) ?? literal(state, character);
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
    case '|':
      return '|';
    default:
      return undefined;
  }
}

function writeRepeat(state: State, repeat: string): void {
  const scope = state.scopes.at(-1);
  state.position += repeat.length;
  const isPossessive = repeat.length > 1 && repeat.endsWith('+');
  // A fixed number of something that matches in one way only gives nothing back anyway.
  if (isPossessive && (!/^\{\d+\}/.test(repeat) || state.lastGroupRepeats)) {
    throw valueError(`possessive repeats ('${repeat}') are not supported: '${state.text}'`);
  }
  const plain = isPossessive ? repeat.slice(0, -1) : repeat;
  if (repeat.length > 1 && repeat.endsWith('?')) state.mayPreferEmpty = true;
  state.output += plain.startsWith('{,') ? `{0${plain.slice(1)}` : plain;
  const isOpenEnded = /^[*+]|,\}/.test(repeat);
  if (isOpenEnded && state.lastGroupRepeats) state.isRisky = true;
  if (isOpenEnded) state.repeatCount += 1;
  if (isOpenEnded && scope !== undefined) scope.hasRepeat = true;
  state.lastGroupRepeats = false;
}

const groupStart =
  /\((?:\?(?:P<(?<name>\w+)>|P=(?<reference>\w+)\)|(?<comment>#[^)]*\))|(?<look><?[=!])|(?<atomic>>)|\((?<condition>\w+)\)|(?<on>[aiLmsux]*)(?:-(?<off>[imsx]+))?(?<close>[:)])))?/uy;

function openGroup(state: State): void {
  const flags = currentFlags(state);
  groupStart.lastIndex = state.position;
  const found = groupStart.exec(state.text);
  const parts = found?.groups ?? {};
  const all = found?.[0] ?? '(';
  if (all === '(' && state.text[state.position + 1] === '?') {
    throw valueError(`unknown extension ?${state.text[state.position + 2] ?? ''} in '${state.text}'`);
  }
  state.position += all.length;
  if (parts['comment'] !== undefined) return;
  if (parts['reference'] !== undefined) {
    const number = state.groupNames.get(parts['reference']);
    if (number === undefined) throw valueError(`unknown group name '${parts['reference']}'`);
    state.output += `(?:\\${number})`;
    return;
  }
  if (parts['condition'] !== undefined)
    throw valueError(`conditional groups are not supported: '${state.text}'`);
  if (parts['close'] === ')')
    throw valueError(`global flags not at the start of the expression '${state.text}'`);
  if (parts['atomic'] !== undefined) throw valueError(`atomic groups are not supported: '${state.text}'`);
  if (parts['look'] !== undefined) {
    state.output += `(?${parts['look']}`;
    push(state, flags);
    return;
  }
  if (parts['close'] === ':') {
    const inner = withLetters(withLetters(flags, parts['on'] ?? '', true), parts['off'] ?? '', false);
    state.output += '(?:';
    push(state, inner);
    return;
  }
  state.groupCount += 1;
  if (parts['name'] !== undefined) {
    if (state.groupNames.has(parts['name']))
      throw valueError(`redefinition of group name '${parts['name']}'`);
    state.groupNames.set(parts['name'], state.groupCount);
  }
  state.output += '(';
  push(state, flags);
}

function push(state: State, flags: Required<Flags>): void {
  state.scopes.push({ flags, hasRepeat: false, suffix: ')' });
}

function closeGroup(state: State): void {
  const scope = state.scopes.pop();
  const parent = state.scopes.at(-1);
  if (scope === undefined || parent === undefined)
    throw valueError(`unbalanced parenthesis in '${state.text}'`);
  state.position += 1;
  state.output += scope.suffix;
  state.lastGroupRepeats = scope.hasRepeat;
  if (scope.hasRepeat) parent.hasRepeat = true;
}

function writeEscape(state: State): void {
  const flags = currentFlags(state);
  const letter = state.text[state.position + 1];
  if (letter === undefined) throw valueError(`bad escape (end of pattern) in '${state.text}'`);
  const body = classBody(letter, flags);
  if (body !== undefined) {
    state.position += 2;
    state.output += letter === letter.toLowerCase() ? `[${body}]` : `[^${body}]`;
    return;
  }
  const simple = boundary(letter, flags);
  if (simple !== undefined) {
    state.position += 2;
    state.output += simple;
    return;
  }
  const reference = /^\\([1-9][0-9]?)(?![0-7])/.exec(state.text.slice(state.position, state.position + 4));
  if (reference !== null) {
    if (Number(reference[1]) > state.groupCount) throw valueError(`invalid group reference ${reference[1]}`);
    state.position += reference[0].length;
    state.output += `(?:\\${reference[1]})`;
    return;
  }
  const character = characterEscape(state);
  if (character === undefined) throw valueError(`bad escape \\${letter} in '${state.text}'`);
  state.output += character;
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
