import { parseKeyValue } from '../../util/key-value.ts';
import { limitError } from '../../values/errors.ts';
import { limits } from '../../values/limits.ts';
import { formatPercent } from '../../values/percent-format.ts';
import { str } from '../../values/printing.ts';
import type { Value } from '../../values/types.ts';
import { lookupError, requireTerm } from './options.ts';
import type { Lookup } from './types.ts';

interface Sequence {
  readonly start: number;
  readonly count: number;
  readonly stride: number;
  readonly format: string;
}

/** Numbers as texts: `start=1 end=9 stride=2 format=n%02d`, or `[start-]end[/stride][:format]`. */
export const sequence: Lookup = (terms, options) =>
  terms.flatMap((term) => {
    const settings = shortcut(requireTerm(term, 'sequence')) ?? keyed(requireTerm(term, 'sequence'), options);
    const { start, count, stride, format } = sequenceOf(settings);
    if (count > limits.listLength) {
      throw limitError(`a sequence of ${count} numbers is over the limit of ${limits.listLength}`);
    }
    return Array.from({ length: count }, (_, index) => formatPercent(format, start + index * stride));
  });

type Settings = ReadonlyMap<string, string>;

const NUMBER = '-?(?:0[xX][0-9a-fA-F]+|0[oO]?[0-7]*|\\d+)';
const SHORTCUT = new RegExp(`^(?:(${NUMBER})-)?(${NUMBER})(?:/(${NUMBER}))?(?::(.+))?$`);

function shortcut(term: string): Settings | undefined {
  const match = SHORTCUT.exec(term);
  if (match === null) {
    return undefined;
  }
  const [, start, end, stride, format] = match;
  const given: readonly (readonly [string, string | undefined])[] = [
    ['start', start],
    ['end', end],
    ['stride', stride],
    ['format', format],
  ];
  return new Map(given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}

function keyed(term: string, options: ReadonlyMap<string, Value>): Settings {
  const { pairs } = parseKeyValue(term);
  const settings = new Map([
    ...Array.from(options, ([name, value]) => [name, str(value)] as const),
    ...pairs.map(([name, value]) => [name, value] as const),
  ]);
  const unknown = [...settings.keys()].filter((name) => !NAMES.includes(name));
  if (unknown.length > 0) {
    throw lookupError(
      `the lookup 'sequence' has no setting '${unknown.join("', '")}'; it has ${NAMES.join(', ')}`,
    );
  }
  return settings;
}

const NAMES = ['start', 'end', 'count', 'stride', 'format'];

function sequenceOf(settings: Settings): Sequence {
  const start = numberOf(settings, 'start') ?? 1;
  const stride = numberOf(settings, 'stride') ?? 1;
  const count = numberOf(settings, 'count');
  const end = numberOf(settings, 'end');
  if ((count === undefined) === (end === undefined)) {
    throw lookupError("the lookup 'sequence' needs either count or end");
  }
  const format = settings.get('format') ?? '%d';
  if (format.replaceAll('%%', '').split('%').length !== 2) {
    throw lookupError(`the format of a sequence has one %, as in 'n%02d', and '${format}' has not`);
  }
  return { start, stride, format, count: count ?? steps(start, end ?? start, stride) };
}

function steps(start: number, end: number, stride: number): number {
  if (stride === 0) {
    return 0;
  }
  if (stride > 0 ? end < start : end > start) {
    const advice =
      stride > 0 ? 'to count backwards, give a negative stride' : 'to count upwards, give a positive stride';
    throw lookupError(`a sequence from ${start} to ${end} in steps of ${stride} goes nowhere: ${advice}`);
  }
  return Math.floor((end - start) / stride) + 1;
}

function numberOf(settings: Settings, name: string): number | undefined {
  const text = settings.get(name);
  if (text === undefined) {
    return undefined;
  }
  const match = /^(-?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0+|[1-9]\d*)$/.exec(text);
  if (match === null) {
    throw lookupError(`the ${name} of a sequence is an integer, not '${text}'`);
  }
  return Number(match[2]) * (match[1] === '-' ? -1 : 1);
}
