import { createPrivateKey } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import openssl_privatekey from '../../src/modules/openssl_privatekey.ts';
import { localContext, play, scratchEachTest } from '../module/local-context.ts';

const scratch = scratchEachTest();
const modeOf = (path: string): string => (statSync(path).mode & 0o7777).toString(8);

const kinds = [
  { args: { type: 'RSA', size: 1024 }, expected: { type: 'rsa', label: 'RSA PRIVATE KEY' } },
  { args: { type: 'ECC', curve: 'secp256r1' }, expected: { type: 'ec', label: 'EC PRIVATE KEY' } },
  { args: { type: 'ECC', curve: 'secp192r1' }, expected: { type: 'ec', label: 'EC PRIVATE KEY' } },
  { args: { type: 'Ed25519' }, expected: { type: 'ed25519', label: 'PRIVATE KEY' } },
  { args: { type: 'X448' }, expected: { type: 'x448', label: 'PRIVATE KEY' } },
  { args: { type: 'RSA', size: 1024, format: 'pkcs8' }, expected: { type: 'rsa', label: 'PRIVATE KEY' } },
];

describe.each(['system', 'busybox'] as const)('with the tools of %s', (flavour) => {
  const context = (options = {}) => localContext({ flavour, programs: ['openssl'], ...options });

  test.each(kinds)('makes a key of $args, and leaves it alone then', async ({ args, expected }) => {
    const path = join(scratch.path, "-a 'key'");
    const made = await play(openssl_privatekey, { path, ...args }, context());
    expect(made).toMatchObject({ changed: true, filename: path, type: args.type });
    const pem = readFileSync(path, 'utf8');
    expect(pem).toContain(`-----BEGIN ${expected.label}-----`);
    expect(createPrivateKey(pem).asymmetricKeyType).toBe(expected.type);
    expect(modeOf(path)).toBe('600');
    const again = context();
    const { fingerprint } = made;
    expect(await play(openssl_privatekey, { path, ...args }, again)).toMatchObject({
      changed: false,
      fingerprint,
    });
    expect(again.roundTrips()).toBe(1);
    expect(readdirSync(scratch.path)).toEqual(["-a 'key'"]);
  });

  test('raw keys are the bytes alone', async () => {
    const path = join(scratch.path, 'raw');
    const args = { path, type: 'Ed25519', format: 'raw', return_content: true };
    const made = await play(openssl_privatekey, args, context());
    expect(readFileSync(path).length).toBe(32);
    expect(made['privatekey']).toBe(readFileSync(path).toString('base64'));
    expect(await play(openssl_privatekey, args, context())).toEqual({ ...made, changed: false });
  });

  test('converts between raw and PEM', async () => {
    const path = join(scratch.path, 'key');
    const args = { path, type: 'Ed25519', format_mismatch: 'convert' };
    const { fingerprint } = await play(openssl_privatekey, { ...args, format: 'raw' }, context());
    const converted = await play(openssl_privatekey, { ...args, format: 'auto' }, context());
    expect(converted).toMatchObject({ changed: true, fingerprint });
    expect(readFileSync(path, 'utf8')).toContain('-----BEGIN PRIVATE KEY-----');
  });

  test('encrypts with the passphrase', async () => {
    const path = join(scratch.path, 'key');
    const passphrase = `a "pass' $phrase`;
    const args = { path, type: 'RSA', size: 1024, cipher: 'auto', passphrase };
    expect(await play(openssl_privatekey, args, context())).toMatchObject({ changed: true });
    const pem = readFileSync(path, 'utf8');
    expect(pem).toContain('ENCRYPTED');
    expect(createPrivateKey({ key: pem, passphrase }).asymmetricKeyType).toBe('rsa');
    expect(await play(openssl_privatekey, args, context())).toMatchObject({ changed: false });
    const convert = { ...args, format: 'pkcs8', format_mismatch: 'convert' };
    expect(await play(openssl_privatekey, convert, context())).toMatchObject({ changed: true });
    expect(readFileSync(path, 'utf8')).toContain('BEGIN ENCRYPTED PRIVATE KEY');
    expect(createPrivateKey({ key: readFileSync(path), passphrase }).asymmetricKeyType).toBe('rsa');
  });
});

test('another passphrase, or none, is refused unless a new key is allowed', async () => {
  const path = join(scratch.path, 'key');
  const args = { path, type: 'RSA', size: 1024 };
  await play(openssl_privatekey, { ...args, cipher: 'auto', passphrase: 'one' });
  const before = readFileSync(path, 'utf8');
  const refused = { ...args, regenerate: 'partial_idempotence' };
  expect(await play(openssl_privatekey, refused)).toMatchObject({ failed: true });
  expect(await play(openssl_privatekey, { ...refused, cipher: 'auto', passphrase: 'two' })).toMatchObject({
    failed: true,
  });
  expect(readFileSync(path, 'utf8')).toBe(before);
  expect(await play(openssl_privatekey, args)).toMatchObject({ changed: true });
  expect(readFileSync(path, 'utf8')).not.toContain('ENCRYPTED');
});

test('a target without openssl is told of', async () => {
  const context = localContext({ flavour: 'busybox' });
  expect(await play(openssl_privatekey, { path: join(scratch.path, 'key') }, context)).toMatchObject({
    failed: true,
    msg: 'the target has no openssl',
  });
});

test('check mode makes nothing', async () => {
  const path = join(scratch.path, 'key');
  const predicted = await play(
    openssl_privatekey,
    { path },
    localContext({ checkMode: true, diffMode: true }),
  );
  expect(predicted).toMatchObject({ changed: true, fingerprint: null, diff: { before: {}, after: {} } });
  expect(existsSync(path)).toBe(false);
});

test('a failure of openssl leaves nothing behind', async () => {
  const path = join(scratch.path, 'key');
  expect(await play(openssl_privatekey, { path, type: 'RSA', size: 3 })).toMatchObject({ failed: true });
  expect(readdirSync(scratch.path)).toEqual([]);
});

test('what is no key is replaced, with a backup', async () => {
  const path = join(scratch.path, 'key');
  writeFileSync(path, 'no key');
  const result = await play(openssl_privatekey, { path, type: 'Ed25519', backup: true });
  expect(result).toMatchObject({ changed: true });
  expect(readFileSync(String(result['backup_file']), 'utf8')).toBe('no key');
});
