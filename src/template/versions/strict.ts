import { valueError } from '../../values/errors.ts';
import { orderLists, orderTexts } from './order.ts';

/** Python's StrictVersion: two or three numbers, and `a` or `b` with a number for a release before the release. */
export function orderStrict(left: string, right: string): number {
  const [a, b] = [parse(left), parse(right)];
  const numbers = orderLists(a.numbers, b.numbers, (x, y) => x - y);
  if (numbers !== 0) {
    return numbers;
  }
  if (a.phase === undefined || b.phase === undefined) {
    return (a.phase === undefined ? 1 : 0) - (b.phase === undefined ? 1 : 0);
  }
  return orderTexts(a.phase, b.phase) || a.phaseNumber - b.phaseNumber;
}

function parse(version: string) {
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?(?:([ab])(\d+))?$/.exec(version);
  if (match === null) {
    throw valueError(`invalid version number '${version}': it has the form 1.2, 1.2.3 or 1.2.3b4`);
  }
  return {
    numbers: [match[1], match[2], match[3] ?? '0'].map(Number),
    phase: match[4],
    phaseNumber: Number(match[5] ?? 0),
  };
}
