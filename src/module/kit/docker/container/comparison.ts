import type { Value } from '../../../../values/types.ts';
import { ModuleFailure } from '../../../result.ts';
import { type Difference, isSame } from '../differences.ts';
import { isRecord, type Json } from '../json.ts';

/** How an option's value is made up: `dicts` is a set of dictionaries. */
export type Kind = 'value' | 'list' | 'set' | 'dict' | 'dicts';

export type Mode = 'strict' | 'ignore' | 'allow_more_present';

/** One option of a container: as it is asked for, and as it is. */
export interface ContainerOption {
  readonly name: string;
  readonly kind: Kind;
  /** Undefined when it is not asked for. */
  readonly wanted: Json | undefined;
  readonly found: Json;
  /** The argument whose comparison counts for it, when not that of its name. */
  readonly comparedAs?: string;
}

/** Whether an option is not as it is asked for. */
export function isDifferent(option: ContainerOption, modes: Modes): boolean {
  const { name, kind, wanted, found, comparedAs = name } = option;
  const mode = modes(comparedAs, kind);
  if (wanted === undefined || mode === 'ignore') return false;
  const strict = mode === 'strict';
  switch (kind) {
    case 'value':
      return !isSame(wanted, found);
    case 'list':
      return strict ? !isSame(wanted, found ?? []) : !isSubsequence(items(wanted), items(found));
    case 'set':
    case 'dicts': {
      const holds = kind === 'set' ? isSame : includes;
      const isThere = (one: Json): boolean => items(found).some((other) => holds(one, other));
      const isAsked = (one: Json): boolean => items(wanted).some((other) => holds(other, one));
      return !items(wanted).every(isThere) || (strict && !items(found).every(isAsked));
    }
    case 'dict':
      return strict ? !isSame(wanted, found ?? {}) : !includes(wanted, found ?? {});
  }
}

function items(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** Whether all that a dictionary asks for is in another one. */
function includes(wanted: Json, found: Json): boolean {
  if (!isRecord(wanted) || !isRecord(found)) return isSame(wanted, found);
  return Object.entries(wanted).every(
    ([key, value]) => Object.hasOwn(found, key) && isSame(value, found[key]),
  );
}

function isSubsequence(wanted: readonly Json[], found: readonly Json[]): boolean {
  let next = 0;
  for (const one of found) if (next < wanted.length && isSame(wanted[next], one)) next += 1;
  return next === wanted.length;
}

/** The option as a diff shows it: of a set of dictionaries the order is that of their text. */
export function shownOption({ name, kind, wanted, found }: ContainerOption): Difference {
  const shown = (value: Json): Json => (kind === 'dicts' && Array.isArray(value) ? inOrder(value) : value);
  return { name, wanted: shown(wanted ?? null), found: shown(found) };
}

function inOrder(dicts: readonly Json[]): readonly Json[] {
  const byName = (value: Json): unknown =>
    isRecord(value) ? Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)) : value;
  // What is not set comes first.
  const textOf = (value: Json): string => JSON.stringify(byName(value), (_, one) => one ?? '');
  return dicts.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

/** Options that `comparisons` may name beside those of a container. */
const ownComparisons: Readonly<Record<string, Kind>> = { image: 'value', networks: 'dicts' };

const otherNames: Readonly<Record<string, string>> = {
  ports: 'published_ports',
  exposed: 'exposed_ports',
  expose: 'exposed_ports',
  log_opt: 'log_options',
};

/** The mode in which each option is compared. */
export type Modes = (name: string, kind: Kind) => Mode;

/** Reads `comparisons`. Throws ModuleFailure for names and modes that are none, or do not go together. */
export function comparisonModes(
  comparisons: ReadonlyMap<Value, Value> | undefined,
  kinds: ReadonlyMap<string, Kind>,
): Modes {
  const given = new Map<string, Mode>();
  let wildcard: Mode | undefined;
  for (const [key, value] of comparisons ?? []) {
    const name = otherNames[String(key)] ?? String(key);
    const mode = modeOf(value, name);
    if (name === '*') {
      if (mode === 'allow_more_present') {
        throw new ModuleFailure("comparisons: '*' is strict or ignore: not every option can have more");
      }
      wildcard = mode;
      continue;
    }
    const kind = kinds.get(name) ?? ownComparisons[name];
    if (kind === undefined) throw new ModuleFailure(`comparisons: '${name}' is no option that is compared`);
    if (mode === 'allow_more_present' && kind === 'value') {
      throw new ModuleFailure(`comparisons: '${name}' is a single value, of which there cannot be more`);
    }
    given.set(name, mode);
  }
  return (name, kind) => given.get(name) ?? wildcard ?? defaultMode(name, kind);
}

function defaultMode(name: string, kind: Kind): Mode {
  if (name === 'stop_timeout') return 'ignore';
  return kind === 'value' || kind === 'list' ? 'strict' : 'allow_more_present';
}

function modeOf(value: Value, name: string): Mode {
  if (value === 'strict' || value === 'ignore' || value === 'allow_more_present') return value;
  throw new ModuleFailure(
    `comparisons: '${String(value)}' of '${name}' is none of strict, ignore, allow_more_present`,
  );
}
