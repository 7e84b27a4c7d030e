import { valueError } from '../../values/errors.ts';
import { orderLists, orderTexts } from './order.ts';

const PEP440 =
  /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d+)?)?(?:(?:-(\d+))|(?:[-_.]?(post|rev|r)[-_.]?(\d+)?))?(?:[-_.]?(dev)[-_.]?(\d+)?)?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$/i;

const PHASES: Readonly<Record<string, string>> = {
  alpha: 'a',
  a: 'a',
  beta: 'b',
  b: 'b',
  preview: 'rc',
  pre: 'rc',
  c: 'rc',
  rc: 'rc',
};

/** PEP 440, "Summary of permitted suffixes and relative ordering". */
export function orderPep440(left: string, right: string): number {
  const [a, b] = [parse(left), parse(right)];
  return (
    a.epoch - b.epoch ||
    orderLists(a.release, b.release, (x, y) => x - y) ||
    orderPhases(a, b) ||
    a.post - b.post ||
    a.dev - b.dev ||
    orderLists(a.local, b.local, orderLocal)
  );
}

interface Version {
  readonly epoch: number;
  /** Without zeros at its end. */
  readonly release: readonly number[];
  /** `a1`, `b2`, `rc3` in the order of their letters; '' before them all (a bare dev release), `~` after. */
  readonly phase: string;
  readonly phaseNumber: number;
  /** -1: none. */
  readonly post: number;
  /** Infinity: none. */
  readonly dev: number;
  readonly local: readonly string[];
}

function parse(version: string): Version {
  const match = PEP440.exec(version);
  if (match === null) {
    throw valueError(`invalid version '${version}': it is not one of PEP 440`);
  }
  const isPost = match[5] !== undefined || match[6] !== undefined;
  const isDev = match[8] !== undefined;
  const phase = match[3] === undefined ? undefined : PHASES[match[3].toLowerCase()];
  return {
    epoch: Number(match[1] ?? 0),
    release: (match[2] ?? '')
      .replace(/(?:\.0+)+$/, '')
      .split('.')
      .map(Number),
    phase: phase ?? (isDev && !isPost ? '' : '~'),
    phaseNumber: Number(match[4] ?? 0),
    post: isPost ? Number(match[5] ?? match[7] ?? 0) : -1,
    dev: isDev ? Number(match[9] ?? 0) : Number.MAX_SAFE_INTEGER,
    local: match[10]?.toLowerCase().split(/[-_.]/) ?? [],
  };
}

function orderPhases(a: Version, b: Version): number {
  return orderTexts(a.phase, b.phase) || a.phaseNumber - b.phaseNumber;
}

function orderLocal(a: string, b: string): number {
  const [isNumberA, isNumberB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumberA !== isNumberB) {
    return isNumberA ? 1 : -1;
  }
  return isNumberA ? Number(a) - Number(b) : orderTexts(a, b);
}
