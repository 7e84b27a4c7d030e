import { expect, test } from 'vitest';
import { checkUserName, hashOfUser, withoutUser, withUser } from '../../../src/module/htpasswd/file.ts';

const text = '# who\n\namy:a:b\nbob:x\n';

test('the hash of a user may hold colons', () => {
  expect(hashOfUser(text, 'amy')).toBe('a:b');
  expect(hashOfUser(text, 'am')).toBeUndefined();
});

test.each([
  ['in the place of the old one', text, 'amy', '# who\n\namy:new\nbob:x\n'],
  ['at the end', text, 'eve', `${text}eve:new\n`],
  ['behind a last line without an end', 'amy:a', 'eve', 'amy:a\neve:new\n'],
])('a hash is written %s', (_, before, user, after) => {
  expect(withUser(before, user, 'new')).toBe(after);
});

test('a user goes, comments stay', () => {
  expect(withoutUser(text, 'amy')).toBe('# who\n\nbob:x\n');
});

test('a line that is neither is an error with its number', () => {
  expect(() => hashOfUser('amy:a\nnothing\n', 'amy')).toThrow('line 2');
});

test.each(['', 'a:b', 'a\nb', 'x'.repeat(256)])('the name %j is refused', (name) => {
  expect(() => checkUserName(name)).toThrow("a user's name");
});

test('a password in plain that ends a line is refused', () => {
  expect(() => withUser('', 'amy', 'a\nroot:x')).toThrow('line end');
});
