import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../src/values/types.ts';
import { encrypt, openText } from '../../src/vault/vault.ts';

const isThere = spawnSync('ansible-vault', ['--version']).error === undefined;

describe.skipIf(!isThere)(
  `the real ansible-vault${isThere ? '' : ' (SKIPPED: it is not installed here)'}`,
  () => {
    const contents = ['', 'a: 1\n', 'ünïcode: "✓"\n', '0123456789abcdef', Buffer.alloc(5000, 0x80)];
    const password = 'pä ss$word';
    const labels = ['default', 'dev'];
    let folder = '';
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'tsplay-vault-test-'));
      writeFileSync(join(folder, 'password'), `${password}\n`);
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    const ansibleVault = (...args: readonly string[]): void => {
      const ran = spawnSync('ansible-vault', args, { cwd: folder, encoding: 'utf8', input: '' });
      expect(ran.status, ran.stderr).toBe(0);
    };

    it.each(labels)('reads what tsplay encrypts under the vault id %s', (label) => {
      const files = contents.map((content, index) => {
        const name = `ours-${label}-${index}`;
        writeFileSync(
          join(folder, name),
          encrypt(Buffer.from(content), { label, secret: new Secret(password) }),
        );
        return name;
      });
      ansibleVault('decrypt', '--vault-id', `${label}@password`, ...files);
      const read = files.map((file) => readFileSync(join(folder, file)));
      expect(read).toEqual(contents.map((content) => Buffer.from(content)));
    });

    it.each(labels)('encrypts what tsplay reads under the vault id %s', (label) => {
      const files = contents.map((content, index) => {
        const name = `theirs-${label}-${index}`;
        writeFileSync(join(folder, name), content);
        return name;
      });
      ansibleVault('encrypt', '--vault-id', `${label}@password`, ...files);
      const secrets = [{ label, secret: new Secret(password) }];
      const opened = files.map((file) =>
        openText({ text: readFileSync(join(folder, file)).toString() }, { secrets }),
      );
      expect(opened.map((each) => each.label)).toEqual(contents.map(() => label));
      expect(opened.map((each) => each.content)).toEqual(contents.map((content) => Buffer.from(content)));
    });
  },
);
