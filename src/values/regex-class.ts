/** Character classes: `[...]`. */

import { valueError } from './errors.ts';
import {
  caseVariants,
  characterEscape,
  classBody,
  currentFlags,
  escapeLiteral,
  type Flags,
  type State,
} from './regex-state.ts';

export function writeClass(state: State): void {
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
