/** Rewrites the source of a Python regular expression as JavaScript's `u` mode understands it. */

import { valueError } from './errors.ts';

export interface TranslatedPattern {
  readonly source: string;
  readonly ignoreCase: boolean;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
  /** It repeats a group that itself repeats or chooses: such patterns can take exponential time. */
  readonly isRisky: boolean;
  /** Open-ended repeats in it. */
  readonly repeatCount: number;
}

interface Flags {
  readonly ignoreCase?: boolean;
  readonly multiline?: boolean;
  readonly dotAll?: boolean;
  readonly verbose?: boolean;
  readonly ascii?: boolean;
}

interface State {
  readonly text: string;
  position: number;
  output: string;
  groupCount: number;
  readonly groupNames: Map<string, number>;
  /** The flags in force, outermost group first. */
  readonly scopes: Scope[];
  isRisky: boolean;
  repeatCount: number;
  /** A group turns ignoring case on or off for itself: JavaScript cannot, so letters are written in both cases. */
  readonly expandsCase: boolean;
  /** Whether the atom that was just written is a group that holds an open-ended repeat. */
  lastGroupRepeats: boolean;
}

interface Scope {
  readonly flags: Required<Flags>;
  hasRepeat: boolean;
  readonly suffix: string;
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

function currentFlags(state: State): Required<Flags> {
  const scope = state.scopes.at(-1);
  if (scope === undefined) throw valueError(`unbalanced parenthesis in '${state.text}'`);
  return scope.flags;
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
    if (character === '|' && scope !== undefined) scope.hasRepeat = true;
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

/** A character that stands for itself, in both cases where only a part of the pattern ignores case. */
function literal(state: State, character: string): string {
  const escaped = escapeLiteral(character);
  const variants = caseVariants(state, character);
  return variants === '' ? escaped : `[${escaped}${variants}]`;
}

/** The other cases of a letter, when the case is ignored here but not by a flag of the whole RegExp. */
function caseVariants(state: State, character: string): string {
  if (!state.expandsCase || !currentFlags(state).ignoreCase) return '';
  const lower = character.toLowerCase();
  const upper = character.toUpperCase();
  return [lower, upper].filter((other) => other !== character && [...other].length === 1).join('');
}

function writeRepeat(state: State, repeat: string): void {
  const scope = state.scopes.at(-1);
  state.position += repeat.length;
  const isPossessive = repeat.length > 1 && repeat.endsWith('+');
  const plain = isPossessive ? repeat.slice(0, -1) : repeat;
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
  if (parts['atomic'] !== undefined) {
    state.output += '(?:';
    push(state, flags);
    return;
  }
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

const unicodeClasses: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  w: '\\p{L}\\p{N}_',
  s: '\\s\\x1c-\\x1f\\x85',
};
const asciiClasses: Readonly<Record<string, string>> = { d: '0-9', w: 'a-zA-Z0-9_', s: ' \\t\\n\\r\\f\\v' };

function classBody(letter: string, flags: Required<Flags>): string | undefined {
  return (flags.ascii ? asciiClasses : unicodeClasses)[letter.toLowerCase()];
}

/** An escape that means one character, in and out of a class; undefined for others. */
function characterEscape(state: State): string | undefined {
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
function escapeLiteral(character: string): string {
  return /[\\^$.*+?()[\]{}|/-]/.test(character)
    ? character === '-'
      ? '\\x2d'
      : `\\${character}`
    : character;
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

function writeClass(state: State): void {
  const flags = currentFlags(state);
  const start = state.position;
  state.position += 1;
  const isNegated = state.text[state.position] === '^';
  if (isNegated) state.position += 1;
  let body = '';
  const first = state.position;
  for (;;) {
    const character = String.fromCodePoint(state.text.codePointAt(state.position) ?? 0);
    if (state.position >= state.text.length) {
      throw valueError(`unterminated character set in '${state.text}' at position ${start}`);
    }
    if (character === ']' && state.position > first) break;
    body += classMember(state, character, flags);
  }
  state.position += 1;
  state.output += `[${isNegated ? '^' : ''}${body}]`;
}

function classMember(state: State, character: string, flags: Required<Flags>): string {
  if (character !== '\\') {
    state.position += character.length;
    const next = state.text[state.position];
    if (character === '-') return isRangeDash(state, next) ? '-' : '\\x2d';
    return escapeLiteral(character) + rangeEnd(state, character);
  }
  const letter = state.text[state.position + 1] ?? '';
  const set = classBody(letter, flags);
  if (set !== undefined) {
    state.position += 2;
    if (letter === letter.toLowerCase()) return set;
    return negatedSet(letter, flags);
  }
  const escaped = characterEscape(state);
  if (escaped === undefined) throw valueError(`bad escape \\${letter} in '${state.text}'`);
  return escaped;
}

/** The rest of a range that `first` begins, and the other cases of its members; '' when it begins none. */
function rangeEnd(state: State, first: string): string {
  const found = /^-([^\]\\])/u.exec(state.text.slice(state.position, state.position + 3));
  if (found === null || !isRangeDash(state, found[1])) return caseVariants(state, first);
  const last = found[1] ?? '';
  if ((first.codePointAt(0) ?? 0) > (last.codePointAt(0) ?? 0)) {
    throw valueError(`bad character range ${first}-${last} in '${state.text}'`);
  }
  state.position += found[0].length;
  const lowFirst = caseVariants(state, first);
  const other = lowFirst !== '' ? `${lowFirst}-${caseVariants(state, last) || escapeLiteral(last)}` : '';
  return `-${escapeLiteral(last)}${other}`;
}

function negatedSet(letter: string, flags: Required<Flags>): string {
  if (letter === 'D') return flags.ascii ? '\\D' : '\\P{Nd}';
  if (letter === 'S') return '\\S';
  return flags.ascii ? '\\W' : '\\p{M}\\p{Pd}\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}\\p{Po}\\p{S}\\p{Z}\\p{C}';
}

/** A dash is a range only between two single characters. */
function isRangeDash(state: State, next: string | undefined): boolean {
  if (next === undefined || next === ']') return false;
  const before = state.text.slice(0, state.position - 1);
  if (/\[\^?$/.test(before) || /\\[dwsDWS]$/.test(before)) return false;
  return !/^\\[dwsDWS]/.test(state.text.slice(state.position, state.position + 2));
}
