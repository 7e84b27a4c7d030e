import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TsplayError } from '../../src/errors.ts';
import { locationOf } from '../../src/source/diagnostics.ts';
import type { EncryptedText } from '../../src/source/span.ts';
import { Secret } from '../../src/values/types.ts';
import { createVault, encrypt, openText, type VaultSecret } from '../../src/vault/vault.ts';

const named = (label: string, text: string): VaultSecret => ({ label, secret: new Secret(text) });
const dev = named('dev', 'one');
const prod = named('prod', 'two');
/** Deriving keys is slow on purpose: the properties are about everything else. */
const salt = Buffer.alloc(32, 7);

function source(text: string): EncryptedText {
  const file = { path: 'v.yml', text };
  return { text, spanOf: (start, end) => ({ file, start, end }) };
}

function errorOf(work: () => unknown): TsplayError {
  try {
    work();
  } catch (error) {
    if (error instanceof TsplayError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** The digits within the digits, whatever the case of those that are letters. */
function hasSameDigits(one: string, other: string): boolean {
  const digits = (text: string): string =>
    Buffer.from(text.split('\n').slice(1).join('').trim(), 'hex').toString('latin1').toLowerCase();
  return (
    digits(one) === digits(other) &&
    one.length === other.length &&
    !/[^0-9a-f\n]/.test(one.split('\n').slice(1).join(''))
  );
}

describe('encrypting', () => {
  it('and decrypting give the bytes back, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (content) => {
        const text = encrypt(content, dev, salt);
        expect(openText({ text }, { secrets: [dev] }).content).toEqual(Buffer.from(content));
      }),
    );
  });

  it('writes lines of 80 columns, with a line break at the end', () => {
    const lines = encrypt(Buffer.alloc(500), dev).split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.shift()).toBe('$ANSIBLE_VAULT;1.2;AES256;dev');
    expect(lines.slice(0, -1).every((line) => /^[0-9a-f]{80}$/.test(line))).toBe(true);
    expect(lines.at(-1)).toMatch(/^[0-9a-f]{1,80}$/);
  });

  it('uses format 1.1 where there is no label of its own', () => {
    expect(encrypt(Buffer.from('x'), named('default', 'p'))).toMatch(/^\$ANSIBLE_VAULT;1\.1;AES256\n/);
  });

  it('never gives the same text twice', () => {
    expect(encrypt(Buffer.from('x'), dev)).not.toBe(encrypt(Buffer.from('x'), dev));
  });

  it('refuses a label that its header could not hold', () => {
    expect(errorOf(() => encrypt(Buffer.from('x'), named('a;b', 'p'))).code).toBe('vault-label');
  });
});

describe('damage', () => {
  it('of any digit is refused, unless it means the same: digits are letters of either case', () => {
    const content = 'content of some length, longer than a block';
    const text = encrypt(Buffer.from(content), dev, salt);
    const start = text.indexOf('\n') + 1;
    const wrong = fc.constantFrom(...'0123456789abcdefgz \n');
    fc.assert(
      fc.property(fc.integer({ min: start, max: text.length - 2 }), wrong, (at, digit) => {
        fc.pre(text[at] !== '\n' && text[at] !== digit);
        const damaged = text.slice(0, at) + digit + text.slice(at + 1);
        if (hasSameDigits(damaged, text)) {
          expect(openText({ text: damaged }, { secrets: [dev] }).content.toString()).toBe(content);
          return;
        }
        const { code } = errorOf(() => openText({ text: damaged }, { secrets: [dev] }));
        expect(['vault-damaged', 'vault-wrong-password']).toContain(code);
      }),
      { numRuns: 60 },
    );
  });

  it('by cutting the end off is refused, wherever', () => {
    const text = encrypt(Buffer.from('content'), dev, salt).trimEnd();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length - 1 }), (length) => {
        expect(() => openText({ text: text.slice(0, length) }, { secrets: [dev] })).toThrow(TsplayError);
      }),
    );
  });

  it.each([
    [
      '$ANSIBLE_VAULT;1.1;AES256\n61\n6x\n',
      'vault-damaged',
      'v.yml:3:2',
      'line 3: "x" is no hexadecimal digit',
    ],
    ['$ANSIBLE_VAULT;1.1;AES256\n6162\n', 'vault-damaged', 'v.yml:2:1', 'something is missing'],
    ['$ANSIBLE_VAULT;1.3;AES256\n61\n', 'vault-format', 'v.yml:1:1', 'the format 1.3'],
    ['$ANSIBLE_VAULT;1.1;AES512\n61\n', 'vault-format', 'v.yml:1:1', "the cipher 'AES512'"],
    ['$ANSIBLE_VAULT;1.0;AES\n61\n', 'vault-format', 'v.yml:1:1', 'the format 1.0'],
    ['$ANSIBLE_VAULT\n61\n', 'vault-format', 'v.yml:1:1', 'version and cipher are missing'],
    ['plain text', 'vault-format', 'v.yml:1:1', 'does not start with'],
  ])('%j is %s at %s', (text, code, place, message) => {
    const error = errorOf(() => openText(source(text), { secrets: [dev] }));
    expect(error.code).toBe(code);
    expect(error.span && locationOf(error.span)).toBe(place);
    expect(error.message).toContain(message);
  });

  it('is not what other line breaks, empty lines, blanks at line ends or capital digits are', () => {
    const text = encrypt(Buffer.from('content'), dev, salt);
    const [header = '', ...lines] = text.trimEnd().split('\n');
    const variants = [
      text.replaceAll('\n', '\r\n'),
      text.replaceAll('\n', '  \n'),
      [header, '', ...lines, '', ''].join('\n'),
      [header, ...lines.map((line) => line.toUpperCase())].join('\n'),
      [header, lines.join('')].join('\n'),
    ];
    for (const variant of variants) {
      expect(openText({ text: variant }, { secrets: [dev] }).content.toString()).toBe('content');
    }
  });
});

describe('passwords', () => {
  const ofDev = encrypt(Buffer.from('x'), dev);

  it('of another label open a text as well', () => {
    const opened = openText({ text: ofDev }, { secrets: [prod, named('other', 'one')] });
    expect(opened).toMatchObject({ label: 'dev' });
  });

  it('whose label is that of the text come first', () => {
    const other = named('prod', 'one');
    expect(openText({ text: ofDev }, { secrets: [other, dev] }).secret).toBe(dev.secret);
  });

  it('of another label do not open a text where labels must match', () => {
    const error = errorOf(() =>
      openText({ text: ofDev }, { secrets: [named('other', 'one')], matchLabels: true }),
    );
    expect(error.code).toBe('vault-wrong-password');
  });

  it('that do not open a text are named by their labels, never shown', () => {
    const error = errorOf(() => createVault({ secrets: [prod] }).decrypt(source(ofDev)));
    expect(error.code).toBe('vault-wrong-password');
    expect(error.message).toMatch(/'prod'.*vault id 'dev'/);
    expect(JSON.stringify(error.diagnostics)).not.toContain('two');
  });

  it('that are missing are asked for by the label of the text', () => {
    const error = errorOf(() => createVault({ secrets: [] }).decrypt(source(ofDev)));
    expect(error.code).toBe('vault-no-password');
    expect(error.hint).toContain('--vault-id dev@FILE');
  });
});
