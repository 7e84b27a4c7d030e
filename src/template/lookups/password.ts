import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { saltFrom } from '../../util/crypt/base64.ts';
import { toList } from '../../values/iterate.ts';
import { str } from '../../values/printing.ts';
import type { Value } from '../../values/types.ts';
import { hashPassword } from '../filters/passwords.ts';
import { choice, type RandomSource, randomSource } from '../random/sources.ts';
import { inlineOptions, lookupError, requireTerm, textOption } from './options.ts';
import type { Lookup } from './types.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const LETTERS = LOWER + LOWER.toUpperCase();
const SETS: ReadonlyMap<string, string> = new Map([
  ['ascii_letters', LETTERS],
  ['ascii_lowercase', LOWER],
  ['ascii_uppercase', LOWER.toUpperCase()],
  ['digits', '0123456789'],
  ['hexdigits', '0123456789abcdefABCDEF'],
  ['octdigits', '01234567'],
  ['punctuation', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'],
]);
const LONGEST = 100_000;
const INLINE = ['length', 'chars', 'encrypt', 'ident', 'seed'];

/** A random password that is kept in a file (mode 0600) of the controller and read from it the next time. */
export const password: Lookup = (terms, options, context) =>
  terms.map((each) => {
    const inline = inlineOptions(requireTerm(each, 'password'), options, INLINE);
    const folder = context.searchPaths.at(-1) ?? process.cwd();
    return passwordOf(isAbsolute(inline.term) ? inline.term : join(folder, inline.term), inline.options);
  });

interface Kept {
  readonly password: string;
  readonly salt: string | undefined;
}

function passwordOf(path: string, options: ReadonlyMap<string, Value>): string {
  const known = path === '/dev/null' ? undefined : readKept(path);
  const source = randomSource(textOption(options, 'seed'));
  const made = known?.password ?? randomText(source, options);
  const encrypt = textOption(options, 'encrypt');
  const salt = known?.salt ?? (encrypt === undefined ? undefined : saltFor(encrypt));
  if (path !== '/dev/null' && (known === undefined || known.salt !== salt)) {
    keep(path, { password: made, salt });
  }
  return encrypt === undefined
    ? made
    : hashPassword({ password: made, hashType: encrypt, salt, ident: textOption(options, 'ident') });
}

function readKept(path: string): Kept | undefined {
  let content: string;
  try {
    content = readFileSync(path, 'utf8').trimEnd();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw lookupError(`the lookup 'password' cannot read '${path}'`);
  }
  const match = /^(.*?)(?: salt=(\S+))?(?: ident=\S+)?$/s.exec(content);
  return { password: match?.[1] ?? content, salt: match?.[2] };
}

function keep(path: string, { password: text, salt }: Kept): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, `${text}${salt === undefined ? '' : ` salt=${salt}`}\n`, { mode: 0o600 });
}

function randomText(source: RandomSource, options: ReadonlyMap<string, Value>): string {
  const length = Number(textOption(options, 'length') ?? '20');
  if (!Number.isInteger(length) || length < 1 || length > LONGEST) {
    throw lookupError(
      `the length of a password is a whole number from 1 to ${LONGEST}, not '${textOption(options, 'length')}'`,
    );
  }
  const characters = Array.from(charactersOf(options.get('chars')));
  return Array.from({ length }, () => choice(source, characters)).join('');
}

/** Names of sets of characters, and characters as they are. */
function charactersOf(chars: Value | undefined): string {
  const names =
    chars === undefined || chars === null
      ? ['ascii_letters', 'digits', '.,:-_']
      : Array.isArray(chars)
        ? toList(chars).map(str)
        : str(chars)
            .replaceAll(',,', ',\0')
            .split(',')
            .map((part) => part.replace('\0', ','));
  return names.map((name) => SETS.get(name) ?? name).join('');
}

function saltFor(hashType: string): string {
  const size = hashType.startsWith('md5') ? 8 : /bcrypt|blowfish/.test(hashType) ? 22 : 16;
  const source = randomSource(undefined);
  return saltFrom(Uint8Array.from({ length: size }, () => Number(source.below(64n))));
}
