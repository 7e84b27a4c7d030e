import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonicalRepoFile,
  formatRepoFile,
  hasRepositories,
  parseRepoFile,
  replaceSection,
} from '../../../../src/module/kit/rpm/repo-file.ts';
import { ModuleFailure } from '../../../../src/module/result.ts';

const written = '# by hand\n[b]\nName: two\n  lines\n;no\nurl=x=y\n\n[DEFAULT]\nshared = 1\n[a]\n';

describe('a .repo file', () => {
  test('is read as configparser reads it and written without comments', () => {
    expect(formatRepoFile(parseRepoFile(written, 'x.repo'))).toBe(
      '[DEFAULT]\nshared = 1\n\n[b]\nname = two\n\tlines\nurl = x=y\n\n[a]\n\n',
    );
  });

  test('is shown by names, with what the sections share', () => {
    expect(canonicalRepoFile(parseRepoFile(written, 'x.repo'))).toBe(
      '[a]\nshared = 1\n\n[b]\nname = two\nlines\nshared = 1\nurl = x=y\n\n',
    );
  });

  test('gets a changed section at its end, in the order of the options', () => {
    const file = parseRepoFile('[a]\nz = 1\n[b]\nc = 2\n', 'x.repo');
    const changed = replaceSection(
      file,
      'a',
      new Map([
        ['y', '1\n2'],
        ['x', ''],
      ]),
    );
    expect(formatRepoFile(changed)).toBe('[b]\nc = 2\n\n[a]\nx = \ny = 1\n\t2\n\n');
    expect(hasRepositories(replaceSection(replaceSection(changed, 'a', undefined), 'b', undefined))).toBe(
      false,
    );
  });

  test.each([
    ['no section', 'a = 1\n'],
    ['no value', '[a]\nbroken line\n'],
    ['a section twice', '[a]\n[a]\n'],
    ['an option twice', '[a]\nx=1\nX=2\n'],
  ])('is refused with %s, naming the line', (_why, text) => {
    expect(() => parseRepoFile(text, 'x.repo')).toThrow(ModuleFailure);
    expect(() => parseRepoFile(text, 'x.repo')).toThrow(/x\.repo, line \d/);
  });

  test('is read back as it was written', () => {
    const word = fc
      .string({ unit: fc.constantFrom(...'abcü =:[]%$.1'), minLength: 1 })
      .map((text) => `v${text}`.trim());
    const options = fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), word);
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), options), (sections) => {
        const file = Object.entries(sections).map(([name, values]) => ({
          name,
          options: new Map(Object.entries(values)),
        }));
        expect(parseRepoFile(formatRepoFile(file), 'x.repo')).toEqual(file);
      }),
    );
  });
});
