import { fnmatchSource } from '../../util/fnmatch.ts';
import { compilePythonRegex } from '../../values/regex.ts';
import { baseName } from '../kit/paths.ts';
import { ModuleFailure } from '../result.ts';
import type { FoundFile } from './listing.ts';

export interface Criteria {
  readonly fileType: 'any' | 'directory' | 'file' | 'link';
  readonly hidden: boolean;
  readonly patterns: readonly string[];
  readonly excludes: readonly string[];
  readonly useRegex: boolean;
  readonly age: Bound | undefined;
  readonly ageStamp: 'atime' | 'ctime' | 'mtime';
  readonly size: Bound | undefined;
  /** Seconds since the epoch, on the target. */
  readonly now: number;
}

/** At least so much, or at most. */
export interface Bound {
  readonly kind: 'at-least' | 'at-most';
  readonly value: number;
}

const seconds: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const bytes: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
};

/** `1w`, `-2d`: a time ago in seconds. Throws ModuleFailure for what is no age. */
export function parseAge(text: string | undefined): Bound | undefined {
  return boundOf(text, seconds, (age) => {
    throw new ModuleFailure(`age is ${age}, but must be a number with s, m, h, d or w behind it`, { age });
  });
}

/** `10k`, `-1m`: bytes. Throws ModuleFailure for what is no size. */
export function parseSize(text: string | undefined): Bound | undefined {
  return boundOf(text, bytes, (size) => {
    throw new ModuleFailure(`size is ${size}, but must be a number with b, k, m, g or t behind it`, { size });
  });
}

function boundOf(
  text: string | undefined,
  units: Readonly<Record<string, number>>,
  refuse: (text: string) => never,
): Bound | undefined {
  if (text === undefined) return undefined;
  const match = /^(-?)(\d+)([a-z]?)/i.exec(text);
  const unit = units[match?.[3]?.toLowerCase() ?? ''];
  if (match === null || unit === undefined) return refuse(text);
  return { kind: match[1] === '-' ? 'at-most' : 'at-least', value: Number(match[2]) * unit };
}

/** Whether a file is one of those that are looked for, as far as its name and status tell. */
export function matcherOf(criteria: Criteria): (file: FoundFile) => boolean {
  const { fileType, hidden, age, ageStamp, size, now } = criteria;
  const isNamed = nameMatcher(criteria);
  return (file) => {
    const { kind } = file.status;
    const name = baseName(file.path);
    if (fileType !== 'any' && kind !== fileType) return false;
    if (!hidden && name.startsWith('.')) return false;
    if (!isNamed(name)) return false;
    if (!isWithin(age, now - stampOf(file, ageStamp))) return false;
    return kind === 'directory' || isWithin(size, file.status.size);
  };
}

function nameMatcher({ patterns, excludes, useRegex }: Criteria): (name: string) => boolean {
  const compile = (pattern: string): ((name: string) => boolean) => {
    if (!useRegex) {
      const glob = new RegExp(fnmatchSource(pattern), 'su');
      return (name) => glob.test(name);
    }
    const regex = compilePythonRegex(pattern);
    return (name) => regex.match(name) !== undefined;
  };
  const wanted = patterns.map(compile);
  const unwanted = excludes.map(compile);
  return (name) =>
    (wanted.length === 0 || wanted.some((matches) => matches(name))) &&
    !unwanted.some((matches) => matches(name));
}

function stampOf({ status }: FoundFile, stamp: Criteria['ageStamp']): number {
  switch (stamp) {
    case 'atime':
      return status.accessed;
    case 'ctime':
      return status.changed;
    case 'mtime':
      return status.modified;
  }
}

function isWithin(bound: Bound | undefined, value: number): boolean {
  if (bound === undefined) return true;
  return bound.kind === 'at-least' ? value >= bound.value : value <= bound.value;
}
