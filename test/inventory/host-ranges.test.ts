import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseHostEntry } from '../../src/inventory/host-address.ts';
import { expandHostRanges } from '../../src/inventory/host-ranges.ts';

describe('host ranges', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['web', 'web'],
    ['web[1:3]', 'web1 web2 web3'],
    ['web[01:10:4].example', 'web01.example web05.example web09.example'],
    ['h[08:11]', 'h08 h09 h10 h11'],
    ['h[:2]', 'h0 h1 h2'],
    ['h[a:c]x[1:2]', 'hax1 hax2 hbx1 hbx2 hcx1 hcx2'],
    ['h[A:C]', 'hA hB hC'],
    ['h[y:B]', 'hy hz hA hB'],
  ];
  test.each(cases)('%s', (pattern, names) => {
    expect(expandHostRanges(pattern).join(' ')).toBe(names);
  });

  test.each([
    'h[1:a]',
    'h[3:1]',
    'h[aa:ac]',
    'h[1:',
    'h[1-3]',
    'h[001:3]',
    'h[1:10:0]',
    'h[c:a]',
    'h[1:99999999]',
  ])('%s is refused with a way out', (pattern) => {
    expect(() => expandHostRanges(pattern)).toThrow(expect.objectContaining({ code: 'invalid-host-range' }));
  });

  test('a range has as many names as numbers, all of one width, in order', () => {
    const bounds = fc.tuple(fc.nat(5000), fc.nat(200), fc.integer({ min: 1, max: 9 }), fc.boolean());
    fc.assert(
      fc.property(bounds, ([first, length, step, isPadded]) => {
        const last = first + length;
        const width = isPadded ? String(last).length + 1 : 0;
        const pad = (number: number): string => String(number).padStart(width, '0');
        const names = expandHostRanges(`h[${pad(first)}:${pad(last)}:${step}]`);
        const expected: string[] = [];
        for (let number = first; number <= last; number += step) expected.push(`h${pad(number)}`);
        expect(names).toEqual(expected);
      }),
    );
  });
});

describe('host entries', () => {
  const cases: readonly (readonly [string, string, number | undefined])[] = [
    ['h', 'h', undefined],
    ['h:22', 'h', 22],
    ['h[1:2]:2222', 'h1 h2', 2222],
    ['[a:b]x', 'ax bx', undefined],
    ['::1', '::1', undefined],
    ['2001:db8::1', '2001:db8::1', undefined],
    ['[2001:db8::1]', '2001:db8::1', undefined],
    ['[2001:db8::1]:2200', '2001:db8::1', 2200],
    ['h:22:33', 'h:22:33', undefined],
  ];
  test.each(cases)('%s', (entry, names, port) => {
    expect(parseHostEntry(entry)).toEqual({ names: names.split(' '), port });
  });

  test.each(['', '---', 'all:', 'h:0', 'h:70000'])('%j is refused', (entry) => {
    expect(() => parseHostEntry(entry)).toThrow(expect.objectContaining({ code: 'invalid-host-name' }));
  });
});
