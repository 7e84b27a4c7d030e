import type { Value } from '../../values/types.ts';
import { DerError, readDer, sequenceOf } from '../kit/crypto/der.ts';
import { sequence } from '../kit/crypto/der-write.ts';
import { type Extension, extensionIds, sameExtensions } from '../kit/crypto/extensions.ts';
import { keyIdentifier, type PublicKey } from '../kit/crypto/public-key.ts';
import { wantedExtensions } from '../kit/crypto/wanted-extensions.ts';
import { ModuleFailure } from '../result.ts';
import type { RequestArguments } from './request-arguments.ts';
import type { WantedSubject } from './subject.ts';

const commonName = '2.5.4.3';

/** The names that the request is for, as they are returned: without any, the first common name. Undefined for none. */
export function alternativeNames(
  args: RequestArguments,
  { attributes }: Pick<WantedSubject, 'attributes'>,
): readonly string[] | undefined {
  if (args.subject_alt_name !== undefined) return args.subject_alt_name;
  const name = attributes.find(({ oid }) => oid === commonName)?.value;
  return args.use_common_name_for_san && name !== undefined ? [`DNS:${name}`] : undefined;
}

/** The extensions that a task asks for. Without the key those that do not depend on it. Throws ModuleFailure. */
export function requestExtensions(
  args: RequestArguments,
  subject: WantedSubject,
  key: PublicKey | undefined,
): readonly Extension[] {
  if (args.create_subject_key_identifier && args.subject_key_identifier !== undefined)
    throw new ModuleFailure(
      'subject_key_identifier is given, and create_subject_key_identifier would make another one',
    );
  return wantedExtensions({
    subjectAltName: alternativeNames(args, subject) ?? [],
    subjectAltNameCritical: args.subject_alt_name_critical,
    keyUsage: args.key_usage ?? [],
    keyUsageCritical: args.key_usage_critical,
    extendedKeyUsage: args.extended_key_usage ?? [],
    extendedKeyUsageCritical: args.extended_key_usage_critical,
    basicConstraints: args.basic_constraints ?? [],
    basicConstraintsCritical: args.basic_constraints_critical,
    ocspMustStaple: args.ocsp_must_staple,
    ocspMustStapleCritical: args.ocsp_must_staple_critical,
    namesPermitted: args.name_constraints_permitted ?? [],
    namesExcluded: args.name_constraints_excluded ?? [],
    nameConstraintsCritical: args.name_constraints_critical,
    subjectKeyIdentifier:
      args.create_subject_key_identifier && key !== undefined
        ? keyIdentifier(key)
        : identifierOf(args.subject_key_identifier, 'subject_key_identifier'),
    authorityKeyIdentifier: identifierOf(args.authority_key_identifier, 'authority_key_identifier'),
    authorityCertIssuer: args.authority_cert_issuer ?? [],
    authorityCertSerialNumber: wholeNumber(args.authority_cert_serial_number),
    crlDistributionPoints: (args.crl_distribution_points ?? []).map((point) => ({
      fullName: point.full_name ?? [],
      relativeName: point.relative_name ?? [],
      crlIssuer: point.crl_issuer ?? [],
      reasons: point.reasons ?? [],
    })),
  });
}

/** Bytes as `00:11:22`; the colons may be left out. */
function identifierOf(text: string | undefined, name: string): Buffer | undefined {
  if (text === undefined) return undefined;
  if (!/^[0-9a-f]{2}(:?[0-9a-f]{2})*$/i.test(text))
    throw new ModuleFailure(`${name} '${text}' is not written as 00:11:22`);
  return Buffer.from(text.replaceAll(':', ''), 'hex');
}

function wholeNumber(value: Value | undefined): bigint | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' || typeof value === 'bigint') return BigInt(value);
  if (typeof value === 'string' && /^\s*-?\d+\s*$/.test(value)) return BigInt(value.trim());
  throw new ModuleFailure('authority_cert_serial_number is no whole number');
}

/** Whether a request has the wanted extensions. Those that cannot be asked for do not count, nor does the order of names. */
export function hasExtensions(found: readonly Extension[], wanted: readonly Extension[]): boolean {
  const comparable = found.filter(({ oid }) => isKnown(oid));
  return sameExtensions(comparable.map(inOrder), wanted.map(inOrder));
}

function isKnown(oid: string): boolean {
  return oid !== extensionIds.authorityInfoAccess && Object.values<string>(extensionIds).includes(oid);
}

function inOrder(extension: Extension): Extension {
  const isSet =
    extension.oid === extensionIds.subjectAltName || extension.oid === extensionIds.extendedKeyUsage;
  if (!isSet) return extension;
  try {
    const members = sequenceOf(readDer(extension.value)).map(({ whole }) => whole);
    return { ...extension, value: sequence(...members.toSorted(Buffer.compare)) };
  } catch (error) {
    // What is no list is not the wanted one either.
    if (error instanceof DerError) return extension;
    throw error;
  }
}
