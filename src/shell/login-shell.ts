import { quote } from './quote.ts';

/**
 * A command line that runs POSIX shell text in `/bin/sh` whatever the login shell is: POSIX shells, fish and csh read
 * a word in single quotes alike as long as it holds no backslash, no exclamation mark and no control character. Text
 * that does is sent in octal.
 */
export function loginShellCommand(text: string): string {
  return `exec /bin/sh -c ${quote(/[\\!'\u0000-\u001f]/.test(text) ? octalScript(text) : text)}`;
}

/**
 * Shell text that does the same and holds nothing that shells or `sudo -i` disagree about: no dollar sign, exclamation
 * mark or line break, and backslashes before digits only. `/bin/sh` turns the octal escapes back.
 */
export function octalScript(text: string): string {
  const escaped = [...Buffer.from(text, 'utf8')]
    .map((byte) => (isPlain(byte) ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`))
    .join('');
  return `eval "\`printf '${escaped}'\`"`;
}

function isPlain(byte: number): boolean {
  return /[A-Za-z0-9 _.,:;/=+@<>()[\]{}|&*?#~^-]/.test(String.fromCharCode(byte));
}
