import { createHash, getHashes } from 'node:crypto';
import type { Filter } from '../../jinja/plugins.ts';
import { bindArguments } from '../../values/arguments.ts';
import { decodeText, encodeText } from '../../values/charsets.ts';
import { valueError } from '../../values/errors.ts';
import { str } from '../../values/printing.ts';
import { textOf } from '../../values/text.ts';
import { Bytes, type Value } from '../../values/types.ts';

/** base64, digests and UUIDs of a value's text. */
export const encodingFilters: Readonly<Record<string, Filter>> = {
  b64encode: (value, args) => {
    const { encoding } = bindArguments('b64encode', args, ['encoding'], { encoding: 'utf-8' });
    return bytesOf(value, str(encoding)).toString('base64');
  },
  b64decode: (value, args) => {
    const { encoding } = bindArguments('b64decode', args, ['encoding'], { encoding: 'utf-8' });
    return decodeText(base64Bytes(str(value)), str(encoding));
  },
  hash: (value, args) => {
    const { hashtype } = bindArguments('hash', args, ['hashtype'], { hashtype: 'sha1' });
    return digest(value, str(hashtype));
  },
  md5: (value) => digest(value, 'md5'),
  sha1: (value) => digest(value, 'sha1'),
  checksum: (value) => digest(value, 'sha1'),
  to_uuid: (value, args) => {
    const { namespace } = bindArguments('to_uuid', args, ['namespace'], { namespace: ANSIBLE_NAMESPACE });
    return uuidFive(str(value), str(namespace));
  },
};

/** The namespace that to_uuid documents as its default. */
const ANSIBLE_NAMESPACE = '361E6D51-FAEC-444A-9079-341386DA8E2E';

function bytesOf(value: Value, encoding = 'utf-8'): Buffer {
  return value instanceof Bytes ? Buffer.from(value.data) : encodeText(textOf(value) ?? str(value), encoding);
}

/** As Python decodes base64: characters outside the alphabet are passed over, missing padding is an error. */
function base64Bytes(text: string): Buffer {
  const [digits = ''] = text.replace(/[^A-Za-z0-9+/=]/g, '').split('=', 1);
  const padding = text.length - text.replaceAll('=', '').length;
  if (digits.length % 4 === 1) {
    throw valueError(
      `'${text}' is not base64: the number of its digits cannot be one more than a multiple of four`,
    );
  }
  if ((digits.length + padding) % 4 !== 0 && digits.length % 4 !== 0 && padding < 4 - (digits.length % 4)) {
    throw valueError(`'${text}' is not base64: its padding is incomplete`);
  }
  return Buffer.from(digits, 'base64');
}

/** Names that Python's hashlib and OpenSSL write differently. */
const OPENSSL_NAMES: Readonly<Record<string, string>> = {
  blake2b: 'blake2b512',
  blake2s: 'blake2s256',
  sha3_224: 'sha3-224',
  sha3_256: 'sha3-256',
  sha3_384: 'sha3-384',
  sha3_512: 'sha3-512',
};

function digest(value: Value, hashType: string): string {
  const name = OPENSSL_NAMES[hashType] ?? hashType;
  if (!getHashes().some((known) => known.toLowerCase() === name.toLowerCase())) {
    throw valueError(
      `unsupported hash type '${hashType}'; md5, sha1, sha224, sha256, sha384, sha512 are supported`,
    );
  }
  return createHash(name).update(bytesOf(value)).digest('hex');
}

function uuidFive(name: string, namespace: string): string {
  const hex = namespace.replace(/^urn:uuid:|[{}-]/gi, '');
  if (!/^[0-9a-f]{32}$/i.test(hex)) {
    throw valueError(`invalid value '${namespace}' for 'namespace': it must be a UUID`);
  }
  const bytes = createHash('sha1').update(Buffer.from(hex, 'hex')).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
