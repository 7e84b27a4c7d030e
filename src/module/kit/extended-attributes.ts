import { quotePath } from './paths.ts';
import { mapReading, type Reading, textReading } from './reading.ts';

/** The letters of lsattr(1) by name. */
const flagNames: Readonly<Record<string, string>> = {
  A: 'noatime',
  a: 'append',
  c: 'compressed',
  C: 'nocow',
  d: 'nodump',
  D: 'dirsync',
  e: 'extents',
  E: 'encrypted',
  h: 'blocksize',
  i: 'immutable',
  I: 'indexed',
  j: 'journalled',
  N: 'inline',
  s: 'zero',
  S: 'synchronous',
  t: 'notail',
  T: 'blockroot',
  u: 'undelete',
  X: 'compressedraw',
  Z: 'compresseddirty',
};

export interface ExtendedAttributes {
  readonly attr_flags?: string;
  readonly attributes?: readonly string[];
  readonly version?: string | null;
}

/** The flags of the file system on a path; none where the target or the file system has no such thing. */
export function attributesOf(path: string): Reading<ExtendedAttributes> {
  return mapReading(textReading(`r=$(lsattr -v -d ${quotePath(path)} 2>/dev/null)`, 'sets'), (text) => {
    const match = /^\s*(\d+)\s+([-A-Za-z]+)\s/.exec(text ?? '');
    const flags = (match?.[2] ?? '').replaceAll('-', '');
    const attributes = [...flags].map((flag) => flagNames[flag]).filter((name) => name !== undefined);
    return { attr_flags: flags, attributes, version: match?.[1] ?? null };
  });
}
