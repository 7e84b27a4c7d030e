import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import archive from '../../src/modules/archive.ts';
import { type Flavour, localContext, play, scratchEachTest } from '../module/local-context.ts';

describe.each<Flavour>(['system', 'busybox'])('archive with the tools of %s', (flavour) => {
  const scratch = scratchEachTest();

  function tree(): { readonly folder: string; readonly dest: string } {
    const folder = `${scratch.path}/-t é`;
    mkdirSync(`${folder}/sub`, { recursive: true });
    writeFileSync(`${folder}/-f "'`, 'one');
    writeFileSync(`${folder}/sub/b.log`, 'two');
    return { folder, dest: `${scratch.path}/a.tgz` };
  }

  const namesIn = (path: string): readonly string[] =>
    execFileSync('tar', ['-t', '-z', '--quoting-style=literal', '-f', path], { encoding: 'utf8' })
      .trim()
      .split('\n');

  test('packs a folder, and not again while it stays the same', async () => {
    const { folder, dest } = tree();
    const args = { path: [folder], dest };
    const predicted = await play(archive, args, localContext({ flavour, checkMode: true }));
    expect([predicted.changed, existsSync(dest)]).toEqual([true, false]);
    expect(await play(archive, args, localContext({ flavour }))).toMatchObject({
      changed: true,
      dest_state: 'archive',
    });
    expect(namesIn(dest)).toEqual([`-t é/-f "'`, '-t é/sub/', '-t é/sub/b.log']);
    for (const checkMode of [false, true])
      expect((await play(archive, args, localContext({ flavour, checkMode }))).changed).toBe(false);
    writeFileSync(`${folder}/sub/b.log`, 'TWO');
    expect((await play(archive, args, localContext({ flavour, checkMode: true }))).changed).toBe(true);
  });

  test('takes away what it packed, and leaves what was left out', async () => {
    const { folder, dest } = tree();
    const args = { path: [folder], dest, exclusion_patterns: ['*.log'], remove: true };
    expect((await play(archive, args, localContext({ flavour }))).changed).toBe(true);
    expect(existsSync(`${folder}/-f "'`)).toBe(false);
    expect(existsSync(`${folder}/sub/b.log`)).toBe(true);
  });
});
