import { describe, expect, it } from 'vitest';
import { builtInOf, loadedIn } from '../../src/module/kit/kernel-modules/loaded.ts';
import { persistentChanges } from '../../src/module/kit/kernel-modules/persistent.ts';
import modprobe from '../../src/modules/modprobe.ts';
import { localContext, play } from '../module/local-context.ts';

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
