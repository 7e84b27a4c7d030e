import { describe, expect, it } from 'vitest';
import { publicKeysIn } from '../../../../src/module/kit/keys/openpgp.ts';

/** Made with GnuPG: an Ed25519 key that signs, with a subkey that encrypts. */
const armoured = `-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEawJ87hYJKwYBBAHaRw8BAQdAK0d2VNiYGU7cBtdQBBi152ZXjBPtcEbFoK0q
xXR3ovO0FXR3aW4tb25lQGV4YW1wbGUudGVzdIiQBBMWCAA4FiEE5F+sYi0hj7D2
NT2qVdEUKaNnxI8FAmsCfO4CGwMFCwkIBwIGFQoJCAsCBBYCAwECHgECF4AACgkQ
VdEUKaNnxI/spwEAgCTZ9oCzg4zByhAMik67+6BtCui0RCpalgfIQOx/AJYA/39g
jGhBM12Ksw9cUkhll1TZeB3Z2LwktwO5BHayY4AKuDgEawJ87xIKKwYBBAGXVQEF
AQEHQC3/dbMTnd/nLQf4yJPOJ0j02gbPM8cNW2i8KCQupGIxAwEIB4h4BBgWCAAg
FiEE5F+sYi0hj7D2NT2qVdEUKaNnxI8FAmsCfO8CGwwACgkQVdEUKaNnxI+TiwEA
gVhOhxjT3XS4eJ/Z6REtSpwVKSpK2Gax9MLEo9uOeAsA/1ajO/H6MLj2KTC8S5ej
WXe+t6vHA9LphzPeidqXlZ4I
=aCc2
-----END PGP PUBLIC KEY BLOCK-----
`;

describe('the keys of a keyring', () => {
  it('have the fingerprint and the identifiers that GnuPG gives them', () => {
    const [key, ...others] = publicKeysIn(Buffer.from(armoured), 'key.asc');
    expect(others).toEqual([]);
    expect(key?.fingerprint).toBe('E45FAC622D218FB0F6353DAA55D11429A367C48F');
    expect(key?.ids).toEqual(['55D11429A367C48F', '394F8F257E272A9D']);
  });

  it('are the same in a binary keyring, in CRLF and behind headers and other text', () => {
    const [key] = publicKeysIn(Buffer.from(armoured), 'key.asc');
    const packets = key?.packets ?? Buffer.alloc(0);
    const variants = [
      packets,
      Buffer.from(armoured.replaceAll('\n', '\r\n')),
      Buffer.from(`a remark\n${armoured.replace('-----\n\n', '-----\nVersion: x\nComment: y: z\n\n')}`),
    ];
    for (const variant of variants) expect(publicKeysIn(variant, 'ring')).toEqual([key]);
    expect(publicKeysIn(Buffer.concat([packets, packets]), 'ring')).toEqual([key, key]);
  });

  it('are none in an empty file', () => {
    expect(publicKeysIn(Buffer.alloc(0), 'ring')).toEqual([]);
  });

  it.each([
    ['plain text', Buffer.from('nothing of the kind')],
    ['a page', Buffer.from('<html></html>')],
    [
      'a keyring that is cut off',
      publicKeysIn(Buffer.from(armoured), 'k')[0]?.packets.subarray(0, 60) ?? Buffer.alloc(1),
    ],
    ['a keybox', Buffer.concat([Buffer.alloc(8), Buffer.from('KBXf')])],
  ])('are refused in %s, by the name of the file', (_what, content) => {
    expect(() => publicKeysIn(content, '/etc/apt/ring')).toThrow('/etc/apt/ring');
  });
});
