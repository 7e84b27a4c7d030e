import { TsplayError } from '../errors.ts';
import type { KeywordValue } from '../project/ast.ts';
import type { Value } from '../values/types.ts';

/**
 * Splits a play's hosts by `serial`: a number, a percentage, or a list of these of which the last one repeats. Zero
 * or nothing means all at once.
 */
export function splitBatches<H>(
  hosts: readonly H[],
  serial: Value | undefined,
  keyword?: KeywordValue,
): readonly (readonly H[])[] {
  if (serial === undefined || serial === null) return [hosts];
  const sizes = (Array.isArray(serial) ? (serial as readonly Value[]) : [serial]).map((size) =>
    batchSize(size, hosts.length, keyword),
  );
  if (sizes.length === 0) return [hosts];
  const batches: (readonly H[])[] = [];
  let start = 0;
  for (let turn = 0; start < hosts.length; turn += 1) {
    const size = sizes[Math.min(turn, sizes.length - 1)] ?? 0;
    const end = size <= 0 ? hosts.length : start + size;
    batches.push(hosts.slice(start, end));
    start = end;
  }
  return batches.length === 0 ? [hosts] : batches;
}

function batchSize(size: Value, total: number, keyword: KeywordValue | undefined): number {
  if (typeof size === 'number') return size;
  const text = typeof size === 'string' ? size.trim() : '';
  if (/^\d+$/.test(text)) return Number(text);
  const percentage = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  if (percentage !== undefined) return Math.max(1, Math.floor((Number(percentage) * total) / 100));
  throw new TsplayError({
    code: 'keyword-type',
    message: `'serial' takes a number, a percentage like "30%" or a list of these`,
    span: keyword?.span,
  });
}
