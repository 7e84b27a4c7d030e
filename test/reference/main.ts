/** `npm run reference`: writes docs/reference anew from the modules' declarations. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceFolder, referencePages } from './pages.ts';

export function main(): number {
  const pages = referencePages();
  mkdirSync(referenceFolder, { recursive: true });
  for (const name of readdirSync(referenceFolder)) if (!pages.has(name)) rmSync(join(referenceFolder, name));
  for (const [name, text] of pages) writeFileSync(join(referenceFolder, name), text);
  process.stdout.write(`${pages.size} pages in docs/reference\n`);
  return 0;
}
