import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLiteral } from '../../src/template/literal.ts';
import { dictFromEntries } from '../../src/values/dict.ts';
import { repr } from '../../src/values/printing.ts';
import { Float, Tuple, type Value } from '../../src/values/types.ts';

const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => new Float(value)),
  fc.string({ unit: 'binary' }),
);
const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => new Tuple(items)),
    fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 4 }).map(dictFromEntries),
  ),
})).value;

describe('Python literals', () => {
  it('reads back what repr prints', () => {
    fc.assert(
      fc.property(value, (original) => {
        const read = parseLiteral(repr(original));
        expect(read === undefined ? 'unread' : repr(read)).toBe(repr(original));
      }),
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...`[](){},:'"\\brux01.e-+_ TrueNone#\n`) }), (text) => {
        parseLiteral(text);
      }),
    );
  });

  it('reads strings of many megabytes', () => {
    const long = 'a'.repeat(20_000_000);
    expect(parseLiteral(`["${long}"]`)).toEqual([long]);
  });

  it('gives up on nesting that no playbook has', () => {
    expect(parseLiteral('['.repeat(100_000))).toBeUndefined();
  });
});
