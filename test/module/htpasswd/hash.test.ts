import { expect, test } from 'vitest';
import { hashPassword, isHashOf, schemeNames, schemeOf } from '../../../src/module/htpasswd/hash.ts';

const anything = (): boolean => true;

test.each(schemeNames)('%s is verified, and only by its own password', async (name) => {
  const hash = await hashPassword(schemeOf(name) ?? 'plaintext', 'pä$s word');
  expect(await isHashOf(hash, 'pä$s word', anything)).toBe(true);
  expect(await isHashOf(hash, 'other', anything)).toBe(false);
});

// By openssl passwd and Apache's htpasswd.
test.each([
  ['$apr1$saltsalt$LrttParrLPdxvgutaSXWJ0', 'secret'],
  ['$5$saltsaltsaltsalt$X0ra9qlY7TJaGBDgorLevriQfwysW8fXnbybcO4mF4/', 'secret'],
  ['{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=', 'secret'],
])('%s is the hash of %s', async (hash, password) => {
  expect(await isHashOf(hash, password, anything)).toBe(true);
});

test.each([
  '$6$rounds=999999999$saltsaltsaltsalt$x',
  '$2y$31$saltsaltsaltsaltsaltse9wZgS.lYgco58c1u4uv2bpBRUoZBzse',
])('a hash of a target that would cost minutes is not tried: %s', async (hash) => {
  expect(await isHashOf(hash, 'secret', anything)).toBeUndefined();
});
