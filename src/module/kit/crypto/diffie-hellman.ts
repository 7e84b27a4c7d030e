import { DerError, expectUniversal, readDer, sequenceOf, tags } from './der.ts';
import { integerOf } from './der-write.ts';
import { bytesOfPem } from './pem.ts';

/** Bits of the prime of the parameters (PKCS #3) in a PEM text; undefined for any other text. */
export function diffieHellmanSize(text: string): number | undefined {
  const bytes = bytesOfPem(text, ['DH PARAMETERS', 'X9.42 DH PARAMETERS']);
  if (bytes === undefined) return undefined;
  try {
    const [prime] = sequenceOf(readDer(bytes));
    return integerOf(expectUniversal(prime, tags.integer)).toString(2).length;
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}
