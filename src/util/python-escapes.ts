/** What Python's escapes of one character stand for. */
export const simpleEscapes: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

export type DecodedEscapes =
  | { readonly ok: true; readonly text: string }
  /** `escape` has no digits, names a character (`\N`), or its number is beyond Unicode. */
  | { readonly ok: false; readonly escape: string };

/** The body of a Python string literal, or of a bytes literal, with its escapes decoded; an unknown escape stays. */
export function decodePythonEscapes(body: string, kind: 'str' | 'bytes' = 'str'): DecodedEscapes {
  let malformed: string | undefined;
  const needingDigits = kind === 'str' ? 'xuUN' : 'x';
  const text = body.replace(
    /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g,
    (written: string, octal?: string, byte?: string, short?: string, long?: string, letter?: string) => {
      if (letter !== undefined) {
        if (needingDigits.includes(letter)) malformed ??= written;
        return simpleEscapes[letter] ?? written;
      }
      const wide = short ?? long;
      if (wide !== undefined && kind === 'bytes') return written;
      const code = octal === undefined ? Number.parseInt(byte ?? wide ?? '', 16) : Number.parseInt(octal, 8);
      if (code <= 0x10ffff) return String.fromCodePoint(code);
      malformed ??= written;
      return '';
    },
  );
  return malformed === undefined ? { ok: true, text } : { ok: false, escape: malformed };
}
