import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/values/types.ts';
import { encrypt, openText } from '../../src/vault/vault.ts';

/** Made by the ansible-vault of ansible-core 2.14, with the password `correct horse`. */
const recorded: readonly (readonly [file: string, label: string, content: string | Buffer])[] = [
  ['default.vault', 'default', 'a: 1\nb: "ünïcode"\n'],
  ['labelled.vault', 'dev', 'a: 1\nb: "ünïcode"\n'],
  ['empty.vault', 'default', ''],
  ['one-block.vault', 'default', '0123456789abcdef'],
  ['binary.vault', 'default', Buffer.alloc(300, 0xff)],
];

const secrets = [{ label: 'default', secret: new Secret('correct horse') }];

describe('what ansible-vault encrypted', () => {
  it.each(recorded)('%s is read', (name, label, content) => {
    const text = readFileSync(new URL(`recorded/${name}`, import.meta.url), 'latin1');
    const opened = openText({ text }, { secrets });
    expect(opened.label).toBe(label);
    expect(opened.content).toEqual(Buffer.from(content));
  });

  it('is made again, to the letter, from the same salt', () => {
    const text = [
      '$ANSIBLE_VAULT;1.2;AES256;dev',
      '37330a34666331626165663330363061663761383530343934636265616262656238373234316639',
      '3465323735623362376335393765663461313165663633653735620a336264373939626461393834',
      '6230623362356365653230306330356366306137',
      '',
    ].join('\n');
    const secret = { label: 'dev', secret: new Secret('pw1') };
    expect(encrypt(Buffer.from('abc'), secret, Buffer.from('s'))).toBe(text);
  });
});
