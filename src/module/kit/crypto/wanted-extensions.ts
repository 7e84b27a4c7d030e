import { ModuleFailure } from '../../result.ts';
import { type CrlDistributionPoint, encodeDistributionPoints } from './crl-distribution-points.ts';
import {
  boolean,
  implicit,
  integer,
  integerBytes,
  objectIdentifier,
  octetString,
  sequence,
  tagged,
} from './der-write.ts';
import { type Extension, extensionIds } from './extensions.ts';
import { encodeGeneralName } from './general-name.ts';
import { encodeKeyUsage } from './key-usage.ts';
import { extendedUsageNames, objectIdentifierNamed } from './object-names.ts';

/** What a certificate shall say beyond its subject and key, as the task says it. */
export interface WantedExtensions {
  readonly subjectAltName: readonly string[];
  readonly subjectAltNameCritical: boolean;
  readonly keyUsage: readonly string[];
  readonly keyUsageCritical: boolean;
  readonly extendedKeyUsage: readonly string[];
  readonly extendedKeyUsageCritical: boolean;
  readonly basicConstraints: readonly string[];
  readonly basicConstraintsCritical: boolean;
  readonly ocspMustStaple: boolean;
  readonly ocspMustStapleCritical: boolean;
  readonly namesPermitted: readonly string[];
  readonly namesExcluded: readonly string[];
  readonly nameConstraintsCritical: boolean;
  /** The bytes; undefined for none. */
  readonly subjectKeyIdentifier: Buffer | undefined;
  readonly authorityKeyIdentifier: Buffer | undefined;
  readonly authorityCertIssuer: readonly string[];
  readonly authorityCertSerialNumber: bigint | undefined;
  readonly crlDistributionPoints: readonly CrlDistributionPoint[];
}

/** The extensions in the order in which Ansible writes them. Throws ModuleFailure for what cannot be written. */
export function wantedExtensions(wanted: WantedExtensions): readonly Extension[] {
  const extensions: Extension[] = [];
  const add = (name: keyof typeof extensionIds, critical: boolean, value: Buffer): void => {
    extensions.push({ oid: extensionIds[name], critical, value });
  };
  if (wanted.subjectAltName.length > 0) {
    const names = wanted.subjectAltName.map((name) => encodeGeneralName(name));
    add('subjectAltName', wanted.subjectAltNameCritical, sequence(...names));
  }
  if (wanted.keyUsage.length > 0) add('keyUsage', wanted.keyUsageCritical, encodeKeyUsage(wanted.keyUsage));
  if (wanted.extendedKeyUsage.length > 0) {
    const usages = wanted.extendedKeyUsage.map((name) =>
      objectIdentifier(objectIdentifierNamed(extendedUsageNames, name, 'extended key usage')),
    );
    add('extendedKeyUsage', wanted.extendedKeyUsageCritical, sequence(...usages));
  }
  if (wanted.basicConstraints.length > 0)
    add('basicConstraints', wanted.basicConstraintsCritical, encodeBasicConstraints(wanted.basicConstraints));
  if (wanted.ocspMustStaple)
    add('tlsFeature', wanted.ocspMustStapleCritical, sequence(integer(STATUS_REQUEST)));
  if (wanted.namesPermitted.length > 0 || wanted.namesExcluded.length > 0)
    add('nameConstraints', wanted.nameConstraintsCritical, encodeNameConstraints(wanted));
  if (wanted.subjectKeyIdentifier !== undefined)
    add('subjectKeyIdentifier', false, octetString(wanted.subjectKeyIdentifier));
  const authority = encodeAuthority(wanted);
  if (authority !== undefined) add('authorityKeyIdentifier', false, authority);
  if (wanted.crlDistributionPoints.length > 0)
    add('crlDistributionPoints', false, encodeDistributionPoints(wanted.crlDistributionPoints));
  return extensions;
}

/** The TLS extension that OCSP stapling is asked for by (RFC 7633). */
const STATUS_REQUEST = 5n;

/** `CA:TRUE` or `CA:FALSE`, `pathlen:0`. */
function encodeBasicConstraints(constraints: readonly string[]): Buffer {
  let isAuthority = false;
  let pathLength: bigint | undefined;
  for (const constraint of constraints) {
    const length = /^pathlen:(\d+)$/i.exec(constraint)?.[1];
    if (/^CA:(TRUE|FALSE)$/i.test(constraint)) isAuthority = /TRUE$/i.test(constraint);
    else if (length !== undefined) pathLength = BigInt(length);
    else
      throw new ModuleFailure(
        `there is no basic constraint '${constraint}'; there are CA:TRUE, CA:FALSE and pathlen:0`,
      );
  }
  if (pathLength !== undefined && !isAuthority)
    throw new ModuleFailure('a pathlen among the basic constraints needs CA:TRUE beside it');
  return sequence(
    ...(isAuthority ? [boolean(true)] : []),
    ...(pathLength === undefined ? [] : [integer(pathLength)]),
  );
}

function encodeNameConstraints({
  namesPermitted,
  namesExcluded,
}: Pick<WantedExtensions, 'namesPermitted' | 'namesExcluded'>): Buffer {
  const subtrees = (tag: number, names: readonly string[]): Buffer[] =>
    names.length === 0
      ? []
      : [tagged(tag, ...names.map((name) => sequence(encodeGeneralName(name, 'constraint'))))];
  return sequence(...subtrees(0, namesPermitted), ...subtrees(1, namesExcluded));
}

function encodeAuthority(wanted: WantedExtensions): Buffer | undefined {
  const {
    authorityKeyIdentifier: key,
    authorityCertIssuer: issuer,
    authorityCertSerialNumber: serial,
  } = wanted;
  if (key === undefined && issuer.length === 0 && serial === undefined) return undefined;
  return sequence(
    ...(key === undefined ? [] : [implicit(0, key)]),
    ...(issuer.length === 0 ? [] : [tagged(1, ...issuer.map((name) => encodeGeneralName(name)))]),
    ...(serial === undefined ? [] : [implicit(2, integerBytes(serial))]),
  );
}
