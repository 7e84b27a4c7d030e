import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BlockRequest, editBlock } from '../../../src/module/text/block-edit.ts';

const request: BlockRequest = {
  block: 'x',
  begin: '<',
  end: '>',
  insertAfter: undefined,
  insertBefore: undefined,
};

/** [text, what differs in the request, text after]; the texts are what ansible-core 2.14 was seen to make of them. */
const cases: readonly (readonly [before: string, request: Partial<BlockRequest>, after: string])[] = [
  ['a\n', {}, 'a\n<\nx\n>\n'],
  ['a', {}, 'a\n<\nx\n>\n'],
  ['', {}, '<\nx\n>\n'],
  ['a\n<\ny\n>\nb\n', {}, 'a\n<\nx\n>\nb\n'],
  ['a\n<\ny\n>\nb\n', { block: undefined }, 'a\nb\n'],
  ['>\na\n<\nb\n', {}, '<\nx\n>\nb\n'],
  ['<\n1\n>\n<\n2\n>\n', {}, '<\n1\n>\n<\nx\n>\n'],
  ['<\n1\n', {}, '<\n1\n<\nx\n>\n'],
  ['<\r\n>\r\n', {}, '<\r\n>\r\n<\nx\n>\n'],
  ['a\nb\na\n', { insertAfter: 'b' }, 'a\nb\n<\nx\n>\na\n'],
  ['a\nb\na\nc\n', { insertBefore: 'a' }, 'a\nb\n<\nx\n>\na\nc\n'],
  ['a\n', { insertBefore: 'BOF' }, '<\nx\n>\na\n'],
  ['a\nb\nB\nc\n', { insertAfter: '(?m)^b\n' }, 'a\nb\nB\n<\nx\n>\nc\n'],
  ['a\nb\nB\nc\n', { insertBefore: '(?m)\nB' }, 'a\n<\nx\n>\nb\nB\nc\n'],
  ['a\nb\nB\nb\n', { insertAfter: '(?im)^B$' }, 'a\nb\n<\nx\n>\nB\nb\n'],
  ['a\nb\n', { insertAfter: '(?m:^a$)' }, 'a\n<\nx\n>\nb\n'],
];

describe('a block between markers', () => {
  it.each(cases)('makes of %j with %j: %j', (before, differing, after) => {
    expect(editBlock(before, { ...request, ...differing }).text).toBe(after);
  });

  it('is put in once, and taken out without a trace', () => {
    const line = fc.stringMatching(/^[a-z ]*$/);
    fc.assert(
      fc.property(fc.array(line), line, (lines, block) => {
        const text = lines.map((one) => `${one}\n`).join('');
        const once = editBlock(text, { ...request, block });
        expect(editBlock(once.text, { ...request, block })).toEqual({ text: once.text, message: '' });
        expect(editBlock(once.text, { ...request, block: undefined }).text).toBe(text);
      }),
    );
  });
});
