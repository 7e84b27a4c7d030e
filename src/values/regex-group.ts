/** Groups of a Python regular expression: capturing, atomic, conditional, looking around, with flags of their own. */

import { valueError } from './errors.ts';
import { currentFlags, type Flags, type Scope, type State, withLetters } from './regex-state.ts';
import { eitherOf, inSequence, noWidth, type Width } from './regex-width.ts';

const groupStart =
  /\((?:\?(?:P<(?<name>\w+)>|P=(?<reference>\w+)\)|(?<comment>#[^)]*\))|(?<look><?[=!])|(?<atomic>>)|\((?<condition>\w+)\)|(?<on>[aiLmsux]*)(?:-(?<off>[imsx]+))?(?<close>[:)])))?/uy;

export function openGroup(state: State): void {
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
  const { reference, condition, look, close, name } = parts;
  if (reference !== undefined) {
    const number = state.groupNames.get(reference);
    if (number === undefined) throw valueError(`unknown group name '${reference}'`);
    writeReference(state, number);
    return;
  }
  if (close === ')') throw valueError(`global flags not at the start of the expression '${state.text}'`);
  if (condition !== undefined) openConditional(state, condition);
  else if (parts['atomic'] !== undefined) openAtomic(state);
  else if (look !== undefined) {
    push(state, { kind: look.startsWith('<') ? 'behind' : 'ahead', open: `(?${look}` });
  } else if (close === ':') {
    const inner = withLetters(withLetters(flags, parts['on'] ?? '', true), parts['off'] ?? '', false);
    push(state, { open: '(?:', flags: inner });
  } else openCapture(state, name);
}

function openCapture(state: State, name: string | undefined): void {
  state.groupCount += 1;
  const number = state.groupCount;
  if (name !== undefined) {
    if (/^\d/.test(name)) throw valueError(`bad character in group name '${name}'`);
    if (state.groupNames.has(name)) throw valueError(`redefinition of group name '${name}'`);
    state.groupNames.set(name, number);
  }
  const isAsked = isConditionOf(state.text, number, name);
  if (isAsked && state.scopes.some((scope) => scope.kind === 'ahead' || scope.kind === 'behind')) {
    throw valueError(`a condition on a group inside a look-around is not supported: '${state.text}'`);
  }
  const capture = `(?<${captureName(number)}>`;
  push(
    state,
    isAsked
      ? { open: `(?:(?=(?<${restName(number)}>[\\s\\S]*))${capture}`, suffix: '))', number }
      : { open: capture, number },
  );
}

/** What group a number of Python's is in the translation: other groups stand between them there. */
export function captureName(number: number): string {
  return `g${number}`;
}

/** The text from the start of a group on; unset when the group takes no part. */
function restName(number: number): string {
  return `r${number}`;
}

function isConditionOf(pattern: string, number: number, name: string | undefined): boolean {
  return pattern.includes(`(?(${number})`) || (name !== undefined && pattern.includes(`(?(${name})`));
}

/**
 * JavaScript cannot ask whether a group took part: a reference to one that did not matches nothing, which succeeds.
 * The text from the start of a group that did, and that has taken a character, cannot stand at a later place again:
 * there the reference to it fails. So `(?!\k<r1>)` holds if, and `(?=\k<r1>)` unless, group 1 took part.
 */
function openConditional(state: State, condition: string): void {
  const number = /^\d+$/.test(condition) ? Number(condition) : state.groupNames.get(condition);
  if (number === undefined) throw valueError(`unknown group name '${condition}' in '${state.text}'`);
  const width = state.groupWidths.get(number);
  if (width === undefined) throw valueError(`invalid group reference ${number} in '${state.text}'`);
  if (width.min === 0) {
    throw valueError(`a condition on a group that can be empty is not supported: '${state.text}'`);
  }
  if (state.scopes.some((scope) => scope.kind === 'behind')) {
    throw valueError(`conditional groups inside a look-behind are not supported: '${state.text}'`);
  }
  push(state, { kind: 'conditional', open: `(?:(?!\\k<${restName(number)}>)`, number });
}

/** Atomic groups are look-aheads, into which JavaScript never goes back, and what they have captured. */
function openAtomic(state: State): void {
  const { open, suffix } = atomic(state);
  push(state, { open, suffix });
}

/** What stands around an atomic part. */
export function atomic(state: State): { readonly open: string; readonly suffix: string } {
  state.atomicCount += 1;
  const name = `a${state.atomicCount}`;
  return { open: `(?=(?<${name}>`, suffix: `))\\k<${name}>` };
}

interface GroupOptions {
  readonly open: string;
  readonly kind?: Scope['kind'];
  readonly flags?: Required<Flags>;
  readonly suffix?: string;
  readonly number?: number;
}

function push(state: State, { open, kind = 'plain', flags, suffix = ')', number }: GroupOptions): void {
  state.scopes.push({
    flags: flags ?? currentFlags(state),
    hasRepeat: false,
    suffix,
    kind,
    number,
    start: state.output.length,
    width: noWidth,
    alternatives: undefined,
  });
  state.output += open;
  state.atom = undefined;
}

/** `|`: what follows is another alternative of the group. */
export function nextAlternative(state: State): void {
  const scope = state.scopes.at(-1);
  if (scope === undefined) return;
  const isSecond = scope.alternatives !== undefined;
  scope.alternatives = eitherOf(scope.alternatives, scope.width);
  scope.width = noWidth;
  scope.hasRepeat = true;
  state.mayPreferEmpty = true;
  state.atom = undefined;
  state.output += '|';
  if (scope.kind !== 'conditional') return;
  if (isSecond) throw valueError(`conditional backref with more than two branches in '${state.text}'`);
  state.output += `(?=\\k<${restName(scope.number ?? 0)}>)`;
}

export function closeGroup(state: State): void {
  if (state.scopes.length < 2) throw valueError(`unbalanced parenthesis in '${state.text}'`);
  const last = state.scopes.at(-1);
  // Without a second branch a conditional group matches nothing when its group took no part.
  if (last?.kind === 'conditional' && last.alternatives === undefined) nextAlternative(state);
  const scope = state.scopes.pop();
  const parent = state.scopes.at(-1);
  if (scope === undefined || parent === undefined) return;
  const width = eitherOf(scope.alternatives, scope.width);
  if (scope.kind === 'behind' && width.min !== width.max) {
    throw valueError(`look-behind requires fixed-width pattern: '${state.text}'`);
  }
  if (scope.kind !== 'conditional' && scope.number !== undefined) state.groupWidths.set(scope.number, width);
  state.position += 1;
  state.output += scope.suffix;
  state.lastGroupRepeats = scope.hasRepeat;
  if (scope.hasRepeat) parent.hasRepeat = true;
  addAtom(state, scope.start, scope.kind === 'ahead' || scope.kind === 'behind' ? noWidth : width);
}

/** A back reference. */
export function writeReference(state: State, number: number): void {
  const width = state.groupWidths.get(number);
  if (number > state.groupCount) throw valueError(`invalid group reference ${number}`);
  if (width === undefined) throw valueError(`cannot refer to an open group in '${state.text}'`);
  const start = state.output.length;
  state.output += `(?:\\k<${captureName(number)}>)`;
  addAtom(state, start, width);
}

/** Notes the part that was just written: a quantifier may follow. */
export function addAtom(state: State, start: number, width: Width): void {
  const scope = state.scopes.at(-1);
  if (scope === undefined) return;
  state.atom = { start, width, before: scope.width };
  scope.width = inSequence(scope.width, width);
}
