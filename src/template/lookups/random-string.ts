import { choice, type RandomSource, randomSource, shuffled } from '../random/sources.ts';
import { flagOption, lookupError, textOption } from './options.ts';
import type { Lookup } from './types.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const SETS = {
  lower: LOWER,
  upper: LOWER.toUpperCase(),
  numbers: '0123456789',
  special: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
} as const;
const NAMES = Object.keys(SETS) as (keyof typeof SETS)[];
const OPTIONS = new Set([
  'length',
  'base64',
  'override_all',
  'override_special',
  ...NAMES,
  ...NAMES.map((name) => `min_${name}`),
]);

/** Longest text that is made. */
const LONGEST = 1_000_000;

/** community.general.random_string: characters of the sets that are on, with at least `min_*` of each. */
export const randomString: Lookup = (_terms, options) => {
  for (const name of options.keys()) {
    if (!OPTIONS.has(name)) throw lookupError(`the lookup 'random_string' has no option '${name}'`);
  }
  const source = randomSource(undefined);
  const length = count(options, 'length', 8);
  const special = textOption(options, 'override_special') ?? SETS.special;
  const charactersOf = (name: keyof typeof SETS): string => (name === 'special' ? special : SETS[name]);
  const all = NAMES.filter((name) => flagOption(options, name, true))
    .map(charactersOf)
    .join('');
  const allowed = textOption(options, 'override_all') ?? all;
  if (allowed === '') throw lookupError("the lookup 'random_string' has no characters to choose from");
  const least = NAMES.map((name) => draw(source, charactersOf(name), count(options, `min_${name}`, 0))).join(
    '',
  );
  const rest = draw(source, allowed, Math.max(0, length - least.length));
  const text = shuffled(source, Array.from(least + rest)).join('');
  return [flagOption(options, 'base64', false) ? Buffer.from(text).toString('base64') : text];
};

function count(options: Parameters<Lookup>[1], name: string, fallback: number): number {
  const number = Number(textOption(options, name) ?? fallback);
  if (!Number.isInteger(number) || number < 0 || number > LONGEST) {
    throw lookupError(`the ${name} of a random_string is a whole number up to ${LONGEST}`);
  }
  return number;
}

function draw(source: RandomSource, characters: string, length: number): string {
  const items = Array.from(characters);
  return Array.from({ length }, () => choice(source, items)).join('');
}
