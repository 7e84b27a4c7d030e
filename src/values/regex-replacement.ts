import { valueError } from './errors.ts';

interface Groups {
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
}

interface Match {
  readonly groups: readonly (string | undefined)[];
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
};

/**
 * Python's replacement template as a function of a match. A group that took no part gives nothing.
 * @throws `template-value` for a group that does not exist or an unknown escape of a letter.
 */
export function translateReplacement(replacement: string, groups: Groups): (match: Match) => string {
  const parts: (string | number)[] = [];
  const pattern = /\\(?:g<([^>]*)>|(0[0-7]{0,2}|[1-3][0-7]{2})|([1-9][0-9]?)|([\s\S]))|[^\\]+|\\$/g;
  for (const found of replacement.matchAll(pattern)) {
    const [all, named, octal, number, letter] = found;
    if (named !== undefined) parts.push(groupNumber(named, groups));
    else if (octal !== undefined) parts.push(String.fromCharCode(Number.parseInt(octal, 8)));
    else if (number !== undefined) parts.push(groupNumber(number, groups));
    else if (letter !== undefined) parts.push(escapeText(letter, replacement));
    else if (all === '\\')
      throw valueError(`bad escape (end of pattern) in the replacement '${replacement}'`);
    else parts.push(all);
  }
  return (match) =>
    parts.map((part) => (typeof part === 'string' ? part : (match.groups[part] ?? ''))).join('');
}

function escapeText(letter: string, replacement: string): string {
  const plain = escapes[letter];
  if (plain !== undefined) return plain;
  if (/[A-Za-z]/.test(letter)) throw valueError(`bad escape \\${letter} in the replacement '${replacement}'`);
  return `\\${letter}`;
}

function groupNumber(reference: string, groups: Groups): number {
  if (/^[0-9]+$/.test(reference)) {
    const number = Number(reference);
    if (number > groups.groupCount) throw valueError(`invalid group reference ${number}`);
    return number;
  }
  const number = groups.groupNames.get(reference);
  if (number === undefined) throw valueError(`unknown group name '${reference}'`);
  return number;
}
