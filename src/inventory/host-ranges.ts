import { TsplayError } from '../errors.ts';

/** The highest number of hosts one pattern may stand for: a typing error must not eat the memory. */
const maxHosts = 1_000_000;

interface HostRange {
  readonly before: string;
  readonly first: string;
  readonly last: string;
  readonly step: string | undefined;
  readonly after: string;
}

/**
 * The names that `web[01:10:3]`, `db-[a:c]` or several such ranges stand for, leftmost range slowest. A leading zero
 * in the first bound sets the width. Text without a range stands for itself. Throws `invalid-host-range`.
 */
export function expandHostRanges(pattern: string): readonly string[] {
  const range = findRange(pattern);
  if (range === undefined) return [pattern];
  const items = rangeItems(range, pattern);
  const rest = expandHostRanges(range.after);
  if (items.length * rest.length > maxHosts)
    throw invalid(pattern, `it stands for more than ${maxHosts} hosts`);
  return items.flatMap((item) => rest.map((after) => range.before + item + after));
}

function findRange(pattern: string): HostRange | undefined {
  const open = pattern.indexOf('[');
  if (open < 0) return undefined;
  const close = pattern.indexOf(']', open);
  if (close < 0) throw invalid(pattern, "']' is missing");
  const bounds = pattern.slice(open + 1, close).split(':');
  const [first, last, step] = bounds;
  if (first === undefined || last === undefined || bounds.length > 3) {
    throw invalid(pattern, 'a range is [begin:end] or [begin:end:step]');
  }
  return {
    before: pattern.slice(0, open),
    first: first === '' ? '0' : first,
    last,
    step,
    after: pattern.slice(close + 1),
  };
}

function rangeItems(range: HostRange, pattern: string): readonly string[] {
  const step = range.step === undefined ? 1 : parseNumber(range.step);
  if (step === undefined || step === 0)
    throw invalid(pattern, `'${range.step}' is no step: use a positive number`);
  if (/^[a-zA-Z]$/.test(range.first) && /^[a-zA-Z]$/.test(range.last)) return letters(range, step, pattern);
  const first = parseNumber(range.first);
  const last = parseNumber(range.last);
  if (first === undefined || last === undefined) {
    throw invalid(pattern, `'${range.first}:${range.last}' are neither two numbers nor two letters`);
  }
  const width = range.first.length > 1 && range.first.startsWith('0') ? range.first.length : 0;
  if (width > 0 && width !== range.last.length) {
    throw invalid(pattern, `'${range.first}' and '${range.last}' must have the same number of digits`);
  }
  if (first > last) throw invalid(pattern, `its begin ${range.first} is after its end ${range.last}`);
  if ((last - first) / step > maxHosts) throw invalid(pattern, `it stands for more than ${maxHosts} hosts`);
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) =>
    String(first + index * step).padStart(width, '0'),
  );
}

/** Letters as in Python's `string.ascii_letters`: a to z, then A to Z. */
const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function letters(range: HostRange, step: number, pattern: string): readonly string[] {
  const first = alphabet.indexOf(range.first);
  const last = alphabet.indexOf(range.last);
  if (first > last) throw invalid(pattern, `its begin '${range.first}' is after its end '${range.last}'`);
  return [...alphabet.slice(first, last + 1)].filter((_, index) => index % step === 0);
}

function parseNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function invalid(pattern: string, reason: string): TsplayError {
  return new TsplayError({
    code: 'invalid-host-range',
    message: `'${pattern}' is no valid range of hosts: ${reason}`,
    hint: 'for example web[01:10], db-[a:c], node[0:20:5]',
  });
}
