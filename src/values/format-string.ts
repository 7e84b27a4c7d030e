import { valueError } from './errors.ts';
import { formatSpec } from './format-spec.ts';
import { getPlainMember } from './plain-member.ts';
import { ascii, repr, str } from './printing.ts';
import type { CallArguments, Value } from './types.ts';

/** How the fields are numbered: by their order, or each by itself; not both. */
interface Cursor {
  automatic: number;
  numbering: 'automatic' | 'manual' | undefined;
}

/** Python's `str.format`: `{}`, `{0}`, `{name}`, `{a[b]}`, `{x!r}`, `{x:>8.2f}`, `{x:{width}}`. */
export function formatString(template: string, args: CallArguments): string {
  return expand(template, args, { automatic: 0, numbering: undefined }, 2);
}

function expand(template: string, args: CallArguments, cursor: Cursor, depth: number): string {
  if (depth === 0) throw valueError('Max string recursion exceeded');
  let result = '';
  let position = 0;
  while (position < template.length) {
    const character = template[position] ?? '';
    if (character !== '{' && character !== '}') {
      result += character;
      position += 1;
    } else if (template[position + 1] === character) {
      result += character;
      position += 2;
    } else if (character === '}') {
      throw valueError("Single '}' encountered in format string");
    } else {
      const end = fieldEnd(template, position);
      result += formatField(template.slice(position + 1, end), args, cursor, depth);
      position = end + 1;
    }
  }
  return result;
}

function fieldEnd(template: string, start: number): number {
  let level = 0;
  for (let index = start; index < template.length; index += 1) {
    if (template[index] === '{') level += 1;
    if (template[index] === '}') level -= 1;
    if (level === 0) return index;
  }
  throw valueError("expected '}' before end of string");
}

function formatField(field: string, args: CallArguments, cursor: Cursor, depth: number): string {
  const found = /^([^!:]*)(?:!([rsa]))?(?::([\s\S]*))?$/.exec(field);
  if (found === null) throw valueError(`invalid field '{${field}}' in a format string`);
  const [, path = '', conversion, spec = ''] = found;
  const value = resolve(path, args, cursor);
  const fullSpec = spec.includes('{') ? expand(spec, args, cursor, depth - 1) : spec;
  if (conversion === 's') return formatSpec(str(value), fullSpec);
  if (conversion === 'a') return formatSpec(ascii(value), fullSpec);
  if (conversion !== undefined) return formatSpec(repr(value), fullSpec);
  return formatSpec(value, fullSpec);
}

function resolve(path: string, args: CallArguments, cursor: Cursor): Value {
  const [, first = '', rest = ''] = /^([^.[]*)([\s\S]*)$/.exec(path) ?? [];
  let value: Value | undefined;
  if (first === '' || /^[0-9]+$/.test(first)) {
    const numbering = first === '' ? 'automatic' : 'manual';
    if (cursor.numbering !== undefined && cursor.numbering !== numbering) {
      throw valueError('fields of a format string are numbered automatically or by hand, not both');
    }
    cursor.numbering = numbering;
    const index = first === '' ? cursor.automatic++ : Number(first);
    value = args.positional[index];
    if (value === undefined) throw valueError('Replacement index out of range for positional args tuple');
  } else {
    value = args.keyword.get(first);
    if (value === undefined) throw valueError(`'${first}'`);
  }
  for (const [, attribute, item] of rest.matchAll(/\.([^.[]+)|\[([^\]]+)\]/g)) {
    const name = attribute ?? item ?? '';
    const key = attribute === undefined && /^[0-9]+$/.test(name) ? Number(name) : name;
    // No attributes: what a template may not reach by itself, a format string may not either.
    const member: Value | undefined = attribute === undefined ? getPlainMember(value, key) : undefined;
    if (member === undefined) throw valueError(`a format string asks for '${name}', which does not exist`);
    value = member;
  }
  return value;
}
