import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../src/values/types.ts';
import { readPasswordFile } from '../../src/vault/password-file.ts';
import { createVault, encrypt } from '../../src/vault/vault.ts';
import { parseVaultId } from '../../src/vault/vault-id.ts';

describe('a vault id', () => {
  it.each([
    ['dev@secret.txt', 'dev', { kind: 'file', path: 'secret.txt' }],
    ['secret.txt', 'mine', { kind: 'file', path: 'secret.txt' }],
    ['@secret.txt', 'mine', { kind: 'file', path: 'secret.txt' }],
    ['dev@prompt', 'dev', { kind: 'prompt' }],
    ['prompt', 'mine', { kind: 'prompt' }],
    ['dev@a@b', 'dev', { kind: 'file', path: 'a@b' }],
  ])('%s', (text, label, source) => {
    expect(parseVaultId(text, 'mine')).toEqual({ label, source });
  });
});

describe('a password file', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tsplay-vault-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, content: string, mode = 0o600): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    chmodSync(path, mode);
    return path;
  };
  const options = { label: 'dev', vault: createVault({ secrets: [] }) };

  it('gives its text without the whitespace around it', () => {
    expect(readPasswordFile(write('p', ' \n se cret\t\r\n\n'), options).reveal()).toBe('se cret');
  });

  it('that is a program is run, without arguments', () => {
    expect(readPasswordFile(write('p.sh', '#!/bin/sh\necho "n=$#"\n', 0o700), options).reveal()).toBe('n=0');
  });

  it.each(['p-client', 'p-client.sh'])('that is the program %s is told the vault id', (name) => {
    const path = write(name, '#!/bin/sh\necho "$*"\n', 0o700);
    expect(readPasswordFile(path, options).reveal()).toBe('--vault-id dev');
  });

  it('may be encrypted with a password that is known', () => {
    const known = { label: 'a', secret: new Secret('outer') };
    const path = write('p', encrypt(Buffer.from('inner\n'), known));
    const vault = createVault({ secrets: [known] });
    expect(readPasswordFile(path, { label: 'b', vault }).reveal()).toBe('inner');
  });

  it.each([
    ['missing', undefined, 0, 'file-not-found'],
    ['empty', ' \n', 0o600, 'vault-password-empty'],
    ['fails.sh', '#!/bin/sh\nexit 3\n', 0o700, 'vault-password-program'],
    ['silent.sh', '#!/bin/sh\n', 0o700, 'vault-password-empty'],
    ['no-program', 'secret', 0o700, 'vault-password-program'],
  ])('%s is refused', (name, content, mode, code) => {
    const path = content === undefined ? join(folder, name) : write(name, content, mode);
    expect(() => readPasswordFile(path, options)).toThrow(expect.objectContaining({ code }));
  });

  it('that is a folder is refused', () => {
    expect(() => readPasswordFile(folder, options)).toThrow(
      expect.objectContaining({ code: 'vault-password-unreadable' }),
    );
  });

  it('whose program fails never shows what it printed', () => {
    const path = write('leaky.sh', '#!/bin/sh\necho s3cret\nexit 1\n', 0o700);
    expect(() => readPasswordFile(path, options)).toThrow(/^(?!.*s3cret).*$/s);
  });
});
