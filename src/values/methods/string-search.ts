import { bindArguments } from '../arguments.ts';
import { limitError, typeError, valueError } from '../errors.ts';
import { limits } from '../limits.ts';
import { indices } from '../slice.ts';
import { codePointIndex, textLength, textSlice } from '../text.ts';
import { typeName } from '../type-name.ts';
import { type CallArguments, Tuple, type Value } from '../types.ts';
import { intArgument, type Method, textArgument } from './table.ts';

interface Window {
  readonly part: Value;
  readonly text: string;
  readonly offset: number;
}

/** The part of the text that `start` and `end` name, and what is looked for in it. */
function windowOf(callee: string, text: string, args: CallArguments): Window {
  const bound = bindArguments(callee, args, ['sub', 'start', 'end'], { start: null, end: null });
  if (bound.start === null && bound.end === null) return { part: bound.sub, text, offset: 0 };
  const { from, to } = indices(textLength(text), { from: bound.start, to: bound.end, step: null });
  return { part: bound.sub, text: textSlice(text, from, Math.max(from, to)), offset: from };
}

function finder(callee: string, isLast: boolean, mustExist: boolean): Method<string> {
  return (self, args) => {
    const { part, text, offset } = windowOf(callee, self, args);
    const wanted = textArgument(part, `${callee}()'s argument`);
    const found = codePointIndex(text, isLast ? text.lastIndexOf(wanted) : text.indexOf(wanted));
    if (found >= 0) return found + offset;
    if (mustExist) throw valueError('substring not found');
    return -1;
  };
}

function tester(callee: string, test: (text: string, part: string) => boolean): Method<string> {
  return (self, args) => {
    const { part, text } = windowOf(callee, self, args);
    if (part instanceof Tuple) return part.items.some((item) => test(text, textArgument(item, 'a prefix')));
    const wanted = typeof part === 'string' ? part : undefined;
    if (wanted === undefined) {
      throw typeError(`${callee} first arg must be str or a tuple of str, not ${typeName(part)}`);
    }
    return test(text, wanted);
  };
}

function countOf(text: string, part: string): number {
  if (part === '') return textLength(text) + 1;
  return text.split(part).length - 1;
}

/** Python's `str.replace`; a negative count replaces all. */
export function replaceText(text: string, from: string, to: string, count: number): string {
  const pieces = from === '' ? ['', ...Array.from(text), ''] : text.split(from);
  const rounds = count < 0 ? pieces.length - 1 : Math.min(count, pieces.length - 1);
  if (text.length + rounds * to.length > limits.stringLength) throw limitError('the text gets too long');
  return (
    pieces.slice(0, rounds + 1).join(to) +
    pieces
      .slice(rounds + 1)
      .map((piece) => from + piece)
      .join('')
  );
}

export const searchMethods: Readonly<Record<string, Method<string>>> = {
  find: finder('find', false, false),
  rfind: finder('rfind', true, false),
  index: finder('index', false, true),
  rindex: finder('rindex', true, true),
  startswith: tester('startswith', (text, part) => text.startsWith(part)),
  endswith: tester('endswith', (text, part) => text.endsWith(part)),
  count(self, args) {
    const { part, text } = windowOf('count', self, args);
    return countOf(text, textArgument(part, "count()'s argument"));
  },
  replace(self, args) {
    const bound = bindArguments('replace', args, ['old', 'new', 'count'], { count: -1 });
    return replaceText(
      self,
      textArgument(bound.old, "replace()'s first argument"),
      textArgument(bound.new, "replace()'s second argument"),
      intArgument(bound.count, "replace()'s count"),
    );
  },
  removeprefix(self, args) {
    const prefix = textArgument(bindArguments('removeprefix', args, ['prefix']).prefix, 'a prefix');
    return self.startsWith(prefix) ? self.slice(prefix.length) : self;
  },
  removesuffix(self, args) {
    const suffix = textArgument(bindArguments('removesuffix', args, ['suffix']).suffix, 'a suffix');
    return suffix !== '' && self.endsWith(suffix) ? self.slice(0, -suffix.length) : self;
  },
};
