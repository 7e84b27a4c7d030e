import { describe, expect, it } from 'vitest';
import { editLimit, isLimitValue, type LimitRequest } from '../../../src/module/text/limits-edit.ts';

const files: LimitRequest = {
  domain: 'www-data',
  type: 'soft',
  item: 'nofile',
  value: '1024',
  keep: undefined,
  comment: '',
};

describe('a limit', () => {
  it.each([
    ['', 'www-data\tsoft\tnofile\t1024\n', 'is added to an empty file'],
    ['# none', '# none\nwww-data\tsoft\tnofile\t1024\n', 'is never glued to a last line without an end'],
    ['www-data soft nofile 1024', 'www-data soft nofile 1024', 'that stands is left as it is written'],
    [
      'www-data\thard\tnofile\t9\n www-data soft nofile 9 # old\nroot soft nofile 9\n',
      'www-data\thard\tnofile\t9\nwww-data\tsoft\tnofile\t1024\t# old\nroot soft nofile 9\n',
      'gets its value and keeps its remark, beside lines of others',
    ],
    [
      '#www-data soft nofile 1024\nwww-data soft nofile\n',
      '#www-data soft nofile 1024\nwww-data soft nofile\nwww-data\tsoft\tnofile\t1024\n',
      'does not stand in a remark, nor in half a line',
    ],
    [
      'www-data soft nofile 1\nwww-data soft nofile 2\n',
      'www-data\tsoft\tnofile\t1024\nwww-data\tsoft\tnofile\t1024\n',
      'is set wherever it stands',
    ],
  ])('%j becomes %j: it %s', (before, after) => {
    const edit = editLimit(before, files);
    expect(edit.text).toBe(after);
    expect(edit.text).toContain(edit.line);
    expect(editLimit(after, files).text).toBe(after);
  });

  it.each([
    ['greater', '2048', '2048'],
    ['greater', '512', '1024'],
    ['greater', 'unlimited', 'unlimited'],
    ['smaller', '2048', '1024'],
    ['smaller', '-1', '1024'],
    ['smaller', '512', '512'],
  ] as const)('keeps the %s of %s and 1024: %s', (keep, current, expected) => {
    const { line } = editLimit(`www-data soft nofile ${current}\n`, { ...files, keep });
    expect(line.trim().split(/\s+/)[3]).toBe(expected);
  });

  it('of a priority has a number below 0 for what it is', () => {
    const nice = { ...files, item: 'nice', value: '-5', keep: 'smaller' } as const;
    expect(editLimit('www-data soft nice -1\n', nice).line).toBe('www-data\tsoft\tnice\t-5\n');
  });

  it('has the remark that is given only on a line that is written', () => {
    const request = { ...files, comment: 'by us' };
    expect(editLimit('www-data soft nofile 1 # old\n', request).line).toBe(
      'www-data\tsoft\tnofile\t1024\t#by us\n',
    );
    const kept = 'www-data soft nofile 1024 # old\n';
    expect(editLimit(kept, request)).toEqual({ text: kept, line: kept });
  });

  it('that is none stops everything', () => {
    const text = 'www-data soft nofile many\n';
    expect(editLimit(text, files)).toEqual({ text, line: text, invalid: 'many' });
  });

  it.each([
    ['nofile', '0', true],
    ['nofile', 'infinity', true],
    ['nofile', '-1', true],
    ['nofile', '-2', false],
    ['nofile', '1k', false],
    ['nice', '-20', true],
    ['nice', '20', false],
    ['priority', 'unlimited', false],
  ])('%s can be %s: %s', (item, value, expected) => {
    expect(isLimitValue(item, value)).toBe(expected);
  });
});
