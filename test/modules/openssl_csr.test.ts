import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import openssl_csr from '../../src/modules/openssl_csr.ts';
import { type LocalContextOptions, localContext, play, scratchEachTest } from '../module/local-context.ts';

const scratch = scratchEachTest();
afterEach(() => {
  vi.unstubAllEnvs();
});
const pem = { format: 'pem', type: 'pkcs8' } as const;
const ed25519 = generateKeyPairSync('ed25519').privateKey.export(pem).toString();
const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;

describe.each(['system', 'busybox'] as const)('with the tools of %s', (flavour) => {
  const context = (options: LocalContextOptions = {}) =>
    localContext({ flavour, programs: ['openssl'], ...options });

  test.each([
    ['RSA', rsa.export(pem).toString(), undefined],
    ['Ed25519', ed25519, undefined],
    ['locked', rsa.export({ ...pem, cipher: 'aes-256-cbc', passphrase: `a "b'c` }).toString(), `a "b'c`],
  ])('a key that is %s signs on the target, once', async (_name, key, passphrase) => {
    const [path, privatekey_path] = [join(scratch.path, "-r 'q'"), join(scratch.path, '-k')];
    writeFileSync(privatekey_path, key, { mode: 0o600 });
    const args = { path, privatekey_path, privatekey_passphrase: passphrase, common_name: 'www.example.com' };
    const made = await play(openssl_csr, args, context({ diffMode: true }));
    expect(made).toMatchObject({
      changed: true,
      subject: [['CN', 'www.example.com']],
      subjectAltName: ['DNS:www.example.com'],
      diff: { after: { signature_valid: true, subject_alt_name: ['DNS:www.example.com'] } },
    });
    expect(await play(openssl_csr, args, context())).toMatchObject({ changed: false });
    const onController = { ...args, privatekey_path: undefined, privatekey_content: key };
    expect(await play(openssl_csr, onController, context())).toMatchObject({ changed: false });
  });

  test('one round trip when there is nothing to do', async () => {
    const [path, privatekey_path] = [join(scratch.path, 'csr'), join(scratch.path, 'key')];
    writeFileSync(privatekey_path, ed25519);
    await play(openssl_csr, { path, privatekey_path }, context());
    const again = context();
    expect(await play(openssl_csr, { path, privatekey_path }, again)).toMatchObject({ changed: false });
    expect(again.roundTrips()).toBe(1);
  });
});

test('a key of the task never reaches the target', async () => {
  const path = join(scratch.path, 'csr');
  const context = localContext();
  const scripts: string[] = [];
  const { run, upload } = context.target;
  const watched = {
    ...context,
    target: {
      ...context.target,
      run: (script: string, options = {}) => {
        scripts.push(script, JSON.stringify(options));
        return run(script, options);
      },
      upload: (content: Uint8Array, directory?: string) => {
        scripts.push(Buffer.from(content).toString());
        return upload(content, directory);
      },
    },
  };
  expect(await play(openssl_csr, { path, privatekey_content: ed25519 }, watched)).toMatchObject({
    changed: true,
  });
  const secret = ed25519.split('\n')[1] ?? '';
  expect(secret).not.toBe('');
  expect(scripts.join('\n')).not.toContain(secret);
});

test('a request is made anew when it is damaged', async () => {
  const path = join(scratch.path, 'csr');
  const args = { path, privatekey_content: rsa.export(pem).toString(), common_name: 'x' };
  await play(openssl_csr, args);
  const good = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    good.replace(
      /\n(.)(.*)\n-----END/,
      (_, first: string, rest: string) => `\n${first === 'A' ? 'B' : 'A'}${rest}\n-----END`,
    ),
  );
  expect(await play(openssl_csr, args)).toMatchObject({ changed: true });
  expect(readFileSync(path, 'utf8')).toBe(good);
});

test('numbers of an authority may be of any size', async () => {
  const number = 2n ** 159n - 1n;
  const args = {
    ...{ path: join(scratch.path, 'csr'), privatekey_content: ed25519 },
    ...{ authority_cert_issuer: 'dirName:/CN=ca', authority_cert_serial_number: number },
  };
  const made = await play(openssl_csr, args, localContext({ diffMode: true }));
  expect(made).toMatchObject({ diff: { after: { authority_cert_serial_number: number } } });
  const text = { ...args, authority_cert_serial_number: String(number) };
  expect(await play(openssl_csr, text)).toMatchObject({ changed: false });
  expect(await play(openssl_csr, { ...args, authority_cert_serial_number: 'x' })).toMatchObject({
    failed: true,
  });
});

test('check mode tells of a key that is not there yet', async () => {
  const path = join(scratch.path, 'csr');
  const args = { path, privatekey_path: join(scratch.path, 'none'), common_name: 'x' };
  const context = localContext({ checkMode: true });
  expect(await play(openssl_csr, args, context)).toMatchObject({ changed: true });
  expect(context.warnings).toHaveLength(1);
  expect(await play(openssl_csr, args)).toMatchObject({ failed: true });
  expect(existsSync(path)).toBe(false);
});

test('an openssl that cannot sign with Ed25519 is found out in check mode, too', async () => {
  const folder = join(scratch.path, 'bin');
  mkdirSync(folder);
  const old = `#!/bin/sh\ncase "$*" in *pkeyutl*) echo 'Usage: pkeyutl' >&2; exit 1 ;; esac\nexec /usr/bin/openssl "$@"\n`;
  writeFileSync(join(folder, 'openssl'), old, { mode: 0o755 });
  const [path, privatekey_path] = [join(scratch.path, 'csr'), join(scratch.path, 'key')];
  writeFileSync(privatekey_path, ed25519);
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
  for (const checkMode of [true, false]) {
    const context = localContext({ checkMode });
    expect(await play(openssl_csr, { path, privatekey_path }, context)).toMatchObject({
      failed: true,
      msg: expect.stringContaining('3.0 or newer'),
    });
  }
});
