import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { TsplayError } from '../../src/errors.ts';
import { readSource } from '../../src/source/read.ts';

const folder = mkdtempSync(join(tmpdir(), 'tsplay-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

function failure(path: string): string {
  try {
    readSource(path, { what: 'playbook' });
  } catch (error) {
    if (error instanceof TsplayError) return `${error.code}: ${error.message.replace(folder, '')}`;
    throw error;
  }
  return 'read';
}

describe('reading a file', () => {
  it('gives its text and its path', () => {
    const path = join(folder, 'good.yml');
    writeFileSync(path, 'a: é\r\n');
    expect(readSource(path)).toEqual({ path, text: 'a: é\r\n' });
  });

  it.each<[string, (path: string) => void, string]>([
    ['missing', () => undefined, "file-not-found: cannot read playbook '/missing': there is no such file"],
    [
      'latin1',
      (path) => writeFileSync(path, Buffer.from([0x61, 0xe9])),
      "file-not-utf8: cannot read playbook '/latin1': it is not UTF-8 text",
    ],
    [
      'circle',
      (path) => symlinkSync(path, path),
      "file-unreadable: cannot read playbook '/circle': its symbolic links go in a circle",
    ],
  ])('says why %s cannot be read', (name, make, expected) => {
    const path = join(folder, name);
    make(path);
    expect(failure(path)).toBe(expected);
  });

  it('knows a folder, and a file that is used as one', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(failure(folder)).toBe("file-is-a-folder: cannot read playbook '': it is a folder");
    expect(failure(join(folder, 'file', 'x'))).toBe(
      "file-not-found: cannot read playbook '/file/x': a part of its path is not a folder",
    );
  });
});
