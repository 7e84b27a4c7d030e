import { describe, expect, test } from 'vitest';
import { nameInNevra, parsePackageRequests } from '../../../../src/module/kit/dnf/package-request.ts';
import { ModuleFailure } from '../../../../src/module/result.ts';

describe('what a name asks for', () => {
  test.each([
    ['tool', 'package'],
    ['tool-1.0-1.noarch', 'package'],
    ['tool >= 1.0', 'comparison'],
    ['tool>=1.0', 'comparison'],
    ['lib*', 'pattern'],
    ['/usr/bin/tool', 'provided-path'],
    ['/srv/my packages/tool.rpm', 'file'],
    ['https://packages.example.com/tool', 'file'],
    ['@Development Tools', 'group'],
    ['*', 'everything'],
  ])('%s: a %s', (name, kind) => {
    expect(parsePackageRequests([name])).toMatchObject([{ kind }]);
  });

  test('is split at commas, and empty entries do not count', () => {
    expect(parsePackageRequests(['a, b >= 1', 'c,', '']).map(({ text }) => text)).toEqual([
      'a',
      'b >= 1',
      'c',
    ]);
  });

  test.each([['-y'], ['--setopt=x=y'], ['a b'], ['a\nb'], ['a; id'], ['a\u0000']])(
    'is refused: %j',
    (name) => {
      expect(() => parsePackageRequests([name])).toThrow(ModuleFailure);
    },
  );

  test('has its name in front when it is a full one', () => {
    expect(nameInNevra('my-tool-1:2.0-3.el9.x86_64')).toBe('my-tool');
    expect(nameInNevra('my-tool')).toBeUndefined();
  });
});
