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
    inline: true,
    parse: parseChecksum,
  };
}

export function parseChecksum({ stdout }: ReadOutput): string | undefined {
  return /^\\?([0-9a-f]{32,128})\b/.exec(stdout.toString('latin1'))?.[1];
}

/** Prints the checksum of a file given as a shell word, by whichever program the target has. Nothing when it is no file. */
export function checksumScript(word: string, algorithm: ChecksumAlgorithm): string {
  const bits = algorithm.replace('sha', '');
  const perl = algorithm === 'md5' ? '' : ` || shasum -a ${bits} < ${word}`;
  return `[ -f ${word} ] && [ -r ${word} ] && { ${algorithm}sum < ${word} || openssl dgst -r -${algorithm} < ${word}${perl}; } 2>/dev/null`;
}
