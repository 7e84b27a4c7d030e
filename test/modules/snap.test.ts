import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parseList } from '../../src/module/kit/snap/state.ts';
import snap from '../../src/modules/snap.ts';
import {
  type LocalContext,
  localContext,
  play,
  scratchEachTest,
  withStandIns,
} from '../module/local-context.ts';

/** Notes how it is called. `tool` is installed, and `asleep`, which is disabled. */
const standIn = `#!/bin/sh
printf '%s\\n' "$*" >>"$STATE/called"
case $1 in
  list)
    printf '%-8s %s\\n' Name 'Version  Rev  Tracking  Publisher  Notes' tool '1.0  1  latest/stable  x**  -'
    printf '%-8s %s\\n' asleep '1.0  1  -  -  disabled,classic' ;;
  get) case $3 in tool | asleep) ;; *) exit 1 ;; esac
    echo '{"a": 1, "b": {"c": "x y"}, "on": true, "list": [1, 2]}' ;;
  install) case $* in *nosuch*) echo 'error: snap "nosuch" not found' >&2; exit 1 ;; esac ;;
esac
`;

describe.each(['system', 'busybox'] as const)('snap on %s', (flavour) => {
  const folder = scratchEachTest();

  beforeEach(() => {
    writeFileSync(join(folder.path, 'snap'), standIn);
    chmodSync(join(folder.path, 'snap'), 0o755);
    writeFileSync(join(folder.path, 'called'), '');
  });

  const called = (): readonly string[] =>
    readFileSync(join(folder.path, 'called'), 'utf8').trim().split('\n');

  function onTarget(options: { readonly checkMode?: boolean } = {}): LocalContext {
    return withStandIns(localContext({ ...options, flavour }), folder.path);
  }

  test('finds in one round trip that there is nothing to do', async () => {
    const context = onTarget();
    const options = ['a=1', 'b.c=x y', 'tool:on=true', 'list=[1,2]'];
    expect(await play(snap, { name: ['tool', 'asleep'], options }, context)).toEqual({
      changed: false,
      channel: 'stable',
      classic: false,
    });
    expect(context.roundTrips()).toBe(1);
    expect(called()).toEqual(['list', 'get -d tool', 'get -d asleep']);
  });

  test('installs several at once, or one by one where options are for one alone', async () => {
    await play(snap, { name: ['tool', 'new', 'newer'] }, onTarget());
    expect(called().at(-1)).toBe('install new newer');
    await play(snap, { name: ['new', 'newer'], classic: true, channel: '1/edge' }, onTarget());
    expect(called().slice(-2)).toEqual([
      'install --classic --channel=1/edge new',
      'install --classic --channel=1/edge newer',
    ]);
  });

  test('changes nothing in check mode', async () => {
    const args = { name: ['new', 'tool'], options: ['a=2', 'b.c=x y'] };
    expect(await play(snap, args, onTarget({ checkMode: true }))).toMatchObject({
      changed: true,
      snaps_installed: ['new'],
      options_changed: ['new:a=2', 'new:b.c=x y', 'tool:a=2'],
    });
    expect(called().filter((call) => !/^(?:list|get)/.test(call))).toEqual([]);
  });

  test.each([
    [{ name: ['tool', 'asleep', 'nosuch'], state: 'enabled' }, 'enable asleep'],
    [{ name: ['tool', 'asleep', 'nosuch'], state: 'disabled' }, 'disable tool'],
    [{ name: ['tool', 'asleep', 'nosuch'], state: 'absent' }, 'remove tool asleep'],
    [{ name: 'tool', options: ['list=[2]', 'tool:b.d='] }, 'set tool list=[2] b.d='],
  ])('for %j calls %j', async (args, call) => {
    expect(await play(snap, args, onTarget())).toMatchObject({ changed: true });
    expect(called().at(-1)).toBe(call);
  });

  test.each([
    [{ name: 'nosuch' }, 'snap cannot install nosuch: error: snap "nosuch" not found'],
    [{ name: ['--dangerous'] }, "'--dangerous' cannot be the name of a snap"],
    [{ name: ['a b'] }, 'cannot be the name'],
    [{ name: 'tool', options: ['nokey'] }, "'nokey' is no option"],
    [{ name: 'tool', options: ['other:a=1'] }, "'other' has an option"],
  ])('fails for %j', async (args, words) => {
    expect(await play(snap, args, onTarget())).toMatchObject({
      failed: true,
      msg: expect.stringContaining(words),
    });
  });

  test('says that there is none', async () => {
    expect(await play(snap, { name: 'tool' }, localContext({ flavour }))).toMatchObject({
      failed: true,
      msg: expect.stringContaining("no 'snap'"),
    });
  });

  test('gets values with all that a shell would read as they are', async () => {
    const value = `$(touch ${folder.path}/oops)'"&\``;
    await play(snap, { name: 'tool', options: [`a=${value}`] }, onTarget());
    expect(called().at(-1)).toBe(`set tool a=${value}`);
  });
});

test('an empty list is no snap', () => {
  expect(parseList('')).toEqual(new Map());
});
