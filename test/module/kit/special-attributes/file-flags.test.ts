import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changesFlags,
  type FlagRequest,
  parseFlags,
} from '../../../../src/module/kit/special-attributes/file-flags.ts';

describe('parseFlags', () => {
  test.each([
    ['+i', { operator: '+', flags: 'i' }],
    ['-dA', { operator: '-', flags: 'dA' }],
    ['=d', { operator: '=', flags: 'd' }],
    ['d', { operator: '=', flags: 'd' }],
    ['', { operator: '=', flags: '' }],
  ])('reads %j', (text, request) => {
    expect(parseFlags(text)).toEqual(request);
  });

  test.each(['+-i', 'i j', '-R; reboot', '+i\n', 'ü'])('refuses %j', (text) => {
    expect(() => parseFlags(text)).toThrow(/is not flags of chattr/);
  });
});

/** What chattr makes of a file's flags. */
function applied(current: string, { operator, flags }: FlagRequest): string {
  if (operator === '=') return flags;
  const rest = [...current].filter((flag) => !flags.includes(flag)).join('');
  return operator === '+' ? rest + flags : rest;
}

test('what was set once is not changed again', () => {
  const flags = fc.string({ unit: fc.constantFrom(...'aAcdDijsSu') });
  fc.assert(
    fc.property(flags, fc.constantFrom('+', '-', '=', ''), flags, (current, operator, wanted) => {
      const request = parseFlags(operator + wanted);
      expect(changesFlags(applied(current, request), request)).toBe(false);
      if (!changesFlags(current, request)) {
        expect(new Set(applied(current, request))).toEqual(new Set(current));
      }
    }),
  );
});

test('flags that only the kernel sets are no difference', () => {
  expect(changesFlags('eIE', parseFlags('='))).toBe(false);
  expect(changesFlags('eId', parseFlags('='))).toBe(true);
});
