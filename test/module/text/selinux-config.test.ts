import { expect, test } from 'vitest';
import { selinuxConfigIn, withSelinuxSetting } from '../../../src/module/text/selinux-config.ts';

test('reads what is set, not what stands in comments', () => {
  const text = '# SELINUX=disabled\nSELINUX=enforcing\n#SELINUXTYPE=mls\nSELINUXTYPE = targeted\n';
  expect(selinuxConfigIn(text)).toEqual({ state: 'enforcing', policy: 'targeted' });
  expect(selinuxConfigIn('')).toEqual({ state: undefined, policy: undefined });
});

test.each([
  ['in its place', '# c\nSELINUX=enforcing\nX=1\n', '# c\nSELINUX=permissive\nX=1\n'],
  ['at the end', 'X=1', 'X=1\nSELINUX=permissive\n'],
  ['beside the type', 'SELINUXTYPE=mls\n', 'SELINUXTYPE=mls\nSELINUX=permissive\n'],
])('sets the mode %s', (_place, before, after) => {
  expect(withSelinuxSetting(before, 'SELINUX', 'permissive')).toBe(after);
});
