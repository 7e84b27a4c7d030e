import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtInOf, loadedIn } from '../../src/module/kit/kernel-modules/loaded.ts';
import { persistentChanges } from '../../src/module/kit/kernel-modules/persistent.ts';
import modprobe from '../../src/modules/modprobe.ts';
import { localContext, play, scratchEachTest, withPrelude } from '../module/local-context.ts';

describe('modprobe', () => {
  it.each([
    [{ name: '-r' }, "modprobe: '-r' is no name of a module"],
    [{ name: '../x' }, "modprobe: '../x' is no name of a module"],
    [{ name: 'a b' }, "modprobe: 'a b' is no name of a module"],
    [{ name: 'nbd', params: "a='1" }, 'modprobe: params is one line whose quotes are closed'],
    [{ name: 'nbd', params: 'a=1\nb=2' }, 'modprobe: params is one line whose quotes are closed'],
    [{ name: 'nbd', params: 'a=1 --remove' }, "modprobe: '--remove' is no parameter of a module"],
  ])('refuses %j before it looks', async (args, message) => {
    const context = localContext();
    const result = await play(modprobe, args, context);
    expect(result).toMatchObject({ failed: true, msg: expect.stringContaining(message) });
    expect(context.roundTrips()).toBe(0);
  });
});

describe('what is loaded and built in', () => {
  it('is told by the kernel and by the list of its release', () => {
    expect([...loadedIn('nbd 1 0 - Live 0x0\nbr_netfilter 2 1 nbd, Live 0x0\n')]).toEqual([
      'nbd',
      'br_netfilter',
    ]);
    expect([...builtInOf('kernel/fs/ext4/ext4.ko\nkernel/x/snd-hda.ko.xz\n\n')]).toEqual(['ext4', 'snd_hda']);
  });
});

describe('persistentChanges', () => {
  const files = [
    { path: '/etc/modules-load.d/modules.conf', text: '# remarks\nnbd\n' },
    { path: '/etc/modprobe.d/all.conf', text: 'options nbd a=1\noptions x b=2\n' },
    { path: '/etc/modprobe.d/nbd.conf', text: 'options nbd c=3' },
  ];
  const changed = (name: string, params: string, persistent: 'disabled' | 'absent' | 'present') =>
    persistentChanges(files, { name, params, persistent }).map(({ path, edit }) => [
      path,
      edit(files.find((file) => file.path === path)?.text ?? ''),
    ]);

  it('has nothing to do where all is as it shall be', () => {
    expect(changed('nbd', 'c=3 a=1', 'present')).toEqual([]);
    expect(changed('nbd', '', 'disabled')).toEqual([]);
    expect(changed('other', '', 'absent')).toEqual([]);
  });

  it('lets the own file alone give the parameters', () => {
    expect(changed('nbd', 'a=1 c=4', 'present')).toEqual([
      ['/etc/modprobe.d/all.conf', '#options nbd a=1\noptions x b=2\n'],
      ['/etc/modprobe.d/nbd.conf', 'options nbd a=1\noptions nbd c=4\n'],
    ]);
  });

  it('leaves no other file with parameters when none are wanted', () => {
    expect(changed('nbd', '', 'present').map(([path]) => path)).toEqual([
      '/etc/modprobe.d/all.conf',
      '/etc/modprobe.d/nbd.conf',
    ]);
  });

  it('makes files for a new module', () => {
    expect(changed('dummy', 'n=2', 'present')).toEqual([
      ['/etc/modules-load.d/dummy.conf', 'dummy\n'],
      ['/etc/modprobe.d/dummy.conf', 'options dummy n=2\n'],
    ]);
  });

  it('makes remarks of what shall hold no more', () => {
    expect(changed('nbd', '', 'absent').map(([, text]) => text)).toEqual([
      '# remarks\n#nbd\n',
      '#options nbd a=1\noptions x b=2\n',
      '#options nbd c=3',
    ]);
  });
});

describe('modprobe where all is BusyBox', () => {
  const scratch = scratchEachTest();
  const at = (name: string): string => join(scratch.path, name);
  const program = (name: string, text: string): void => {
    writeFileSync(at(name), `#!/bin/sh\n${text}\n`);
    chmodSync(at(name), 0o755);
  };
  /** A kernel in a file, and a modprobe that knows no long options, as BusyBox' does. */
  const target = (checkMode: boolean) => {
    program(
      'modprobe',
      `case $* in *--version*|*-n*) exit 1 ;; esac
printf '[%s]' "$@" >>"${at('called')}"
case $2 in nbd) echo 'nbd 1 0 - Live 0x0' >>"${at('loaded')}" ;; none) echo 'not found' >&2; exit 1 ;; esac`,
    );
    writeFileSync(at('loaded'), 'dummy 16384 0 - Live 0x0\n');
    return withPrelude(
      localContext({ flavour: 'busybox', checkMode }),
      `cat() { case $1 in /proc/modules) set -- "${at('loaded')}" ;; esac; command cat "$@"; }
modprobe() { "${at('modprobe')}" "$@"; }`,
    );
  };
  const called = (): string => (existsSync(at('called')) ? readFileSync(at('called'), 'utf8') : '');

  it.each([
    [{ name: 'dummy' }, false, ''],
    [{ name: 'nbd', params: "a=1 b='2 3'" }, true, '[--][nbd][a=1][b=2 3]'],
    [{ name: 'alias-of-dummy' }, false, '[--][alias-of-dummy]'],
    [{ name: 'other', state: 'absent' }, false, ''],
  ])('does what %j needs', async (args, changed, calls) => {
    const context = target(false);
    expect(await play(modprobe, args, context)).toMatchObject({ changed });
    expect(called()).toBe(calls);
    expect(context.roundTrips()).toBe(calls === '' ? 1 : 2);
  });

  it('predicts a call, and calls nothing', async () => {
    expect(await play(modprobe, { name: 'nbd' }, target(true))).toMatchObject({ changed: true });
    expect(called()).toBe('');
  });

  it('tells what modprobe said', async () => {
    expect(await play(modprobe, { name: 'none' }, target(false))).toMatchObject({
      failed: true,
      rc: 1,
      msg: 'none cannot be loaded: not found',
    });
  });
});
