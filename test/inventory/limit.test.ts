import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLimit } from '../../src/inventory/limit.ts';
import { writeFiles } from './cases/write-files.ts';

describe('--limit', () => {
  const file = (): string =>
    join(writeFiles({ 'failed.retry': 'web1\n\ndb1\r\n# a comment\n  zeta  \n' }), 'failed.retry');

  test('a pattern is itself', () => {
    expect(readLimit('web:&prod,!web1')).toEqual(['web:&prod,!web1']);
  });

  test('a file stands for its lines', () => {
    expect(readLimit(`@${file()}`)).toEqual(['web1', 'db1', 'zeta']);
  });

  test.each([':', ','])('a file among other terms, parted by "%s"', (separator) => {
    expect(readLimit(['mix', `@${file()}`, '!db1'].join(separator))).toEqual([
      'mix',
      'web1',
      'db1',
      'zeta',
      '!db1',
    ]);
  });

  test('a missing file is an error', () => {
    expect(() => readLimit('@/nowhere/x.retry')).toThrow(expect.objectContaining({ code: 'file-not-found' }));
  });
});
