import { ModuleFailure } from '../../../result.ts';

const units = 'BKMGTPEZY';

/** Bytes of a size: `64M`, `1.5g`, `1024`, `512KB`. Units are powers of 1024. Throws ModuleFailure for what is none. */
export function sizeInBytes(text: string, name: string): number {
  const [, number, unit = ''] = /^\s*(\d+(?:\.\d*)?)\s*([a-z]?)b?\s*$/i.exec(text) ?? [];
  const power = unit === '' ? 0 : units.indexOf(unit.toUpperCase());
  if (number === undefined || power < 0) {
    throw new ModuleFailure(
      `${name}: '${text}' is no size: it is a number and a unit out of B, K, M, G, T, P`,
    );
  }
  return Math.round(Number(number) * 1024 ** power);
}

/** The same, and the words for no limit. */
export function sizeOrUnlimited(text: string, name: string): number {
  return text === 'unlimited' || text === '-1' ? -1 : sizeInBytes(text, name);
}

const nanoseconds = { us: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 } as const;

/** Nanoseconds of a duration: `1m30s`. Throws ModuleFailure for what is none. */
export function durationInNanoseconds(text: string, name: string): number {
  const match = /^(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?(?:(\d+)us)?$/.exec(text.trim());
  if (match === null || text.trim() === '') {
    throw new ModuleFailure(
      `${name}: '${text}' is no duration: it is numbers with units, like 1m30s or 500ms`,
    );
  }
  const [, hours = 0, minutes = 0, seconds = 0, milliseconds = 0, microseconds = 0] = match;
  return (
    Number(hours) * nanoseconds.h +
    Number(minutes) * nanoseconds.m +
    Number(seconds) * nanoseconds.s +
    Number(milliseconds) * nanoseconds.ms +
    Number(microseconds) * nanoseconds.us
  );
}
