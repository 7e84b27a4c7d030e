import { bindArguments } from '../../values/arguments.ts';
import { valueError } from '../../values/errors.ts';
import { Markup } from '../../values/markup.ts';
import { assertTextLength } from '../../values/operators.ts';
import { isTruthy } from '../../values/truth.ts';
import type { CallArguments, Value } from '../../values/types.ts';
import { intValue } from '../filters/table.ts';

/** The classical filler text of typesetters. */
const WORDS =
  `lorem ipsum dolor sit amet consectetur adipisicing elit sed do eiusmod tempor incididunt ut labore et dolore magna
  aliqua ut enim ad minim veniam quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat duis
  aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla pariatur excepteur sint
  occaecat cupidatat non proident sunt in culpa qui officia deserunt mollit anim id est laborum`.split(/\s+/);

const LONGEST_WORD = 15;

/** Paragraphs of filler text: `n` of them with `min` up to (not with) `max` words each, in `<p>` unless told not to. */
export function lipsum(args: CallArguments): Value {
  const bound = bindArguments('lipsum', args, ['n', 'html', 'min', 'max'], {
    n: 5,
    html: true,
    min: 20,
    max: 100,
  });
  const count = Math.max(0, intValue(bound.n, 'n'));
  const least = intValue(bound.min, 'min');
  const most = intValue(bound.max, 'max');
  if (count > 0 && most <= least) throw valueError(`lipsum's max must be above its min, not ${most}`);
  assertTextLength(count * Math.max(1, most) * LONGEST_WORD);
  const paragraphs = Array.from({ length: count }, () => paragraph(least + below(most - least)));
  return isTruthy(bound.html)
    ? new Markup(paragraphs.map((text) => `<p>${text}</p>`).join('\n'))
    : paragraphs.join('\n\n');
}

function below(limit: number): number {
  return Math.floor(Math.random() * limit);
}

/** Sentences of three to twelve words, with a comma here and there. */
function paragraph(words: number): string {
  const sentences: string[] = [];
  for (let left = words; left > 0; ) {
    const length = Math.min(left, 3 + below(10));
    const chosen = Array.from({ length }, () => WORDS[below(WORDS.length)] ?? '');
    const text = chosen.map((word, index) =>
      index > 2 && index < length - 1 && below(6) === 0 ? `${word},` : word,
    );
    const sentence = text.join(' ');
    sentences.push(`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`);
    left -= length;
  }
  return sentences.join(' ');
}
