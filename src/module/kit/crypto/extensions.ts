import { type DerValue, expectUniversal, isUniversal, sequenceOf, tags } from './der.ts';
import { boolean, objectIdentifier, objectIdentifierText, octetString, sequence } from './der-write.ts';

/** An extension of a certificate, or of a request for one. */
export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  /** The DER of the extension's own type. */
  readonly value: Buffer;
}

export const extensionIds = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  tlsFeature: '1.3.6.1.5.5.7.1.24',
} as const;

export function encodeExtensions(extensions: readonly Extension[]): Buffer {
  return sequence(
    ...extensions.map(({ oid, critical, value }) =>
      sequence(objectIdentifier(oid), ...(critical ? [boolean(true)] : []), octetString(value)),
    ),
  );
}

/** The members of Extensions (RFC 5280), in their order. Throws DerError. */
export function extensionsOf(value: DerValue): readonly Extension[] {
  return sequenceOf(value).map((one) => {
    const [oid, ...rest] = sequenceOf(one);
    const critical = isUniversal(rest[0], tags.boolean) && rest[0].content[0] !== 0;
    return {
      oid: objectIdentifierText(expectUniversal(oid, tags.objectIdentifier).content),
      critical,
      value: expectUniversal(rest.at(-1), tags.octetString).content,
    };
  });
}

/** Whether both have the same extensions, in whatever order. */
export function sameExtensions(some: readonly Extension[], others: readonly Extension[]): boolean {
  return (
    some.length === others.length &&
    some.every((one) => {
      const other = extensionNamed(others, one.oid);
      return other !== undefined && one.critical === other.critical && one.value.equals(other.value);
    })
  );
}

export function extensionNamed(extensions: readonly Extension[], oid: string): Extension | undefined {
  return extensions.find((extension) => extension.oid === oid);
}
