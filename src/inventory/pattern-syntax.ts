import { isIPv6 } from 'node:net';
import { TsplayError } from '../errors.ts';
import { fnmatchSource } from '../util/fnmatch.ts';

/** One term of a host pattern. */
export interface PatternTerm {
  /** As written, without `!` and `&`: for messages. */
  readonly text: string;
  /** Terms add hosts, then `&` keeps only common ones, then `!` takes some away, wherever they stand. */
  readonly role: 'add' | 'intersect' | 'exclude';
  readonly matcher: NameMatcher;
  readonly subscript: Subscript | undefined;
}

export type NameMatcher =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'all' }
  | { readonly kind: 'expression'; readonly expression: RegExp };

/** Inclusive, as `group[1:3]` is; without `last` to the end. Negative ones count from the end. */
export interface Subscript {
  readonly first: number;
  readonly last: number | undefined;
}

/** Reads `web:&prod:!web3`, `a,b`, `~regex`, `web[0:2]`. Throws `invalid-host-pattern` for a broken expression. */
export function parsePattern(pattern: string): readonly PatternTerm[] {
  return splitPattern(pattern).map(parseTerm);
}

/**
 * Terms are parted by commas; only without any, by colons or blanks outside brackets, unless the whole is an address
 * (`2001:db8::1`, `host:22`). So Ansible does.
 */
function splitPattern(pattern: string): readonly string[] {
  if (pattern.includes(','))
    return pattern
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  const text = pattern.trim();
  if (text === '') return [];
  if (isAddress(text)) return [text];
  return text.match(/(?:[^\s:[\]]|\[[^\]]*\])+/g) ?? [];
}

function isAddress(text: string): boolean {
  return isIPv6(text.replace(/^[!&]/, '')) || /^[!&]?(?:\[[0-9a-fA-F:.]+\]|[\w.-]+):\d+$/.test(text);
}

function parseTerm(text: string): PatternTerm {
  const role = text.startsWith('!') ? 'exclude' : text.startsWith('&') ? 'intersect' : 'add';
  const name = role === 'add' ? text : text.slice(1);
  if (name === '') throw invalid(text, 'a name is missing after it');
  if (name.startsWith('~')) {
    return {
      text: name,
      role,
      matcher: { kind: 'expression', expression: pythonMatch(name.slice(1)) },
      subscript: undefined,
    };
  }
  const subscripted = /^(.+)\[(?:(-?\d+)|(\d+)[:-](\d*))\]$/.exec(name);
  const [, base = name, index, first, last] = subscripted ?? [];
  return { text: name, role, matcher: nameMatcher(base), subscript: subscriptOf(index, first, last) };
}

function subscriptOf(index?: string, first?: string, last?: string): Subscript | undefined {
  if (index !== undefined) return { first: Number(index), last: Number(index) };
  if (first === undefined) return undefined;
  return { first: Number(first), last: last === undefined || last === '' ? undefined : Number(last) };
}

function nameMatcher(name: string): NameMatcher {
  if (name === 'all' || name === '*') return { kind: 'all' };
  if (!/[*?[]/.test(name)) return { kind: 'name', name };
  return { kind: 'expression', expression: compile(fnmatchSource(name), name) };
}

/** Python's `re.match`: anchored at the start only. */
function pythonMatch(source: string): RegExp {
  return compile(`^(?:${source.replaceAll('(?P<', '(?<')})`, `~${source}`);
}

function compile(source: string, pattern: string): RegExp {
  try {
    return new RegExp(source, 's');
  } catch (cause) {
    throw invalid(pattern, cause instanceof Error ? cause.message : String(cause));
  }
}

function invalid(text: string, reason: string): TsplayError {
  return new TsplayError({
    code: 'invalid-host-pattern',
    message: `'${text}' is no valid part of a host pattern: ${reason}`,
  });
}
