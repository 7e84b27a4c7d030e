import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mountsInTable, mountsPrinted } from '../../src/module/kit/mounts/mount-table.ts';
import mount_facts from '../../src/modules/mount_facts.ts';
import { localContext, play, scratchEachTest } from '../module/local-context.ts';

const scratch = scratchEachTest();
const written = (name: string, text: string): string => {
  const path = join(scratch.path, name);
  writeFileSync(path, text);
  return path;
};
const program = (name: string, text: string): string => {
  const path = written(name, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
};

const table = `# remarks
/dev/sda1 / ext4 rw,relatime 0 1
server:/data /srv/it\\040is nfs4 rw 0 0
UUID=1 none swap sw
two words
`;

describe('a table of mounts', () => {
  it('has a mount a line, with blanks in octal', () => {
    expect(mountsInTable(table)).toEqual([
      {
        device: '/dev/sda1',
        mount: '/',
        fstype: 'ext4',
        options: 'rw,relatime',
        dump: 0,
        passno: 1,
        line: '/dev/sda1 / ext4 rw,relatime 0 1',
      },
      {
        device: 'server:/data',
        mount: '/srv/it is',
        fstype: 'nfs4',
        options: 'rw',
        dump: 0,
        passno: 0,
        line: 'server:/data /srv/it\\040is nfs4 rw 0 0',
      },
      {
        device: 'UUID=1',
        mount: 'none',
        fstype: 'swap',
        options: 'sw',
        dump: 0,
        passno: 0,
        line: 'UUID=1 none swap sw',
      },
    ]);
  });

  it.each([
    ['/dev/sda1 on /it on type type ext4 (rw,relatime) [label]', '/it on type', 'ext4', 'rw,relatime'],
    ['/dev/ada0p2 on / (ufs, local, journaled)', '/', 'ufs', 'local, journaled'],
    ['tmpfs on /tmp (tmpfs)', '/tmp', 'tmpfs', ''],
  ])('is printed by mount: %s', (line, mount, fstype, options) => {
    expect(mountsPrinted(`${line}\n`)).toEqual([
      expect.objectContaining({ mount, fstype, options, line, dump: 0 }),
    ]);
  });
});

for (const flavour of ['system', 'busybox'] as const) {
  describe(`mount_facts on a ${flavour} target`, () => {
    const gathered = async (args: Readonly<Record<string, unknown>>) => {
      const context = localContext({ flavour, checkMode: true });
      const result = await play(mount_facts, args, context);
      return { context, result, facts: result.ansible_facts };
    };

    it('tells what is mounted on this machine, with sizes', async () => {
      const { context, facts } = await gathered({ devices: ['proc'], include_aggregate_mounts: true });
      expect(facts).toMatchObject({
        mount_points: {
          '/proc': { device: 'proc', fstype: 'proc', mount: '/proc', inode_total: 0, uuid: null },
        },
      });
      expect(context.roundTrips()).toBe(2);
    });

    it('takes the first definition of a mount point, and says so', async () => {
      const first = written('first', '/dev/a /x ext4 rw 0 1\nproc /proc proc rw 0 0\n');
      const second = written("it's second", '/dev/b /x xfs ro 1 2\n');
      symlinkSync(first, join(scratch.path, 'link'));
      const sources = [first, join(scratch.path, 'missing'), second, join(scratch.path, 'link')];
      const { context, facts } = await gathered({ sources });
      expect(facts).toEqual({
        mount_points: {
          '/x': {
            device: '/dev/a',
            mount: '/x',
            fstype: 'ext4',
            options: 'rw',
            dump: 0,
            passno: 1,
            uuid: null,
            ansible_context: { source: first, source_data: '/dev/a /x ext4 rw 0 1' },
          },
          '/proc': expect.objectContaining({ size_total: expect.any(Number) }),
        },
      });
      expect(context.warnings).toEqual([expect.stringContaining('the first counts: /x.')]);
      const all = await gathered({ sources, include_aggregate_mounts: true, fstypes: ['x*'] });
      expect(all.facts).toMatchObject({ aggregate_mounts: [{ device: '/dev/b', passno: 2 }] });
      expect(all.context.warnings).toEqual([]);
      const none = await gathered({ sources, include_aggregate_mounts: false });
      expect(Object.keys(none.facts ?? {})).toEqual(['mount_points']);
    });

    it('asks the program when it is named, or when no file lists what is mounted', async () => {
      const binary = program('list mounts', "echo '/dev/q on /q type ext2 (rw)'");
      const { facts } = await gathered({ mount_binary: binary, sources: [binary] });
      expect(facts).toMatchObject({
        mount_points: { '/q': { device: '/dev/q', ansible_context: { source: binary } } },
      });
      const others = await gathered({ mount_binary: binary, sources: ['dynamic'], devices: ['/dev/q'] });
      expect(others.facts).toEqual({ mount_points: {} });
    });

    it.each([
      ['error', { failed: true, msg: expect.stringContaining('did not answer in time') }, 0],
      ['warn', { ansible_facts: { mount_points: {} } }, 1],
      ['ignore', { ansible_facts: { mount_points: {} } }, 0],
    ] as const)('gives up on what does not answer: %s', async (on_timeout, expected, warnings) => {
      const binary = program('hangs', 'exec sleep 60');
      const args = { mount_binary: binary, sources: [binary], timeout: 0.1, on_timeout };
      const { context, result } = await gathered(args);
      expect(result).toMatchObject(expected);
      expect(context.warnings).toHaveLength(warnings);
    });

    it('fails when the program fails', async () => {
      const binary = program('fails', 'echo no >&2; exit 3');
      const { result } = await gathered({ mount_binary: binary, sources: [binary], on_timeout: 'ignore' });
      expect(result).toMatchObject({ failed: true, rc: 3, msg: expect.stringContaining('no') });
    });
  });
}
