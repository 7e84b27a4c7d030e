import type { Filter } from '../../jinja/plugins.ts';
import { bindArguments } from '../../values/arguments.ts';
import { typeError, valueError } from '../../values/errors.ts';
import { floatOf, fromBigInt } from '../../values/numbers.ts';
import { str } from '../../values/printing.ts';
import { isTruthy } from '../../values/truth.ts';
import { typeName } from '../../values/type-name.ts';
import { optionalText } from './arguments.ts';

const UNITS = 'BKMGTPEZY';
const WORDS: readonly string[] = ['', 'kilo', 'mega', 'giga', 'tera', 'peta', 'exa', 'zetta', 'yotta'];

/** Sizes as people write them, in powers of 1024. */
export const sizeFilters: Readonly<Record<string, Filter>> = {
  human_readable: (value, args) => {
    const bound = bindArguments('human_readable', args, ['isbits', 'unit'], { isbits: false, unit: null });
    const number = floatOf(value);
    if (number === undefined) {
      throw typeError(`human_readable takes a number, not ${typeName(value)}`);
    }
    return formatSize(number, { isBits: isTruthy(bound.isbits), unit: optionalText(bound.unit) });
  },
  human_to_bytes: (value, args) => {
    const names = ['default_unit', 'isbits'] as const;
    const bound = bindArguments('human_to_bytes', args, names, { default_unit: null, isbits: false });
    const isBits = isTruthy(bound.isbits);
    return parseSize(str(value), { isBits, defaultUnit: optionalText(bound.default_unit) });
  },
};

function formatSize(size: number, options: { isBits: boolean; unit: string | undefined }): string {
  const wanted = options.unit === undefined ? -1 : UNITS.indexOf(options.unit.toUpperCase());
  let power = wanted < 0 ? UNITS.length - 1 : wanted;
  if (wanted < 0) {
    while (power > 0 && size < 1024 ** power) {
      power -= 1;
    }
  }
  const small = options.isBits ? 'bits' : 'Bytes';
  const suffix = power === 0 ? small : `${UNITS[power] ?? ''}${options.isBits ? 'b' : 'B'}`;
  return `${(size / 1024 ** power).toFixed(2)} ${suffix}`;
}

function parseSize(
  text: string,
  options: { isBits: boolean; defaultUnit: string | undefined },
): number | bigint {
  const match = /^\s*(\d*\.?\d*)\s*([A-Za-z]+)?/.exec(text);
  const number = match?.[1] === undefined || match[1] === '' ? Number.NaN : Number(match[1]);
  if (Number.isNaN(number)) {
    throw valueError(`human_to_bytes cannot read '${text}': it takes a number and a unit, like '10M'`);
  }
  const unit = match?.[2] ?? options.defaultUnit;
  const power = unit === undefined ? 0 : unitPower(unit, options.isBits);
  if (power === undefined) {
    const example = options.isBits ? "'Kb' or 'Mb'" : "'K' or 'MB'";
    throw valueError(
      `human_to_bytes cannot read '${text}': '${unit}' is no unit of ${options.isBits ? 'bits' : 'bytes'} (such are ${example})`,
    );
  }
  return fromBigInt(BigInt(roundHalfEven(number * 1024 ** power)));
}

/** A letter alone, a letter with `B` (bytes) or `b` (bits), or the word written out. */
function unitPower(unit: string, isBits: boolean): number | undefined {
  const power = UNITS.indexOf(unit.charAt(0).toUpperCase());
  if (power < 0) {
    return undefined;
  }
  const own = isBits ? 'b' : 'B';
  const word = `${WORDS[power] ?? ''}${isBits ? 'bit' : 'byte'}`;
  const lower = unit.toLowerCase();
  const isWord = lower === word || lower === `${word}s`;
  const isLetter = unit.length === 1 || (power > 0 && unit.length === 2 && unit.charAt(1) === own);
  return isWord || isLetter ? power : undefined;
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) {
    return Math.round(value);
  }
  return floor % 2 === 0 ? floor : floor + 1;
}
