import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DerError } from '../../../../src/module/kit/crypto/der.ts';
import {
  certificateIn,
  describeCertificate,
} from '../../../../src/module/kit/crypto/described-certificate.ts';
import { describeRequest, requestIn } from '../../../../src/module/kit/crypto/described-request.ts';
import { bytesOfPem, pemOf } from '../../../../src/module/kit/crypto/pem.ts';
import openssl_csr from '../../../../src/modules/openssl_csr.ts';
import x509_certificate from '../../../../src/modules/x509_certificate.ts';
import { play, scratchEachTest } from '../../local-context.ts';

const scratch = scratchEachTest();
const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  format: 'pem',
  type: 'pkcs8',
});

/** A request with an extension of every kind, and a certificate for it. */
async function originals(): Promise<{ readonly request: Buffer; readonly certificate: Buffer }> {
  const [csr, crt] = [join(scratch.path, 'csr'), join(scratch.path, 'crt')];
  await play(openssl_csr, {
    ...{ path: csr, privatekey_content: key, C: 'DE', CN: 'x' },
    subject_alt_name: ['DNS:x', 'IP:::1', 'dirName:/CN=y', 'otherName:1.2.3;UTF8:z', 'RID:1.2.3'],
    key_usage: ['keyAgreement', 'decipherOnly'],
    extended_key_usage: ['serverAuth'],
    basic_constraints: ['CA:TRUE', 'pathlen:0'],
    ocsp_must_staple: true,
    name_constraints_permitted: ['IP:10.0.0.0/8'],
    create_subject_key_identifier: true,
    ...{
      authority_key_identifier: '00:11',
      authority_cert_issuer: ['DNS:ca'],
      authority_cert_serial_number: 5,
    },
  });
  await play(x509_certificate, { path: crt, csr_path: csr, privatekey_content: key, provider: 'selfsigned' });
  const bytes = (path: string, label: string): Buffer =>
    bytesOfPem(readFileSync(path, 'utf8'), [label]) ?? Buffer.alloc(0);
  return { request: bytes(csr, 'CERTIFICATE REQUEST'), certificate: bytes(crt, 'CERTIFICATE') };
}

/** Describes, and says whether it could; only DerError may come of bytes that make no sense. */
function isDescribed(describe: () => unknown): boolean {
  try {
    return describe() !== undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(DerError);
    return false;
  }
}

test('damaged requests and certificates are described or refused', async () => {
  const { request, certificate } = await originals();
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 });
  const damaged = (bytes: Buffer, changes: readonly (readonly [number, number])[]): Buffer => {
    const copy = Buffer.from(bytes);
    for (const [at, value] of changes) copy.writeUInt8(value, at % copy.length);
    return copy;
  };
  const describeBoth = (changes: readonly (readonly [number, number])[]): readonly boolean[] => {
    const one = requestIn(pemOf('CERTIFICATE REQUEST', damaged(request, changes)));
    const other = certificateIn(pemOf('CERTIFICATE', damaged(certificate, changes)));
    return [
      isDescribed(() => one && describeRequest(one)),
      isDescribed(() => other && describeCertificate(other, new Date())),
    ];
  };
  expect(describeBoth([])).toEqual([true, true]);
  fc.assert(
    fc.property(damage, (changes) => {
      describeBoth(changes);
    }),
    { numRuns: 200 },
  );
});
