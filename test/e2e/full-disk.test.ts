import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe-lab.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { tsplayOutcome } from './support/outcomes.ts';
import { tsplay } from './support/programs.ts';

describeLab('a full disk on the target', () => {
  let lab: Lab;
  let folder: string;
  beforeAll(async () => {
    lab = await startLab({ hosts: [{ name: 'h1' }, { name: 'box', base: 'busybox' }] });
    folder = await mkdtemp(join(tmpdir(), 'tsplay-disk-'));
    await writeFile(join(folder, 'lab.yml'), lab.inventory());
    for (const host of lab.hosts) {
      const { code, stderr } = await host.exec(
        'mkdir -p /small && mount -t tmpfs -o size=64k none /small && echo old > /small/file && echo old > /small/lines',
      );
      expect(code, stderr).toBe(0);
    }
  });
  afterAll(async () => {
    await lab?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test.each([
    ['copy', { src: 'big', dest: '/small/file' }],
    ['copy', { content: '{{ lookup("file", "big") }}', dest: '/small/file' }],
    ['template', { src: 'big', dest: '/small/file' }],
    ['lineinfile', { path: '/small/lines', line: '{{ lookup("file", "big") }}' }],
  ])('%s fails, says why, and leaves the old file as it was', async (module, args) => {
    await writeFile(join(folder, 'big'), 'x'.repeat(200_000));
    const task = { name: 'place', [module]: args };
    await writeFile(
      join(folder, 'site.yml'),
      JSON.stringify([{ hosts: 'all', gather_facts: false, tasks: [task] }]),
    );
    const ran = await tsplay([
      'run',
      '--output',
      'json',
      '-i',
      join(folder, 'lab.yml'),
      join(folder, 'site.yml'),
    ]);
    expect(tsplayOutcome(ran)).toMatchObject({
      tasks: ['place | box: failed', 'place | h1: failed'],
      code: 2,
    });
    for (const line of ran.stdout.split('\n').filter((text) => text.includes('task-finished'))) {
      expect(JSON.parse(line).result.msg).toMatch(/no space left on device|no free block/i);
    }
    for (const host of lab.hosts) {
      expect((await host.exec('cat /small/file /small/lines; ls -A /small')).stdout).toBe(
        'old\nold\nfile\nlines\n',
      );
    }
  });
});
