import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import openssl_csr from '../../src/modules/openssl_csr.ts';
import x509_certificate from '../../src/modules/x509_certificate.ts';
import { type LocalContextOptions, localContext, play, scratchEachTest } from '../module/local-context.ts';

const scratch = scratchEachTest();
const pem = { format: 'pem', type: 'pkcs8' } as const;
const newKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(pem).toString();
const keys = { server: newKey(), authority: newKey() };

interface Stage {
  readonly folder: string;
  readonly key: string;
  readonly csr: string;
  readonly authority: { readonly path: string; readonly key: string };
}

/** A key and a request of a server, and an authority. */
async function stage(): Promise<Stage> {
  const file = (name: string): string => join(scratch.path, name);
  writeFileSync(file('key'), keys.server);
  writeFileSync(file('ca.key'), keys.authority);
  const request = { subject_alt_name: 'DNS:www.example.com,IP:::1', common_name: 'www.example.com' };
  await play(openssl_csr, { path: file('csr'), privatekey_path: file('key'), ...request });
  const authority = { common_name: 'CA', use_common_name_for_san: false, basic_constraints: 'CA:TRUE' };
  await play(openssl_csr, { path: file('ca.csr'), privatekey_path: file('ca.key'), ...authority });
  const own = { provider: 'selfsigned', csr_path: file('ca.csr'), privatekey_path: file('ca.key') };
  await play(x509_certificate, { path: file('ca'), ...own });
  return {
    folder: scratch.path,
    key: file('key'),
    csr: file('csr'),
    authority: { path: file('ca'), key: file('ca.key') },
  };
}

const certificateAt = (path: string): X509Certificate => new X509Certificate(readFileSync(path));

describe.each(['system', 'busybox'] as const)('with the tools of %s', (flavour) => {
  const context = (options: LocalContextOptions = {}) =>
    localContext({ flavour, programs: ['openssl'], ...options });

  test('the key itself signs', async () => {
    const { folder, key, csr } = await stage();
    const path = join(folder, 'crt');
    const args = {
      path,
      provider: 'selfsigned',
      privatekey_path: key,
      csr_path: csr,
      selfsigned_not_after: '+52w',
    };
    const made = await play(x509_certificate, args, context());
    const certificate = certificateAt(path);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkHost('www.example.com')).toBe('www.example.com');
    expect(certificate.checkIP('::1')).toBe('::1');
    expect(BigInt(`0x${certificate.serialNumber}`)).toBe(made['serial_number']);
    const again = context();
    expect(await play(x509_certificate, args, again)).toEqual({ ...made, changed: false });
    expect(again.roundTrips()).toBe(1);
  });

  test('an authority signs', async () => {
    const { folder, key, csr, authority } = await stage();
    const path = join(folder, 'crt');
    const args = {
      path,
      provider: 'ownca',
      csr_path: csr,
      ownca_path: authority.path,
      ownca_privatekey_path: authority.key,
    };
    expect(await play(x509_certificate, args, context())).toMatchObject({ changed: true });
    expect(certificateAt(path).checkIssued(certificateAt(authority.path))).toBe(true);
    expect(certificateAt(path).verify(certificateAt(authority.path).publicKey)).toBe(true);
    expect(await play(x509_certificate, args, context())).toMatchObject({ changed: false });
    const content = {
      ...{ path, provider: 'ownca', csr_content: readFileSync(csr, 'utf8') },
      ...{ ownca_content: readFileSync(authority.path, 'utf8'), ownca_privatekey_content: keys.authority },
    };
    expect(await play(x509_certificate, content, context())).toMatchObject({ changed: false });
    expect(await play(x509_certificate, { ...content, force: true }, context())).toMatchObject({
      changed: true,
    });
    const selfsigned = { path, provider: 'selfsigned', privatekey_path: key, csr_path: csr };
    expect(await play(x509_certificate, selfsigned, context())).toMatchObject({ changed: true });
  });
});

test.each([
  ['another authority', { ownca_privatekey_content: newKey() }, "authority's private key is not that"],
  ['acme', { provider: 'acme' }, 'acme'],
  ['entrust', { provider: 'entrust' }, 'entrust'],
  ['an argument of acme', { acme_directory: 'x' }, 'acme-tiny'],
])('%s is refused', async (_name, args, expected) => {
  const { folder, csr, authority } = await stage();
  const base = { path: join(folder, 'crt'), provider: 'ownca', csr_path: csr, ownca_path: authority.path };
  const result = await play(x509_certificate, { ...base, ...args });
  expect(result).toMatchObject({ failed: true, msg: expect.stringContaining(expected) });
});

test('an authority signs no request that another key has signed', async () => {
  const { folder, csr, authority } = await stage();
  const text = readFileSync(csr, 'utf8');
  const damaged = text.replace(
    /\n(.)(.*)\n-----END/,
    (_, first: string, rest: string) => `\n${first === 'A' ? 'B' : 'A'}${rest}\n-----END`,
  );
  const args = { provider: 'ownca', ownca_path: authority.path, ownca_privatekey_path: authority.key };
  const result = await play(x509_certificate, { path: join(folder, 'crt'), csr_content: damaged, ...args });
  expect(result).toMatchObject({ failed: true, msg: expect.stringContaining('not signed by the key') });
});

test('times count only where they are asked to', async () => {
  const { folder, key, csr } = await stage();
  const args = { path: join(folder, 'crt'), provider: 'selfsigned', privatekey_path: key, csr_path: csr };
  const first = { selfsigned_not_before: '20260101000000Z', selfsigned_not_after: '20510101000000Z' };
  const later = { ...first, selfsigned_not_after: '20520101000000Z' };
  await play(x509_certificate, { ...args, ...first });
  expect(await play(x509_certificate, { ...args, ...first, ignore_timestamps: false })).toMatchObject({
    changed: false,
  });
  expect(await play(x509_certificate, { ...args, ...later })).toMatchObject({
    changed: false,
    notAfter: '20510101000000Z',
  });
  expect(await play(x509_certificate, { ...args, ...later, ignore_timestamps: false })).toMatchObject({
    changed: true,
    notAfter: '20520101000000Z',
  });
});
