import type { ResultData } from '../../result.ts';
import { type DerValue, isContext, isUniversal, membersOf, readDer, sequenceOf, tags } from './der.ts';
import { integerOf, objectIdentifierText } from './der-write.ts';
import { type Extension, extensionIds, extensionNamed } from './extensions.ts';
import { colons, generalNameText } from './general-name.ts';
import { keyUsageNames } from './key-usage.ts';
import { extendedUsageNames, longNameOf } from './object-names.ts';

/** What extensions say, under the keys that Ansible shows of certificates and requests alike. Throws DerError. */
export function describeExtensions(extensions: readonly Extension[]): Readonly<Record<string, ResultData>> {
  const find = (name: keyof typeof extensionIds): Extension | undefined =>
    extensionNamed(extensions, extensionIds[name]);
  const described = <T extends ResultData>(
    name: keyof typeof extensionIds,
    describe: (value: DerValue) => T,
  ): T | null => {
    const extension = find(name);
    return extension === undefined ? null : describe(readDer(extension.value));
  };
  const critical = (name: keyof typeof extensionIds): boolean => find(name)?.critical ?? false;
  return {
    basic_constraints: described('basicConstraints', basicConstraints),
    basic_constraints_critical: critical('basicConstraints'),
    extended_key_usage: described('extendedKeyUsage', extendedKeyUsage),
    extended_key_usage_critical: critical('extendedKeyUsage'),
    extensions_by_oid: Object.fromEntries(
      extensions.map(({ oid, critical: isCritical, value }) => [
        oid,
        { critical: isCritical, value: value.toString('base64') },
      ]),
    ),
    key_usage: described('keyUsage', keyUsageNames),
    key_usage_critical: critical('keyUsage'),
    ocsp_must_staple: described('tlsFeature', asksForStapling),
    ocsp_must_staple_critical: critical('tlsFeature'),
    subject_alt_name: described('subjectAltName', (value) => sequenceOf(value).map(generalNameText)),
    subject_alt_name_critical: critical('subjectAltName'),
    subject_key_identifier: described('subjectKeyIdentifier', ({ content }) =>
      colons(content.toString('hex')),
    ),
    ...authorityKeys(find('authorityKeyIdentifier')),
  };
}

/** `name_constraints_*`: of requests alone. */
export function describeNameConstraints(
  extensions: readonly Extension[],
): Readonly<Record<string, ResultData>> {
  const extension = extensionNamed(extensions, extensionIds.nameConstraints);
  const members = extension === undefined ? [] : sequenceOf(readDer(extension.value));
  const subtrees = (tag: number): readonly string[] | null => {
    const list = members.find((member) => isContext(member, tag));
    if (list === undefined) return null;
    return membersOf(list).flatMap((subtree) => sequenceOf(subtree).slice(0, 1).map(generalNameText));
  };
  return {
    name_constraints_critical: extension?.critical ?? false,
    name_constraints_excluded: subtrees(1),
    name_constraints_permitted: subtrees(0),
  };
}

function basicConstraints(value: DerValue): readonly string[] {
  const members = sequenceOf(value);
  const isAuthority = members.some((member) => isUniversal(member, tags.boolean) && member.content[0] !== 0);
  const length = members.find((member) => isUniversal(member, tags.integer));
  return [
    `CA:${isAuthority ? 'TRUE' : 'FALSE'}`,
    ...(length === undefined ? [] : [`pathlen:${integerOf(length)}`]),
  ];
}

function extendedKeyUsage(value: DerValue): readonly string[] {
  return sequenceOf(value)
    .map(({ content }) => longNameOf(extendedUsageNames, objectIdentifierText(content)))
    .sort();
}

/** status_request, or its second version (RFC 7633). */
function asksForStapling(value: DerValue): boolean {
  return sequenceOf(value).some((feature) => [5n, 17n].includes(integerOf(feature)));
}

function authorityKeys(extension: Extension | undefined): Readonly<Record<string, ResultData>> {
  const members = extension === undefined ? [] : sequenceOf(readDer(extension.value));
  const [key, issuer, serial] = [0, 1, 2].map((tag) => members.find((member) => isContext(member, tag)));
  return {
    authority_key_identifier: key === undefined ? null : colons(key.content.toString('hex')),
    authority_cert_issuer: issuer === undefined ? null : membersOf(issuer).map(generalNameText),
    authority_cert_serial_number: serial === undefined ? null : integerOf(serial),
  };
}
