import { nearestName } from '../../../util/nearest.ts';
import { ModuleFailure } from '../../result.ts';

/** An object identifier with the names that OpenSSL has for it. */
export interface ObjectName {
  readonly oid: string;
  readonly short: string;
  readonly long: string;
}

function named(rows: readonly (readonly [string, string, string])[]): readonly ObjectName[] {
  return rows.map(([oid, short, long]) => ({ oid, short, long }));
}

/** What a distinguished name is made of. */
export const attributeNames = named([
  ['2.5.4.3', 'CN', 'commonName'],
  ['2.5.4.4', 'SN', 'surname'],
  ['2.5.4.5', 'serialNumber', 'serialNumber'],
  ['2.5.4.6', 'C', 'countryName'],
  ['2.5.4.7', 'L', 'localityName'],
  ['2.5.4.8', 'ST', 'stateOrProvinceName'],
  ['2.5.4.9', 'street', 'streetAddress'],
  ['2.5.4.10', 'O', 'organizationName'],
  ['2.5.4.11', 'OU', 'organizationalUnitName'],
  ['2.5.4.12', 'title', 'title'],
  ['2.5.4.13', 'description', 'description'],
  ['2.5.4.15', 'businessCategory', 'businessCategory'],
  ['2.5.4.16', 'postalAddress', 'postalAddress'],
  ['2.5.4.17', 'postalCode', 'postalCode'],
  ['2.5.4.41', 'name', 'name'],
  ['2.5.4.42', 'GN', 'givenName'],
  ['2.5.4.43', 'initials', 'initials'],
  ['2.5.4.44', 'generationQualifier', 'generationQualifier'],
  ['2.5.4.45', 'x500UniqueIdentifier', 'x500UniqueIdentifier'],
  ['2.5.4.46', 'dnQualifier', 'dnQualifier'],
  ['2.5.4.65', 'pseudonym', 'pseudonym'],
  ['2.5.4.97', 'organizationIdentifier', 'organizationIdentifier'],
  ['1.2.840.113549.1.9.1', 'emailAddress', 'emailAddress'],
  ['1.2.840.113549.1.9.2', 'unstructuredName', 'unstructuredName'],
  ['0.9.2342.19200300.100.1.1', 'UID', 'userId'],
  ['0.9.2342.19200300.100.1.25', 'DC', 'domainComponent'],
  ['1.3.6.1.4.1.311.60.2.1.1', 'jurisdictionL', 'jurisdictionLocalityName'],
  ['1.3.6.1.4.1.311.60.2.1.2', 'jurisdictionST', 'jurisdictionStateOrProvinceName'],
  ['1.3.6.1.4.1.311.60.2.1.3', 'jurisdictionC', 'jurisdictionCountryName'],
]);

/** What a key may be used for beyond its plain usage. */
export const extendedUsageNames = named([
  ['2.5.29.37.0', 'anyExtendedKeyUsage', 'Any Extended Key Usage'],
  ['1.3.6.1.5.5.7.3.1', 'serverAuth', 'TLS Web Server Authentication'],
  ['1.3.6.1.5.5.7.3.2', 'clientAuth', 'TLS Web Client Authentication'],
  ['1.3.6.1.5.5.7.3.3', 'codeSigning', 'Code Signing'],
  ['1.3.6.1.5.5.7.3.4', 'emailProtection', 'E-mail Protection'],
  ['1.3.6.1.5.5.7.3.5', 'ipsecEndSystem', 'IPSec End System'],
  ['1.3.6.1.5.5.7.3.6', 'ipsecTunnel', 'IPSec Tunnel'],
  ['1.3.6.1.5.5.7.3.7', 'ipsecUser', 'IPSec User'],
  ['1.3.6.1.5.5.7.3.8', 'timeStamping', 'Time Stamping'],
  ['1.3.6.1.5.5.7.3.9', 'OCSPSigning', 'OCSP Signing'],
  ['1.3.6.1.5.5.7.3.10', 'DVCS', 'dvcs'],
  ['1.3.6.1.5.5.7.3.17', 'ipsecIKE', 'ipsec Internet Key Exchange'],
  ['1.3.6.1.5.5.7.3.21', 'secureShellClient', 'SSH Client'],
  ['1.3.6.1.5.5.7.3.22', 'secureShellServer', 'SSH Server'],
  ['1.3.6.1.5.2.3.4', 'pkInitClientAuth', 'PKINIT Client Auth'],
  ['1.3.6.1.5.2.3.5', 'pkInitKDC', 'Signing KDC Response'],
  ['1.3.6.1.4.1.311.2.1.21', 'msCodeInd', 'Microsoft Individual Code Signing'],
  ['1.3.6.1.4.1.311.2.1.22', 'msCodeCom', 'Microsoft Commercial Code Signing'],
  ['1.3.6.1.4.1.311.10.3.1', 'msCTLSign', 'Microsoft Trust List Signing'],
  ['1.3.6.1.4.1.311.10.3.4', 'msEFS', 'Microsoft Encrypted File System'],
  ['1.3.6.1.4.1.311.20.2.2', 'msSmartcardLogin', 'Microsoft Smartcard Login'],
]);

/** The identifier that a name, short or long, or a dotted number stands for. Throws ModuleFailure for any other. */
export function objectIdentifierNamed(names: readonly ObjectName[], name: string, what: string): string {
  const known = names.find(({ short, long, oid }) => name === short || name === long || name === oid);
  if (known !== undefined) return known.oid;
  if (/^[012](\.\d+)+$/.test(name)) return name;
  const guess = nearestName(
    name,
    names.flatMap(({ short, long }) => [short, long]),
  );
  throw new ModuleFailure(
    `there is no ${what} '${name}'; names of OpenSSL and object identifiers (1.2.3) are accepted`,
    guess === undefined ? {} : { hint: `did you mean '${guess}'?` },
  );
}

/** The long name of an identifier; the number itself when it has none here. */
export function longNameOf(names: readonly ObjectName[], oid: string): string {
  return names.find((one) => one.oid === oid)?.long ?? oid;
}

/** The short name of an identifier; the number itself when it has none here. */
export function shortNameOf(names: readonly ObjectName[], oid: string): string {
  return names.find((one) => one.oid === oid)?.short ?? oid;
}
