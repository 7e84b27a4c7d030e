import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import openssh_keypair from '../../src/modules/openssh_keypair.ts';
import { localContext, play, scratchEachTest } from '../module/local-context.ts';

const scratch = scratchEachTest();
const modeOf = (path: string): string => (statSync(path).mode & 0o7777).toString(8);
const fingerprintOf = (path: string): string =>
  spawnSync('ssh-keygen', ['-l', '-f', path], { encoding: 'utf8' }).stdout.split(' ')[1] ?? '';

describe.each(['system', 'busybox'] as const)('with the tools of %s', (flavour) => {
  const context = (options = {}) => localContext({ flavour, programs: ['ssh-keygen'], ...options });

  test.each([
    { type: 'ed25519', size: 256 },
    { type: 'ecdsa', size: 384 },
    { type: 'rsa', size: 1024 },
  ])('makes a pair of $type, and leaves it alone then', async (kind) => {
    const path = join(scratch.path, "-k 'y'");
    const args = { path, ...kind, comment: `it's "$me"` };
    const made = await play(openssh_keypair, args, context());
    expect(made).toMatchObject({ changed: true, filename: path, ...kind, comment: args.comment });
    expect(made['fingerprint']).toBe(fingerprintOf(path));
    expect(readFileSync(`${path}.pub`, 'utf8')).toBe(`${made['public_key']} ${args.comment}\n`);
    expect([modeOf(path), modeOf(`${path}.pub`)]).toEqual(['600', '644']);
    const again = context();
    expect(await play(openssh_keypair, args, again)).toEqual({ ...made, changed: false });
    expect(again.roundTrips()).toBe(1);
    expect(readdirSync(scratch.path)).toHaveLength(2);
  });

  test('encrypts with the passphrase, which is needed from then on', async () => {
    const path = join(scratch.path, 'key');
    const args = { path, type: 'ed25519', passphrase: `open "se'same` };
    const made = await play(openssh_keypair, args, context());
    expect(made).toMatchObject({ changed: true });
    expect(spawnSync('ssh-keygen', ['-y', '-P', '', '-f', path]).status).not.toBe(0);
    expect(spawnSync('ssh-keygen', ['-y', '-P', args.passphrase, '-f', path]).status).toBe(0);
    expect(await play(openssh_keypair, args, context())).toEqual({ ...made, changed: false });
    expect(await play(openssh_keypair, { path, type: 'ed25519' }, context())).toMatchObject({ failed: true });
    expect(await play(openssh_keypair, { ...args, passphrase: 'other' }, context())).toMatchObject({
      failed: true,
    });
  });
});

test('the public key is written anew when it is gone, another one or has another comment', async () => {
  const path = join(scratch.path, 'key');
  const args = { path, type: 'ed25519' };
  const { public_key } = await play(openssh_keypair, args);
  rmSync(`${path}.pub`);
  expect(await play(openssh_keypair, args)).toMatchObject({ changed: true, public_key });
  writeFileSync(`${path}.pub`, 'ssh-ed25519 AAAA');
  expect(await play(openssh_keypair, { ...args, regenerate: 'never' })).toMatchObject({
    changed: true,
    public_key,
  });
  const predicted = await play(
    openssh_keypair,
    { ...args, comment: 'new' },
    localContext({ checkMode: true }),
  );
  expect(predicted).toMatchObject({ changed: true, comment: '' });
  expect(await play(openssh_keypair, { ...args, comment: 'new' })).toMatchObject({
    changed: true,
    public_key,
  });
  expect(readFileSync(`${path}.pub`, 'utf8')).toBe(`${public_key} new\n`);
});

test('a key in another format is replaced where the format is asked for', async () => {
  const path = join(scratch.path, 'key');
  const args = { path, type: 'ecdsa', backend: 'cryptography', private_key_format: 'pkcs1' };
  const { fingerprint } = await play(openssh_keypair, args);
  expect(readFileSync(path, 'utf8')).toMatch(/^-----BEGIN EC PRIVATE KEY-----/);
  expect(await play(openssh_keypair, { path, type: 'ecdsa' })).toMatchObject({ changed: false, fingerprint });
  expect(await play(openssh_keypair, { ...args, private_key_format: 'pkcs8' })).toMatchObject({
    changed: true,
  });
  expect(readFileSync(path, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/);
});

test('what is no key is replaced with leave alone, and gets the mode of a key', async () => {
  const path = join(scratch.path, 'key');
  writeFileSync(path, 'no key', { mode: 0o644 });
  const args = { path, type: 'ed25519' };
  expect(await play(openssh_keypair, args)).toMatchObject({ failed: true });
  expect(readFileSync(path, 'utf8')).toBe('no key');
  const replaced = await play(openssh_keypair, { ...args, regenerate: 'full_idempotence' });
  expect(replaced).toMatchObject({ changed: true, fingerprint: fingerprintOf(path) });
  expect(modeOf(path)).toBe('600');
});
