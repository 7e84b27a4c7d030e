import { expect, it } from 'vitest';
import { sysctlValue, withSysctl } from '../../../src/module/kit/sysctl-file.ts';

it.each([
  ['', 'a', '1', 'a=1\n'],
  ['# c\n;d\nb = 2', 'a', '1', '# c\n;d\nb=2\na=1\n'],
  ['a = 1\nb=2\na=3\n', 'a', '4', 'a=4\nb=2\n'],
  ['a = 1\nb=2\na=3\n', 'a', undefined, 'b=2\n'],
  ['x=|/bin/y a=b\n', 'a', undefined, 'x=|/bin/y a=b\n'],
])('the file %j with %s=%s is %j', (text, key, value, expected) => {
  expect(withSysctl(text, key, value)).toBe(expected);
  expect(sysctlValue(withSysctl(text, key, value), key)).toBe(value);
});

it('knows the value that counts, which is the last one', () => {
  expect(sysctlValue('a = 1\n#a=2\n a=3 = 4 \nb=5', 'a')).toBe('3 = 4');
});
