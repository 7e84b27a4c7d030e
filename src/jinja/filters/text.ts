import { argumentError, bindArguments } from '../../values/arguments.ts';
import { typeError, valueError } from '../../values/errors.ts';
import { lengthOf } from '../../values/iterate.ts';
import { capitalize } from '../../values/methods/string-case.ts';
import { replaceText } from '../../values/methods/string-search.ts';
import { splitLines } from '../../values/methods/string-split.ts';
import { pad, strip } from '../../values/methods/string-trim.ts';
import { assertTextLength } from '../../values/operators.ts';
import { formatPercent } from '../../values/percent-format.ts';
import { str } from '../../values/printing.ts';
import { isText, textLength, textOf, textSlice } from '../../values/text.ts';
import { isTruthy } from '../../values/truth.ts';
import { type CallArguments, type Dict, Tuple, type Value } from '../../values/types.ts';
import { type FilterTable, hardText, intValue, optionalInt, plainFilters, softText } from './table.ts';
import { wrapLine } from './wrap.ts';

function title(value: Value): string {
  return softText(value)
    .split(/([-\s({[<]+)/)
    .filter((part) => part !== '')
    .map((part) => {
      const [first = ''] = part;
      return first.toUpperCase() + part.slice(first.length).toLowerCase();
    })
    .join('');
}

function indent(value: Value, args: CallArguments): string {
  const bound = bindArguments('indent', args, ['width', 'first', 'blank'], {
    width: 4,
    first: false,
    blank: false,
  });
  const width = textOf(bound.width);
  const spaces = width ?? ' '.repeat(Math.max(0, checkedWidth(intValue(bound.width, 'width'))));
  const [head = '', ...rest] = splitLines(`${hardText(value, 'indent')}\n`, false);
  assertTextLength(head.length + rest.length * spaces.length);
  const isBlankToo = isTruthy(bound.blank);
  const lines = rest.map((line) => (line !== '' || isBlankToo ? spaces + line : line));
  const body = [head, ...lines].join('\n');
  return isTruthy(bound.first) ? spaces + body : body;
}

function checkedWidth(width: number): number {
  assertTextLength(width);
  return width;
}

function truncate(value: Value, args: CallArguments): Value {
  const bound = bindArguments('truncate', args, ['length', 'killwords', 'end', 'leeway'], {
    length: 255,
    killwords: false,
    end: '...',
    leeway: null,
  });
  const end = str(bound.end);
  const length = intValue(bound.length, 'length');
  const leeway = optionalInt(bound.leeway, 'leeway') ?? 5;
  const room = length - textLength(end);
  if (room < 0) throw argumentError(`expected length >= ${textLength(end)}, got ${length}`);
  if (leeway < 0) throw argumentError(`expected leeway >= 0, got ${leeway}`);
  if (lengthOf(value) <= length + leeway) return value;
  const text = hardText(value, 'truncate');
  const cut = textSlice(text, 0, room);
  if (isTruthy(bound.killwords)) return cut + end;
  const space = cut.lastIndexOf(' ');
  return (space === -1 ? cut : cut.slice(0, space)) + end;
}

function positiveWidth(width: number): number {
  if (width <= 0) throw valueError(`invalid width ${width} (must be > 0)`);
  return width;
}

function wordWrap(value: Value, args: CallArguments): string {
  const bound = bindArguments(
    'wordwrap',
    args,
    ['width', 'break_long_words', 'wrapstring', 'break_on_hyphens'],
    { width: 79, break_long_words: true, wrapstring: null, break_on_hyphens: true },
  );
  const newline = bound.wrapstring === null ? '\n' : str(bound.wrapstring);
  const options = {
    width: positiveWidth(intValue(bound.width, 'width')),
    breaksWords: isTruthy(bound.break_long_words),
    breaksAtHyphens: isTruthy(bound.break_on_hyphens),
  };
  return splitLines(hardText(value, 'wordwrap'), false)
    .map((line) => wrapLine(line, options).join(newline))
    .join(newline);
}

function format(value: Value, { positional, keyword }: CallArguments): string {
  if (positional.length > 0 && keyword.size > 0) {
    throw argumentError("can't handle positional and keyword arguments at the same time");
  }
  const text = softText(value);
  if (keyword.size === 0) return formatPercent(text, new Tuple(positional));
  const named: Dict = new Map(keyword);
  return formatPercent(text, named);
}

function replace(value: Value, args: CallArguments): string {
  const bound = bindArguments('replace', args, ['old', 'new', 'count'], { count: null });
  const count = optionalInt(bound.count, 'count') ?? -1;
  return replaceText(str(value), str(bound.old), str(bound.new), count);
}

function center(value: Value, args: CallArguments): string {
  const { width } = bindArguments('center', args, ['width'], { width: 80 });
  return pad(softText(value), intValue(width, 'width'), ' ', 'center');
}

function trim(value: Value, args: CallArguments): string {
  const { chars } = bindArguments('trim', args, ['chars'], { chars: null });
  if (chars !== null && !isText(chars)) throw typeError('strip arg must be None or str');
  return strip(softText(value), chars === null ? undefined : textOf(chars), 'both');
}

export const textFilters: FilterTable = {
  ...plainFilters({
    string: (value) => (isText(value) ? value : str(value)),
    upper: (value) => softText(value).toUpperCase(),
    lower: (value) => softText(value).toLowerCase(),
    capitalize: (value) => capitalize(softText(value)),
    title,
    wordcount: (value) => softText(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0,
  }),
  trim,
  center,
  indent,
  truncate,
  wordwrap: wordWrap,
  format,
  replace,
};
