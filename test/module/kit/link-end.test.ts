import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linkEndScript } from '../../../src/module/kit/link-end.ts';
import { quotePath } from '../../../src/module/kit/paths.ts';
import { read, textReading } from '../../../src/module/kit/reading.ts';
import { localContext, scratchEachTest } from '../local-context.ts';

const scratch = scratchEachTest();
const at = (name: string): string => join(scratch.path, name);

/** A link's name and what it holds; where it leads, below the scratch folder. */
const links: readonly (readonly [name: string, target: string, end: string | undefined])[] = [
  ['to a file', 'file', 'file'],
  ['to a folder', 'folder', 'folder'],
  ['nowhere', "isn't there", "isn't there"],
  ['nowhere below', 'folder/missing', 'folder/missing'],
  ['nowhere from below', '../folder/missing', undefined],
  ['through a link', 'folder link/missing', 'folder/missing'],
  ['link to a link', 'nowhere', "isn't there"],
  ['into another folder', 'folder/onward', 'missing beside'],
  ['no such folder', 'missing/missing', undefined],
  ['circle', 'circle', undefined],
];

describe.each(['system', 'busybox'] as const)('where a link leads, with the tools of %s', (flavour) => {
  it('is found from any folder, whether something is there or not', async () => {
    writeFileSync(at('file'), '');
    mkdirSync(at('folder'));
    symlinkSync('folder', at('folder link'));
    symlinkSync('../missing beside', at('folder/onward'));
    for (const [name, target] of links) symlinkSync(target, at(name));
    symlinkSync(at('missing'), at('absolute'));

    const find = async (name: string): Promise<string | undefined> => {
      const reading = textReading(linkEndScript(quotePath(at(name))), 'sets');
      const { end } = await read(localContext({ flavour }), { end: reading });
      return end;
    };
    for (const [name, , end] of links) {
      expect(await find(name), name).toBe(end === undefined ? undefined : at(end));
    }
    expect(await find('absolute')).toBe(at('missing'));
    expect(await find('folder link/onward')).toBe(at('missing beside'));
  });
});
