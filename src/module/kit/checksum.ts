import { createHash } from 'node:crypto';
import { quotePath } from './paths.ts';
import type { Reading, ReadOutput } from './reading.ts';

export type ChecksumAlgorithm = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

/** Whether a name is that of an algorithm that targets can compute. */
export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'].includes(name);
}

/** The checksum, in hexadecimal, of bytes on the controller. */
export function checksum(content: Uint8Array, algorithm: ChecksumAlgorithm): string {
  return createHash(algorithm).update(content).digest('hex');
}

/** The checksum of a regular file on the target (links followed); undefined when it cannot be read. */
export function checksumOf(path: string, algorithm: ChecksumAlgorithm): Reading<string | undefined> {
  return {
    script: checksumScript(quotePath(path), algorithm),
    inline: 'sets',
    parse: parseChecksum,
  };
}

export function parseChecksum({ stdout }: ReadOutput): string | undefined {
  return /^\\?([0-9a-f]{32,128})\b/.exec(stdout.toString('latin1'))?.[1];
}

/** Leaves the checksum of a file given as a shell word in `$r`, by whichever program the target has. Nothing when it is no file. */
export function checksumScript(word: string, algorithm: ChecksumAlgorithm): string {
  const programs = [
    `${algorithm}sum`,
    `openssl dgst -r -${algorithm}`,
    ...(algorithm === 'md5' ? [] : [`shasum -a ${algorithm.replace('sha', '')}`]),
  ];
  const tries = programs.map((program) => `r=$(${program} < ${word} 2>/dev/null)`).join(' || ');
  return `if [ -f ${word} ] && [ -r ${word} ]; then ${tries}; fi`;
}
