import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesAnything, preparedDiff } from '../../../../src/module/kit/apt/apt-get.ts';
import { matchesVersion, parsePackage } from '../../../../src/module/kit/apt/package-name.ts';
import { parseInstalled, parsePolicy } from '../../../../src/module/kit/apt/state.ts';

describe('a package that is asked for', () => {
  it.each([
    ['g++', 'g++', undefined, false],
    ['libc6:i386', 'libc6:i386', undefined, false],
    ['nginx=1.22.1-9+deb12u*', 'nginx', { operator: '=', text: '1.22.1-9+deb12u*' }, false],
    ['nginx>=1:1.22~rc1', 'nginx', { operator: '>=', text: '1:1.22~rc1' }, false],
    ['lib*-dev', 'lib*-dev', undefined, true],
  ])('%s', (text, name, version, isPattern) => {
    expect(parsePackage(text)).toEqual({ text, name, version, isPattern, release: undefined });
  });

  it('may come from a release', () => {
    expect(parsePackage('git/bookworm-backports')).toMatchObject({
      name: 'git',
      release: 'bookworm-backports',
    });
  });

  it('never begins like an option, ends like a removal, or holds what a shell would read', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          const { name } = parsePackage(text);
          expect(name).toMatch(/^[a-zA-Z0-9*?[][a-zA-Z0-9+._*?[\]:-]*$/);
          expect(name.endsWith('-')).toBe(false);
        } catch (error) {
          expect(String(error)).toContain('is no package');
        }
      }),
    );
  });
});

it('compares versions with patterns', () => {
  expect(matchesVersion('2.10-3', '2.10*')).toBe(true);
  expect(matchesVersion('2.10-3', '2.1.*')).toBe(false);
  expect(matchesVersion('1:2.0+b', '1:2.0+b')).toBe(true);
});

it('reads what dpkg knows', () => {
  const text =
    'ii \thello\tamd64\t2.10-3\nrc \told\tall\t1\nun \tnever\t\t\nhi \theld\tamd64\t1\niF \thalf\tamd64\t1\n';
  expect(parseInstalled(text).map(({ name, status }) => [name, status])).toEqual([
    ['hello', 'installed'],
    ['old', 'config-files'],
    ['held', 'installed'],
    ['half', 'broken'],
  ]);
});

it('reads what apt would install', () => {
  const policy = parsePolicy(`hello:
  Installed: 2.10-2
  Candidate: 2.10-3
  Version table:
     2.10-3 500
        500 http://mirror/debian bookworm/main amd64 Packages
 *** 2.10-2 100
        100 /var/lib/dpkg/status
virtual:
  Installed: (none)
  Candidate: (none)
  Version table:
`);
  expect(policy.get('hello')).toEqual({
    name: 'hello',
    installed: '2.10-2',
    candidate: '2.10-3',
    versions: ['2.10-3', '2.10-2'],
  });
  expect(policy.get('virtual')).toMatchObject({ installed: undefined, candidate: undefined, versions: [] });
  expect(policy.get('other')).toBeUndefined();
});

it.each([
  ['0 upgraded, 0 newly installed, 0 to remove and 15 not upgraded.', false],
  ['0 upgraded, 0 newly installed, 1 to remove and 15 not upgraded.', true],
  ['0 upgraded, 10 newly installed, 0 to remove and 0 not upgraded.', true],
  ['0 upgraded, 0 newly installed, 1 downgraded, 0 to remove and 0 not upgraded.', true],
  ['Del hello 2.10-3 [53.1 kB]', true],
  ['', false],
])('tells whether %j is a change: %s', (line, changed) => {
  expect(changesAnything(`Reading package lists...\n${line}\n`)).toBe(changed);
});

it('shows what will change', () => {
  const stdout = `Reading package lists...\nReading state information...\nThe following NEW packages will be installed:\n  hello\n0 upgraded, 1 newly installed, 0 to remove and 0 not upgraded.\nInst hello\n`;
  expect(preparedDiff(stdout)).toBe(
    'The following NEW packages will be installed:\n  hello\n0 upgraded, 1 newly installed, 0 to remove and 0 not upgraded.',
  );
  expect(preparedDiff('Reading package lists...\n')).toBe('');
});
