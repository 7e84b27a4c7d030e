import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import fetch from '../../src/modules/fetch.ts';
import { type LocalContextOptions, localContext, play, scratchEachTest } from '../module/local-context.ts';

const scratch = scratchEachTest();

function project(options: LocalContextOptions = {}) {
  return localContext({ ...options, variables: { playbook_dir: scratch.path } });
}

describe.each(['system', 'busybox'] as const)('fetch with the tools of %s', (flavour) => {
  it('puts any bytes below the folder of the host, once', async () => {
    const src = join(scratch.path, "it's a file");
    const content = Buffer.from([0, 255, 10, 13, 10]);
    writeFileSync(src, content);
    const predicted = await play(fetch, { src, dest: 'got' }, project({ flavour, checkMode: true }));
    expect(predicted).toMatchObject({ changed: true });
    expect(existsSync(join(scratch.path, 'got'))).toBe(false);
    const { dest } = await play(fetch, { src, dest: 'got' }, project({ flavour }));
    expect(dest).toBe(join(scratch.path, 'got/localhost', src));
    expect(readFileSync(String(dest)).equals(content)).toBe(true);
    const context = project({ flavour });
    expect(await play(fetch, { src, dest: 'got' }, context)).toMatchObject({ changed: false, file: src });
    expect(context.roundTrips()).toBe(1);
  });

  it('leads a path with dots nowhere else', async () => {
    const src = join(scratch.path, 'f');
    writeFileSync(src, 'x');
    const crooked = `${scratch.path}/../../../../../../../..${src}`;
    const { dest } = await play(fetch, { src: crooked, dest: 'got' }, project({ flavour }));
    expect(dest).toBe(join(scratch.path, 'got/localhost', src));
  });

  it('keeps nothing of a file that is not what the target said', async () => {
    const src = join(scratch.path, 'f');
    writeFileSync(src, 'x');
    const context = project({ flavour });
    const { run } = context.target;
    const target = {
      ...context.target,
      run: (...[script, options]: Parameters<typeof run>) =>
        run(script.replace(/^cat </m, 'echo more; cat <'), options),
    };
    const dest = join(scratch.path, 'got');
    const result = await play(fetch, { src, dest, flat: true }, { ...context, target });
    expect(result).toMatchObject({ failed: true, file: src });
    expect(readdirSync(scratch.path)).toEqual(['f']);
  });

  it('refuses a folder in the place of the file', async () => {
    const src = join(scratch.path, 'f');
    writeFileSync(src, 'x');
    mkdirSync(join(scratch.path, 'd'));
    const result = await play(fetch, { src, dest: 'd', flat: true }, project({ flavour }));
    expect(result).toMatchObject({ failed: true, dest: 'd' });
  });
});
