import { isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import { ModuleFailure } from '../../result.ts';
import { addressBytes, addressText, maskBytes, prefixLength } from '../ip-address.ts';
import { type DerValue, membersOf, readDer } from './der.ts';
import {
  implicit,
  objectIdentifier,
  objectIdentifierBytes,
  objectIdentifierText,
  tagged,
  utf8String,
} from './der-write.ts';
import { encodeName, formatName, nameOf, parseName } from './distinguished-name.ts';

const kinds = ['otherName', 'email', 'DNS', 'dirName', 'URI', 'IP', 'RID'] as const;

/** In name constraints an address is a network. */
export type NameUse = 'name' | 'constraint';

/** `DNS:host`, `IP:10.0.0.1`, `email:`, `URI:`, `RID:`, `dirName:`, `otherName:`. Throws ModuleFailure for others. */
export function encodeGeneralName(text: string, use: NameUse = 'name'): Buffer {
  const [, kind = '', value = ''] = /^([A-Za-z]+):(.*)$/s.exec(text.trim()) ?? [];
  switch (kind) {
    case 'otherName':
      return encodeOtherName(value, text);
    case 'email':
      return implicit(1, Buffer.from(value));
    case 'DNS':
      return implicit(2, Buffer.from(asciiHost(value)));
    case 'dirName':
      // A name that is written the last part first, as Ansible has it.
      return tagged(4, encodeName(parseName(value).toReversed()));
    case 'URI':
      return implicit(6, Buffer.from(value));
    case 'IP':
      return implicit(7, use === 'constraint' ? network(value, text) : address(value, text));
    case 'RID':
      return implicit(8, identifierBytes(value, text));
    default:
      throw new ModuleFailure(
        `'${text}' is no name with its kind before it: ${kinds.join(', ')}, as in DNS:example.com`,
      );
  }
}

function identifierBytes(value: string, text: string): Buffer {
  if (!/^[012](\.\d+)+$/.test(value))
    throw new ModuleFailure(`'${text}': '${value}' is no object identifier`);
  return objectIdentifierBytes(value);
}

/** Names beyond ASCII in the form that DNS knows. */
function asciiHost(host: string): string {
  if (/^[\u0000-\u007f]*$/.test(host)) return host;
  const labels = host
    .split('.')
    .map((label) => (label === '' || label === '*' ? label : domainToASCII(label)));
  if (labels.some((label, index) => label === '' && host.split('.')[index] !== ''))
    throw new ModuleFailure(`'${host}' is no name of a host`);
  return labels.join('.');
}

function address(value: string, text: string): Buffer {
  if (!isIPv4(value) && !isIPv6(value)) throw new ModuleFailure(`'${text}': '${value}' is no IP address`);
  return addressBytes(value);
}

/** The address of a network and its mask, one after the other. */
function network(value: string, text: string): Buffer {
  const [base = '', length] = value.split('/');
  const bytes = address(base, text);
  const bits = length === undefined ? bytes.length * 8 : Number(length);
  if (!/^\d+$/.test(length ?? '0') || bits > bytes.length * 8)
    throw new ModuleFailure(`'${text}': '${value}' is no network, as in 10.0.0.0/8`);
  const mask = maskBytes(bytes.length, bits);
  if (bytes.some((byte, index) => (byte & ~(mask[index] ?? 0) & 0xff) !== 0))
    throw new ModuleFailure(`'${text}': the address ${base} has bits beyond the network`);
  return Buffer.concat([bytes, mask]);
}

/** `OID;UTF8:text`, or `OID;` and the value's bytes in hexadecimal with colons. */
function encodeOtherName(value: string, text: string): Buffer {
  const [, oid = '', content = ''] = /^([\d.]+);(.*)$/s.exec(value) ?? [];
  if (!/^[012](\.\d+)+$/.test(oid))
    throw new ModuleFailure(`'${text}' is not of the form otherName:1.2.3;UTF8:text`);
  const word = /^(?:UTF8|UTF8String):(.*)$/s.exec(content)?.[1];
  if (word !== undefined) return tagged(0, objectIdentifier(oid), tagged(0, utf8String(word)));
  if (!/^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2})*$/.test(content))
    throw new ModuleFailure(`'${text}': a value is UTF8:text, or bytes as 0c:01:61`);
  return tagged(0, objectIdentifier(oid), tagged(0, Buffer.from(content.replaceAll(':', ''), 'hex')));
}

/** A GeneralName in the form that `encodeGeneralName` takes. Throws DerError. */
export function generalNameText(value: DerValue): string {
  const { content, tag } = value;
  switch (tag) {
    case 0:
      return otherNameText(value);
    case 1:
      return `email:${content.toString('latin1')}`;
    case 2:
      return `DNS:${content.toString('latin1')}`;
    case 4:
      return `dirName:${formatName(membersOf(value).flatMap(nameOf))}`;
    case 6:
      return `URI:${content.toString('latin1')}`;
    case 7:
      return `IP:${ipText(content)}`;
    case 8:
      return `RID:${objectIdentifierText(content)}`;
    default:
      return `unknown:${value.whole.toString('hex')}`;
  }
}

function otherNameText(value: DerValue): string {
  const [oid, inner] = membersOf(value);
  const bytes = inner === undefined ? '' : readDer(inner.content).whole.toString('hex');
  return `otherName:${objectIdentifierText(oid?.content ?? Buffer.alloc(0))};${colons(bytes)}`;
}

function ipText(content: Buffer): string {
  if (content.length !== 8 && content.length !== 32) return addressText(content);
  const half = content.length / 2;
  return `${addressText(content.subarray(0, half))}/${prefixLength(content.subarray(half))}`;
}

/** `001122` as `00:11:22`. */
export function colons(hex: string): string {
  return hex.replaceAll(/(..)(?=.)/g, '$1:');
}
