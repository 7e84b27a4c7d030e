import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import find from '../../src/modules/find.ts';
import { localContext, play, scratchEachTest } from '../module/local-context.ts';

const scratch = scratchEachTest();

async function found(args: Readonly<Record<string, unknown>>, flavour: 'system' | 'busybox') {
  const { files, ...rest } = await play(find, { paths: scratch.path, ...args }, localContext({ flavour }));
  const paths = (files as readonly { readonly path: string }[]).map(({ path }) =>
    path.slice(scratch.path.length + 1),
  );
  return { ...rest, paths, examined: rest['examined'] };
}

describe.each(['system', 'busybox'] as const)('find with the tools of %s', (flavour) => {
  it('lists names of any kind', async () => {
    const names = ['a\nb', "it's", ' blank ', '-n', 'ü', 'tsplay-0 x'];
    for (const name of names) writeFileSync(join(scratch.path, name), name);
    const { paths, examined } = await found({}, flavour);
    expect(paths).toEqual(names.sort());
    expect(examined).toBe(names.length);
    expect((await found({ contains: 'b$|it', get_checksum: true }, flavour)).paths).toEqual(['a\nb', "it's"]);
  });

  it('counts what it does not list', async () => {
    mkdirSync(join(scratch.path, 'd/e'), { recursive: true });
    writeFileSync(join(scratch.path, 'd/e/one.log'), '');
    writeFileSync(join(scratch.path, 'two.log'), '');
    writeFileSync(join(scratch.path, 'three.txt'), '');
    expect(await found({ recurse: true, patterns: '*.log' }, flavour)).toMatchObject({
      paths: ['d/e/one.log', 'two.log'],
      matched: 2,
      examined: 5,
    });
    expect((await found({ recurse: true, patterns: '[dt]*.log' }, flavour)).paths).toEqual(['two.log']);
    expect((await found({ recurse: true, depth: 1, file_type: 'any' }, flavour)).paths).toEqual([
      'd',
      'three.txt',
      'two.log',
    ]);
  });

  it('needs one round trip', async () => {
    const context = localContext({ flavour });
    await play(find, { paths: [scratch.path, join(scratch.path, 'none')], age: '1d', size: '1k' }, context);
    expect(context.roundTrips()).toBe(1);
  });
});
