import { nearestName } from '../../../util/nearest.ts';
import { ModuleFailure } from '../../result.ts';
import { type DerValue, tags } from './der.ts';
import { derValue, namedBits } from './der-write.ts';

/** The bits of KeyUsage (RFC 5280, 4.2.1.3), the highest first. */
const usages = [
  ['digitalSignature', 'Digital Signature'],
  ['nonRepudiation', 'Non Repudiation'],
  ['keyEncipherment', 'Key Encipherment'],
  ['dataEncipherment', 'Data Encipherment'],
  ['keyAgreement', 'Key Agreement'],
  ['keyCertSign', 'Certificate Sign'],
  ['cRLSign', 'CRL Sign'],
  ['encipherOnly', 'Encipher Only'],
  ['decipherOnly', 'Decipher Only'],
] as const;

/** Names of usages, short or long, as the bits of the extension. Throws ModuleFailure for others. */
export function encodeKeyUsage(names: readonly string[]): Buffer {
  const bits = names.map(bitNamed);
  if ((bits.includes(7) || bits.includes(8)) && !bits.includes(4))
    throw new ModuleFailure('encipherOnly and decipherOnly mean something only together with keyAgreement');
  return derValue(tags.bitString, namedBits(bits));
}

function bitNamed(name: string): number {
  const bit = usages.findIndex(([short, long]) => name === short || name === long);
  if (bit >= 0) return bit;
  const guess = nearestName(name, usages.flat());
  throw new ModuleFailure(
    `there is no key usage '${name}'; there are ${usages.map(([short]) => short).join(', ')}`,
    guess === undefined ? {} : { hint: `did you mean '${guess}'?` },
  );
}

/** The long names of the usages that a KeyUsage names, by the alphabet. */
export function keyUsageNames({ content }: DerValue): readonly string[] {
  const bits = content.subarray(1);
  return usages
    .filter((_, bit) => ((bits[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0)
    .map(([, long]) => long)
    .sort();
}
