import { bindArguments } from '../arguments.ts';
import { valueError } from '../errors.ts';
import type { Bytes } from '../types.ts';
import { type MethodTable, methodTable, textArgument } from './table.ts';

/** The bytes as text in one of the encodings that playbooks name. */
export function decodeBytes(data: Uint8Array, encoding: string): string {
  const name = encoding.toLowerCase().replace(/[-_]/g, '');
  if (name === 'latin1' || name === 'iso88591') return Buffer.from(data).toString('latin1');
  if (name !== 'utf8' && name !== 'ascii' && name !== 'usascii')
    throw valueError(`unknown encoding: ${encoding}`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
  } catch (error) {
    if (error instanceof TypeError) throw valueError(`these bytes are not ${encoding} text`);
    throw error;
  }
}

export const bytesMethods: MethodTable<Bytes> = methodTable<Bytes>({
  decode(bytes, args) {
    const { encoding } = bindArguments('decode', args, ['encoding', 'errors'], {
      encoding: 'utf-8',
      errors: 'strict',
    });
    return decodeBytes(bytes.data, textArgument(encoding, 'an encoding'));
  },
  hex: (bytes) => Buffer.from(bytes.data).toString('hex'),
});
