import { homedir, userInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  baseName,
  directoryOf,
  expandPath,
  joinPath,
  quotePath,
  withoutTrailingSlash,
} from '../../../src/module/kit/paths.ts';
import { localContext } from '../local-context.ts';

describe('paths', () => {
  it('are taken apart as text', () => {
    expect(['/a/b', '/a', 'a', '/', '/a/b/'].map(directoryOf)).toEqual(['/a', '/', '.', '/', '/a']);
    expect(['/a/b', 'a', '/a/b//'].map(baseName)).toEqual(['b', 'a', 'b']);
    expect(['/a//', '/', '//'].map(withoutTrailingSlash)).toEqual(['/a', '/', '/']);
    expect([joinPath('/', 'a'), joinPath('/b', 'a')]).toEqual(['/a', '/b/a']);
  });

  it('cannot be options', () => {
    expect(quotePath('-rf /')).toBe("'./-rf /'");
  });

  const { username } = userInfo();
  const cases: readonly (readonly [written: string, expanded: string])[] = [
    ['~', homedir()],
    ['~/x y', `${homedir()}/x y`],
    [`~${username}/x`, `${homedir()}/x`],
    ['~no-such-user/x', '~no-such-user/x'],
    ['$HOME/a', `${homedir()}/a`],
    ['/a/${HOME}b', `/a/${homedir()}b`],
    ['/a/$NO_SUCH_NAME/b', '/a/$NO_SUCH_NAME/b'],
    ['/a/$(id)/`id`/$', '/a/$(id)/`id`/$'],
    ['/a/~', '/a/~'],
    ['/$1/${9x}', '/$1/${9x}'],
  ];
  for (const flavour of ['system', 'busybox'] as const) {
    for (const [written, expanded] of cases) {
      it(`${written} is ${expanded} for ${flavour}`, async () => {
        expect(await expandPath(localContext({ flavour }), written)).toBe(expanded);
      });
    }
  }

  it('without anything to expand cost no round trip', async () => {
    const context = localContext();
    await expandPath(context, '/etc/a b');
    expect(context.roundTrips()).toBe(0);
  });
});
