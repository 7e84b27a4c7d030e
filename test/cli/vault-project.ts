import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Secret } from '../../src/values/types.ts';
import { encrypt } from '../../src/vault/vault.ts';

/** The text of a vault with this password. */
export function sealedText(content: string, password: string, label = 'default'): string {
  return encrypt(Buffer.from(content), { label, secret: new Secret(password) });
}

/** The same as the value of a YAML key at the beginning of its line. */
export function sealedEntry(key: string, content: string, password: string): string {
  return `${key}: !vault |\n${sealedText(content, password).replace(/^(?=.)/gm, '  ')}`;
}

export interface ScratchProject {
  readonly folder: string;
  path(name: string): string;
  write(name: string, content: string, mode?: number): string;
  read(name: string): string;
  modeOf(name: string): number;
  remove(): void;
}

/** A folder of files that is gone after the test. */
export function scratchProject(files: Readonly<Record<string, string>> = {}): ScratchProject {
  const folder = mkdtempSync(join(tmpdir(), 'tsplay-vault-test-'));
  const path = (name: string): string => join(folder, name);
  const project: ScratchProject = {
    folder,
    path,
    write(name, content, mode = 0o644) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), content, { mode });
      return path(name);
    },
    read: (name) => readFileSync(path(name), 'utf8'),
    modeOf: (name) => statSync(path(name)).mode & 0o7777,
    remove: () => rmSync(folder, { recursive: true }),
  };
  for (const [name, content] of Object.entries(files)) project.write(name, content);
  return project;
}
