import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { generateValidators } from '../../src/module/generate-validators.ts';
import { validatorFor } from '../../src/module/validators.ts';
import { modules } from '../../src/modules/index.ts';

it('validators made at build time need nothing and say what those made at run time say', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tsplay-validators-'));
  try {
    const source = generateValidators(modules);
    expect(source).not.toMatch(/\brequire\(|\bfrom ['"]/);
    writeFileSync(join(folder, 'validators.mjs'), source);
    const built = (await import(pathToFileURL(join(folder, 'validators.mjs')).href)) as {
      validatorFor: typeof validatorFor;
    };
    for (const module of modules) {
      for (const data of [{}, { path: '/x', state: 'bogus', src: 1 }, { cmd: 'x', msg: 'y' }]) {
        expect(built.validatorFor(module)?.(data)).toEqual(validatorFor(module)?.(data));
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
