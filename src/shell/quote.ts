import { TsplayError } from '../errors.ts';

/**
 * Makes one word of POSIX shell text from any text: in single quotes, so that nothing in it is special.
 *
 * Errors: TsplayError `nul-in-argument`, since no shell can carry a NUL character in a word.
 */
export function quote(text: string): string {
  if (text.includes('\0')) {
    throw new TsplayError({
      code: 'nul-in-argument',
      message: `a NUL character cannot be passed to a command: ${JSON.stringify(text.slice(0, 60))}`,
    });
  }
  return `'${text.replaceAll("'", "'\\''")}'`;
}
