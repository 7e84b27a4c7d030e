import { valueError } from '../../values/errors.ts';
import { orderLists, orderTexts } from './order.ts';

const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$/;

/** Semantic Versioning 2.0.0, section 11. Build metadata does not count. */
export function orderSemantic(left: string, right: string): number {
  const [a, b] = [parse(left), parse(right)];
  const numbers = orderLists(a.numbers, b.numbers, (x, y) => x - y);
  if (numbers !== 0) {
    return numbers;
  }
  if (a.prerelease === undefined || b.prerelease === undefined) {
    return (a.prerelease === undefined ? 1 : 0) - (b.prerelease === undefined ? 1 : 0);
  }
  return orderLists(a.prerelease, b.prerelease, orderIdentifiers);
}

function orderIdentifiers(a: string, b: string): number {
  const [isNumberA, isNumberB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumberA !== isNumberB) {
    return isNumberA ? -1 : 1;
  }
  return isNumberA ? Number(a) - Number(b) : orderTexts(a, b);
}

function parse(version: string) {
  const match = SEMVER.exec(version);
  if (match === null) {
    throw valueError(
      `invalid semantic version '${version}': it has the form 1.2.3, 1.2.3-rc.1 or 1.2.3+build`,
    );
  }
  return { numbers: match.slice(1, 4).map(Number), prerelease: match[4]?.split('.') };
}
