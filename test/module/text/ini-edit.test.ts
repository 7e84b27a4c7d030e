import { describe, expect, it } from 'vitest';
import { editIni, type IniRequest } from '../../../src/module/text/ini-edit.ts';

const request: IniRequest = {
  section: 'a',
  option: 'x',
  values: [],
  state: 'present',
  exclusive: true,
  equals: ' = ',
};

/** [text, request, text after]; the texts are what community.general was seen to make of them. */
const cases: readonly (readonly [before: string, request: Partial<IniRequest>, after: string])[] = [
  ['[a]\n#x = 1\nx = 5\n', { values: ['5'] }, '[a]\nx = 5\n'],
  ['[a]\n#x = 5\n', { values: ['5'] }, '[a]\nx = 5\n'],
  ['[a]\n#x = 5\nx = 2\n', { values: ['5'] }, '[a]\nx = 5\n'],
  ['[a]\n#x = 5\ny=1\n', { values: ['5'], exclusive: false }, '[a]\nx = 5\ny=1\n'],
  ['[a]\n#x = 1\ny=1\n', { values: ['5'], exclusive: false }, '[a]\n#x = 1\ny=1\nx = 5\n'],
  ['[a]\n#x = 1\nx = 2\n', { state: 'absent' }, '[a]\n#x = 1\n'],
  ['# c\n\n[a]\n', { section: undefined, values: ['1'] }, 'x = 1\n# c\n\n[a]\n'],
  ['# c\ny = 1\n\n# d\n[a]\n', { section: undefined, values: ['1'] }, '# c\ny = 1\nx = 1\n\n# d\n[a]\n'],
  [' [a] \nx = 1\n', { values: ['2'] }, ' [a] \nx = 1\n[a]\nx = 2\n'],
  ['[ a ]\nx = 1\n', { values: ['2'] }, '[ a ]\nx = 1\n[a]\nx = 2\n'],
  ['[a] # c\nx = 1\n', { values: ['2'] }, '[a] # c\nx = 2\n'],
  ['[a]\nx\n', { values: ['1'] }, '[a]\nx = 1\n'],
  ['[a]\ny = 1\n', { values: ['1', '1', '2'] }, '[a]\ny = 1\nx = 1\nx = 2\n'],
  ['[a]\nx : 1\n', { values: ['2'] }, '[a]\nx : 1\nx = 2\n'],
  ['[a]\ny = 1\n\n[b]\n', { values: ['3', '1', '2'] }, '[a]\ny = 1\nx = 3\nx = 1\nx = 2\n\n[b]\n'],
  ['[a]\nx = 1  \n', { values: ['1'] }, '[a]\nx = 1\n'],
  ['[a]\n#x = 1\n#x = 2\n', { values: ['3'] }, '[a]\nx = 3\n'],
  ['[a]\nx = 1\n', { section: 'b', option: undefined, values: [undefined] }, '[a]\nx = 1\n[b]\n'],
  ['[a]\nx = 1\nx = 1\n', { values: ['1'] }, '[a]\nx = 1\n'],
  ['[a]\nx = 1\n#x = 9\n', { values: ['3'] }, '[a]\nx = 3\n'],
  ['[a]\nskip = 1\n#skip\n', { option: 'skip', values: [undefined] }, '[a]\nskip\n#skip\n'],
  ['[a]\nx = 1\nx = 2\nx = 3\n', { values: ['3', '9'] }, '[a]\nx = 9\nx = 3\n'],
  ['[a]\n# x is good\nx = 1\n', { values: ['2'] }, '[a]\n# x is good\nx = 2\n'],
  ['[a]\n# x = about\n\n[b]\nx = 1\n', { section: 'b', values: ['2'] }, '[a]\n# x = about\n\n[b]\nx = 2\n'],
  ['[a]\nx = 1\n[b]\n', { option: 'X', values: ['2'] }, '[a]\nx = 1\nX = 2\n[b]\n'],
  ['x = 1', { section: undefined, option: 'y', values: ['1'] }, 'x = 1\ny = 1\n'],
  ['[a]\nx = 1\n', { values: ['2'], state: 'absent', exclusive: false }, '[a]\nx = 1\n'],
  ['[a]\nskip\n', { option: 'skip', state: 'absent' }, '[a]\n'],
  ['[a]\nx = 5 \n', { values: ['5 '] }, '[a]\nx = 5 \n'],
  ['[a]\n\tx = 1\n  # q\n', { option: 'n', values: ['1'] }, '[a]\n\tx = 1\nn = 1\n  # q\n'],
  ['[a]\r\nx = 1\r\ny = 2\r\n', { values: ['3'] }, '[a]\r\nx = 3\r\ny = 2\r\n'],
];

describe('an edit of an INI file', () => {
  it.each(cases)('makes of %j with %j: %j', (before, differing, after) => {
    const whole = { ...request, ...differing };
    expect(editIni(before, whole).text).toBe(after);
    expect(editIni(after, whole)).toEqual({ text: after, message: '' });
  });

  it('takes the first of two sections of one name out', () => {
    const text = '[a]\nx = 1\n[b]\n[a]\ny = 1\n';
    const whole = { ...request, option: undefined, state: 'absent' } as const;
    expect(editIni(text, whole).text).toBe('[b]\n[a]\ny = 1\n');
  });
});
