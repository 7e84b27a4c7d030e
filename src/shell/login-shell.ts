import { quote } from './quote.ts';

/**
 * A command line that runs POSIX shell text in `/bin/sh` whatever the login shell is: POSIX shells, fish and csh read
 * a word in single quotes alike as long as it holds no backslash, no exclamation mark and no control character. Text
 * that does goes as octal escapes, which `/bin/sh` turns back.
 */
export function loginShellCommand(text: string): string {
  return `exec /bin/sh -c ${portableWord(text)}`;
}

function portableWord(text: string): string {
  return /[\\!'\u0000-\u001f]/.test(text) ? quote(`eval "$(printf "${escapeOddBytes(text)}")"`) : quote(text);
}

/** For printf's format within double quotes within single quotes; a backslash before a digit means nothing to fish and csh. */
function escapeOddBytes(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) => (isPlain(byte) ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`))
    .join('');
}

function isPlain(byte: number): boolean {
  return /[A-Za-z0-9 _.,:;/=+@<>()[\]{}|&*?#~^-]/.test(String.fromCharCode(byte));
}
