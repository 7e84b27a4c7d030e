import { ModuleFailure } from '../../result.ts';
import { DerError, type DerValue, expectUniversal, membersOf, sequenceOf, tags } from './der.ts';
import { derValue, objectIdentifier, objectIdentifierText, sequence, setOf } from './der-write.ts';
import { attributeNames, longNameOf, objectIdentifierNamed, shortNameOf } from './object-names.ts';

/** One part of a distinguished name. */
export interface NameAttribute {
  readonly oid: string;
  readonly value: string;
}

const countries = new Set(['2.5.4.6', '1.3.6.1.4.1.311.60.2.1.3']);
const printable = new Set([...countries, '2.5.4.5', '2.5.4.46']);
const ia5 = new Set(['1.2.840.113549.1.9.1', '0.9.2342.19200300.100.1.25']);

/** An attribute by its name or number. Throws ModuleFailure for unknown names and for values that it cannot have. */
export function nameAttribute(name: string, value: string): NameAttribute {
  const oid = objectIdentifierNamed(attributeNames, name, 'attribute of a name');
  if (countries.has(oid) && !/^[A-Za-z]{2}$/.test(value))
    throw new ModuleFailure(`a country has two letters, '${value}' has not`);
  return { oid, value };
}

/** A Name (RFC 5280): one attribute in each of its parts, in the given order. */
export function encodeName(attributes: readonly NameAttribute[]): Buffer {
  return sequence(...attributes.map((attribute) => setOf(encodeAttribute(attribute))));
}

/** One attribute with its value in the type that the standard wants: country codes printable, mail addresses IA5. */
export function encodeAttribute({ oid, value }: NameAttribute): Buffer {
  const tag = printable.has(oid) ? tags.printableString : ia5.has(oid) ? tags.ia5String : tags.utf8String;
  return sequence(objectIdentifier(oid), derValue(tag, Buffer.from(value)));
}

/** The attributes of a Name, in their order. Throws DerError. */
export function nameOf(value: DerValue): readonly NameAttribute[] {
  return sequenceOf(value).flatMap((part) => membersOf(expectUniversal(part, tags.set)).map(attributeOf));
}

function attributeOf(value: DerValue): NameAttribute {
  const [oid, text] = sequenceOf(value);
  return {
    oid: objectIdentifierText(expectUniversal(oid, tags.objectIdentifier).content),
    value: text === undefined ? '' : textOf(text),
  };
}

function textOf({ tag, content }: DerValue): string {
  if (tag === tags.teletexString) return content.toString('latin1');
  if (tag === tags.bmpString && content.length % 2 !== 0)
    throw new DerError('a text ends within a character');
  if (tag === tags.bmpString) return Buffer.from(content).swap16().toString('utf16le');
  return content.toString();
}

/** `/CN=x/O=y` or `CN=x,O=y`. Names and values may have a backslash before what would end them. */
export function parseName(text: string): readonly NameAttribute[] {
  const separator = text.startsWith('/') ? '/' : ',';
  const parts = splitEscaped(separator === '/' ? text.slice(1) : text, separator);
  return parts.map((part) => {
    const at = part.indexOf('=');
    if (at < 0) throw new ModuleFailure(`'${part}' in the name '${text}' is not of the form NAME=VALUE`);
    return nameAttribute(part.slice(0, at).trim(), unescaped(part.slice(at + 1)));
  });
}

function splitEscaped(text: string, separator: string): readonly string[] {
  const parts = [''];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === separator) {
      parts.push('');
      continue;
    }
    const taken = character === '\\' ? text.slice(at, at + 2) : character;
    parts.push((parts.pop() ?? '') + taken);
    at += taken.length - 1;
  }
  return parts.map((part) => part.trim());
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/gs, '$1');
}

/** `CN=x,O=y`: the last part first (RFC 4514). */
export function formatName(attributes: readonly NameAttribute[]): string {
  return attributes
    .toReversed()
    .map(({ oid, value }) => `${shortNameOf(attributeNames, oid)}=${value.replaceAll(/[,+"\\<>;]/g, '\\$&')}`)
    .join(',');
}

/** Long names with their values, in order: `subject_ordered`. */
export function orderedName(attributes: readonly NameAttribute[]): readonly (readonly [string, string])[] {
  return attributes.map(({ oid, value }) => [longNameOf(attributeNames, oid), value] as const);
}

/** Whether two names have the same parts in the same order. */
export function isSameName(one: readonly NameAttribute[], other: readonly NameAttribute[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ oid, value }, index) => other[index]?.oid === oid && other[index].value === value)
  );
}
