import { bindArguments } from '../arguments.ts';
import { valueError } from '../errors.ts';
import { assertTextLength } from '../operators.ts';
import { textLength } from '../text.ts';
import { intArgument, type Method, textArgument } from './table.ts';

const space = /[\s\x1c-\x1f\x85]/;

export type Side = 'both' | 'left' | 'right';

/** Python's `strip` and its kin; without characters, whitespace goes. */
export function strip(text: string, characters: string | undefined, side: Side): string {
  const units = Array.from(text);
  const set = characters === undefined ? undefined : new Set(characters);
  const goes = (character: string | undefined): boolean =>
    character !== undefined && (set === undefined ? space.test(character) : set.has(character));
  let start = 0;
  let end = units.length;
  if (side !== 'right') while (start < end && goes(units[start])) start += 1;
  if (side !== 'left') while (end > start && goes(units[end - 1])) end -= 1;
  return units.slice(start, end).join('');
}

function stripper(callee: string, side: Side): Method<string> {
  return (text, args) => {
    const { chars } = bindArguments(callee, args, ['chars'], { chars: null });
    return strip(text, chars === null ? undefined : textArgument(chars, `${callee}()'s argument`), side);
  };
}

export type Alignment = 'left' | 'right' | 'center';

/** A text padded to a width; an odd space of a centered one goes where Python puts it. */
export function pad(text: string, width: number, fill: string, alignment: Alignment): string {
  const missing = width - textLength(text);
  if (missing <= 0) return text;
  assertTextLength(width);
  if (alignment === 'left') return text + fill.repeat(missing);
  if (alignment === 'right') return fill.repeat(missing) + text;
  const before = Math.floor(missing / 2) + (missing & width & 1);
  return fill.repeat(before) + text + fill.repeat(missing - before);
}

function padder(callee: string, alignment: Alignment): Method<string> {
  return (text, args) => {
    const { width, fillchar } = bindArguments(callee, args, ['width', 'fillchar'], { fillchar: ' ' });
    const fill = textArgument(fillchar, 'the fill character');
    if (textLength(fill) !== 1) throw valueError('The fill character must be exactly one character long');
    return pad(text, intArgument(width, 'the width'), fill, alignment);
  };
}

function zeroFill(text: string, width: number): string {
  const [, sign = '', digits = ''] = /^([-+]?)([\s\S]*)$/.exec(text) ?? [];
  return sign + pad(digits, width - sign.length, '0', 'right');
}

export const trimMethods: Readonly<Record<string, Method<string>>> = {
  strip: stripper('strip', 'both'),
  lstrip: stripper('lstrip', 'left'),
  rstrip: stripper('rstrip', 'right'),
  ljust: padder('ljust', 'left'),
  rjust: padder('rjust', 'right'),
  center: padder('center', 'center'),
  zfill: (text, args) =>
    zeroFill(text, intArgument(bindArguments('zfill', args, ['width']).width, 'the width')),
};
