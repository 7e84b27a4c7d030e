import type { Filter } from '../../jinja/plugins.ts';
import { bindArguments } from '../../values/arguments.ts';
import { typeError, valueError } from '../../values/errors.ts';
import { toList, tryIterate } from '../../values/iterate.ts';
import { fromBigInt, intOf } from '../../values/numbers.ts';
import { textOf } from '../../values/text.ts';
import { typeName } from '../../values/type-name.ts';
import { Float, type Value } from '../../values/types.ts';
import { choice, type RandomSource, randomSource, shuffled } from '../random/sources.ts';

/** `random` and `shuffle`; with a seed the same on every run, and the same as Python's. */
export const chanceFilters: Readonly<Record<string, Filter>> = {
  random: (value, args) => {
    const names = ['end', 'start', 'step', 'seed'] as const;
    const shifted = { positional: [value, ...args.positional], keyword: args.keyword };
    const bound = bindArguments('random', shifted, names, { start: null, step: null, seed: null });
    const source = randomSource(seedOf(bound.seed));
    const stop = intOf(value);
    if (stop !== undefined) {
      return numberBelow(source, stop, { start: bound.start, step: bound.step });
    }
    if (value instanceof Float || tryIterate(value) === undefined) {
      throw typeError(`random takes an integer or a list, not ${typeName(value)}`);
    }
    if (bound.start !== null || bound.step !== null) {
      throw valueError("random's start and step go with an integer, not with a list");
    }
    const items = toList(value);
    if (items.length === 0) {
      throw valueError('random cannot choose from an empty sequence');
    }
    return choice(source, items);
  },
  shuffle: (value, args) => {
    const { seed } = bindArguments('shuffle', args, ['seed'], { seed: null });
    const items = tryIterate(value);
    return items === undefined ? value : shuffled(randomSource(seedOf(seed)), Array.from(items));
  },
};

function numberBelow(
  source: RandomSource,
  stop: number | bigint,
  range: { readonly start: Value; readonly step: Value },
): Value {
  const start = BigInt(range.start === null ? 0 : requireInt(range.start, 'start'));
  const step = BigInt(range.step === null ? 1 : requireInt(range.step, 'step'));
  if (step === 0n) {
    throw valueError("random's step cannot be zero");
  }
  const span = BigInt(stop) - start;
  const count = step > 0n ? (span + step - 1n) / step : (span + step + 1n) / step;
  if (count <= 0n) {
    throw valueError(`random has nothing to choose from: from ${start} up to ${stop} in steps of ${step}`);
  }
  return fromBigInt(start + step * source.below(count));
}

function requireInt(value: Value, what: string): number | bigint {
  const int = intOf(value);
  if (int === undefined) {
    throw typeError(`random's ${what} must be an integer, not ${typeName(value)}`);
  }
  return int;
}

/** Python's hash of a whole float is the int; other floats are no seeds here. */
function seedOf(seed: Value): string | bigint | undefined {
  if (seed === null) {
    return undefined;
  }
  const text = textOf(seed);
  const number = seed instanceof Float && Number.isInteger(seed.value) ? seed.value : intOf(seed);
  if (text === undefined && number === undefined) {
    throw typeError(`a seed is a str or an int, not ${typeName(seed)}`);
  }
  return text ?? BigInt(number ?? 0);
}
