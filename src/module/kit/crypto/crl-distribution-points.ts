import { implicit, namedBits, sequence, tagged } from './der-write.ts';
import { encodeAttribute, parseName } from './distinguished-name.ts';
import { encodeGeneralName } from './general-name.ts';

/** Where the list of revoked certificates is to be had. */
export interface CrlDistributionPoint {
  readonly fullName: readonly string[];
  /** `CN=x` each. */
  readonly relativeName: readonly string[];
  readonly crlIssuer: readonly string[];
  readonly reasons: readonly string[];
}

/** The bits of ReasonFlags (RFC 5280, 4.2.1.13) from the second on; the first is unused. */
export const revocationReasons = [
  'key_compromise',
  'ca_compromise',
  'affiliation_changed',
  'superseded',
  'cessation_of_operation',
  'certificate_hold',
  'privilege_withdrawn',
  'aa_compromise',
] as const;

export function encodeDistributionPoints(points: readonly CrlDistributionPoint[]): Buffer {
  return sequence(
    ...points.map(({ fullName, relativeName, crlIssuer, reasons }) =>
      sequence(
        ...(fullName.length === 0 ? [] : [tagged(0, tagged(0, ...names(fullName)))]),
        ...(relativeName.length === 0 ? [] : [tagged(0, relative(relativeName))]),
        ...(reasons.length === 0 ? [] : [reasonFlags(reasons)]),
        ...(crlIssuer.length === 0 ? [] : [tagged(2, ...names(crlIssuer))]),
      ),
    ),
  );
}

function names(texts: readonly string[]): readonly Buffer[] {
  return texts.map((text) => encodeGeneralName(text));
}

/** One part of a name, which may have several attributes; the order of a set is that of its bytes. */
function relative(parts: readonly string[]): Buffer {
  const attributes = parts.flatMap((part) => parseName(part)).map(encodeAttribute);
  return tagged(1, ...attributes.toSorted(Buffer.compare));
}

function reasonFlags(reasons: readonly string[]): Buffer {
  const all: readonly string[] = revocationReasons;
  return implicit(1, namedBits(reasons.map((reason) => all.indexOf(reason) + 1)));
}
