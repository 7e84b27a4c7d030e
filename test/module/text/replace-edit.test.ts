import { describe, expect, it } from 'vitest';
import { type Replacement, replaceMatches } from '../../../src/module/text/replace-edit.ts';

const twice = 'x\n[\nx\n]\nx\n[\nx\n]\nx';

/** [text, request, text after]; the texts are what ansible-core 2.14 was seen to make of them. */
const cases: readonly (readonly [
  before: string,
  request: Partial<Replacement>,
  after: string,
  count: number | undefined,
])[] = [
  ['a1\nb1\na2\n', { regexp: '^a(\\d)', replace: 'x\\1' }, 'x1\nb1\nx2\n', 2],
  ['a\nb', { regexp: '$', replace: ';' }, 'a;\nb;', 2],
  ['k=v', { regexp: '(?P<k>k)=', replace: '\\g<k>:' }, 'k:v', 1],
  [twice, { after: '\\[' }, 'x\n[\ny\n]\ny\n[\ny\n]\ny', 4],
  [twice, { before: '\\]' }, 'y\n[\ny\n]\ny\n[\ny\n]\nx', 4],
  [twice, { after: '\\[', before: '\\]' }, 'x\n[\ny\n]\nx\n[\nx\n]\nx', 1],
  [
    twice,
    { after: '(\\[)', before: '(\\])', regexp: '(x)', replace: 'q\\1' },
    'x\n[\nqx\n]\nx\n[\nx\n]\nx',
    1,
  ],
  [twice, { after: '(?m)^\\[' }, 'x\n[\ny\n]\ny\n[\ny\n]\ny', 4],
  [twice, { after: 'q|\\[' }, 'x\n[\ny\n]\ny\n[\ny\n]\ny', 4],
  [twice, { after: '^\\[' }, twice, undefined],
  [twice, { after: '\\[.*x' }, twice, 0],
];

describe('replacing matches', () => {
  it.each(cases)('makes of %j with %j: %j', (before, request, after, count) => {
    const whole = { regexp: 'x', replace: 'y', after: undefined, before: undefined, ...request };
    expect(replaceMatches(before, whole)).toEqual({ text: after, count });
  });
});
