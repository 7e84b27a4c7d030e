/** The text that Ansible Vault wraps encrypted bytes in: a header line, then hexadecimal lines of 80 columns. */

import { TsplayError } from '../errors.ts';
import { VAULT_MAGIC } from '../source/encrypted.ts';
import type { EncryptedText } from '../source/span.ts';

/** What a text of Ansible Vault holds. */
export interface Envelope {
  /** The vault id under which it was encrypted; undefined in format 1.1, which has none. */
  readonly label: string | undefined;
  readonly salt: Uint8Array;
  /** HMAC-SHA256 of the encrypted bytes. */
  readonly mac: Uint8Array;
  readonly encrypted: Uint8Array;
}

/** The label of texts that name no vault id. */
export const DEFAULT_LABEL = 'default';

const CIPHER = 'AES256';
const COLUMNS = 80;

/**
 * Takes a text of format 1.1 or 1.2 apart. Line breaks, empty lines and the case of digits do not matter.
 *
 * @throws TsplayError `vault-format` for what is no such text, `vault-damaged` naming the line that is wrong
 */
export function parseEnvelope(source: EncryptedText): Envelope {
  const [header, ...body] = linesOf(source.text);
  const label = parseHeader(header ?? { text: '', start: 0 }, source);
  const digits = body.map((line) => checkedDigits(line, source)).join('');
  const last = body.findLast((line) => line.text !== '') ?? header;
  const parts = Buffer.from(digits, 'hex').toString('latin1').split('\n').map(bytesOfHex);
  const [salt, mac, encrypted, ...more] = parts;
  const isWhole = digits.length % 2 === 0 && more.length === 0;
  if (!isWhole || salt === undefined || mac?.length !== 32 || !encrypted?.length) {
    throw damaged(
      'it does not hold a salt, a checksum and the encrypted text: something is missing or too much',
      last,
      source,
    );
  }
  return { label, salt, mac, encrypted };
}

/** The text of an envelope, with a line break at its end: format 1.2 with a label of its own, else 1.1. Throws `vault-label`. */
export function formatEnvelope({ label, salt, mac, encrypted }: Envelope): string {
  if (label !== undefined && !/^[^;\s]+$/.test(label)) {
    throw new TsplayError({
      code: 'vault-label',
      message: `${JSON.stringify(label)} cannot be the label of a vault id: it has no blanks and no semicolon`,
    });
  }
  const isLabelled = label !== undefined && label !== DEFAULT_LABEL;
  const header = isLabelled ? `${VAULT_MAGIC};1.2;${CIPHER};${label}` : `${VAULT_MAGIC};1.1;${CIPHER}`;
  const inner = [salt, mac, encrypted].map((part) => Buffer.from(part).toString('hex')).join('\n');
  const digits = Buffer.from(inner, 'latin1').toString('hex');
  const lines = digits.match(new RegExp(`.{1,${COLUMNS}}`, 'g')) ?? [];
  return `${[header, ...lines].join('\n')}\n`;
}

interface Line {
  readonly text: string;
  readonly start: number;
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const written of text.split('\n')) {
    const indent = written.length - written.trimStart().length;
    lines.push({ text: written.trim(), start: start + indent });
    start += written.length + 1;
  }
  return lines;
}

function parseHeader(line: Line, source: EncryptedText): string | undefined {
  const [magic, version, cipher, label] = line.text.split(';').map((word) => word.trim());
  const span = source.spanOf?.(line.start, line.start + line.text.length);
  const refuse = (message: string, hint?: string): TsplayError =>
    new TsplayError({ code: 'vault-format', message, span, hint });
  if (magic !== VAULT_MAGIC) {
    throw refuse(`this is no text of Ansible Vault: it does not start with ${VAULT_MAGIC}`);
  }
  if (version === undefined || cipher === undefined) {
    throw refuse(
      `the first line of an encrypted text is '${VAULT_MAGIC};1.1;${CIPHER}'; version and cipher are missing`,
    );
  }
  if (version !== '1.1' && version !== '1.2') {
    throw refuse(
      `the format ${version} of Ansible Vault is not known; known are 1.1 and 1.2`,
      oldFormatHint(version),
    );
  }
  if (cipher !== CIPHER) {
    throw refuse(
      `the cipher '${cipher}' of Ansible Vault is not known; known is ${CIPHER}`,
      oldFormatHint(cipher),
    );
  }
  return version === '1.2' && label !== '' ? label : undefined;
}

function oldFormatHint(word: string): string | undefined {
  return word === '1.0' || word === 'AES'
    ? 'texts of Ansible before 1.5.1 must be encrypted anew'
    : undefined;
}

function checkedDigits(line: Line, source: EncryptedText): string {
  const at = line.text.search(/[^0-9a-fA-F]/);
  if (at < 0) return line.text;
  const wrong = { text: line.text.charAt(at), start: line.start + at };
  throw damaged(`${JSON.stringify(wrong.text)} is no hexadecimal digit`, wrong, source);
}

function bytesOfHex(text: string): Uint8Array | undefined {
  return /^(?:[0-9a-fA-F]{2})+$/.test(text) ? Buffer.from(text, 'hex') : undefined;
}

function damaged(reason: string, at: Line | undefined, source: EncryptedText): TsplayError {
  const start = at?.start ?? 0;
  const line = source.text.slice(0, start).split('\n').length;
  return new TsplayError({
    code: 'vault-damaged',
    message: `the encrypted text is damaged in its line ${line}: ${reason}`,
    span: source.spanOf?.(start, start + (at?.text.length ?? 0)),
    hint: 'take it anew from where it came from, or encrypt the text again',
  });
}
