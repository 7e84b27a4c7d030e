import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import script from '../../src/modules/script.ts';
import { localContext, play, scratchEachTest } from '../module/local-context.ts';

const scratch = scratchEachTest();

function writeScript(text: string): string {
  const path = join(scratch.path, 'my script.sh');
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o600);
  return path;
}

describe.each(['system', 'busybox'] as const)('script with the tools of %s', (flavour) => {
  it('runs under its own name, with its words and streams apart', async () => {
    const path = writeScript('echo "${0##*/}|$1|$2"; echo wrong >&2; exit 3');
    const result = await play(script, { cmd: `'${path}' "a  b" $((1 + 1))` }, localContext({ flavour }));
    expect(result).toMatchObject({
      changed: true,
      failed: true,
      rc: 3,
      stdout: 'my script.sh|a  b|2\n',
      stderr: 'wrong\n',
    });
  });

  it.each(['(', '"', 'x; exit 1'])('removes what it uploaded after %j', async (rest) => {
    const path = writeScript('echo "$0"');
    const context = localContext({ flavour });
    const uploads: string[] = [];
    const target = {
      ...context.target,
      async upload(content: Uint8Array) {
        const uploaded = await context.target.upload(content, scratch.path);
        uploads.push(uploaded);
        return uploaded;
      },
    };
    await play(script, { cmd: `'${path}' ${rest}` }, { ...context, target });
    expect(uploads).toHaveLength(1);
    expect(readdirSync(scratch.path)).toEqual(['my script.sh']);
  });

  it('uploads nothing that would not run', async () => {
    const path = writeScript(':');
    const context = localContext({ flavour });
    const result = await play(script, { cmd: `'${path}'`, creates: scratch.path }, context);
    expect(result).toMatchObject({ changed: false, skipped: true });
    expect(context.roundTrips()).toBe(1);
    const checked = localContext({ flavour, checkMode: true });
    expect(await play(script, { cmd: `'${path}'`, removes: path }, checked)).toMatchObject({ changed: true });
  });
});
