import { ModuleFailure } from '../../result.ts';

const lengths: Readonly<Record<string, number>> = { '1': 22, '5': 43, '6': 86 };

/** Whether text may be the output of crypt(3), or one of the marks for "no password can match". */
export function looksHashed(text: string): boolean {
  if (/^[!*]*$/.test(text) || /^[./0-9A-Za-z]{13}$/.test(text)) return true;
  const parts = text.replace(/^!+/, '').split('$');
  if (parts.length < 3 || parts[0] !== '') return false;
  const expected = lengths[parts[1] ?? ''];
  return expected === undefined ? (parts.at(-1) ?? '').length > 0 : parts.at(-1)?.length === expected;
}

/** The password databases are lines of fields: a hash cannot hold what ends a field or a line. */
export function checkHash(text: string): void {
  if (/[:\n\r\0]/.test(text)) {
    throw new ModuleFailure("user: 'password' must be a crypt hash: it holds a colon or a line end");
  }
}
