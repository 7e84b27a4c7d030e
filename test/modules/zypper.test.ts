import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { isReadOnlyRoot } from '../../src/module/kit/zypper/program.ts';
import packageModule from '../../src/modules/package.ts';
import zypper from '../../src/modules/zypper.ts';
import {
  type LocalContext,
  localContext,
  play,
  scratchEachTest,
  withStandIns,
} from '../module/local-context.ts';

/** Notes how it is called; `tool` alone is installed; `answer` says what a transaction is, its lines the statuses. */
const standIn = `#!/bin/sh
printf '%s\\n' "$*" >>"$STATE/called"
case $* in
  *' search '*tool*) echo '<stream><solvable status="installed" name="tool" kind="package"/></stream>'; exit 0 ;;
  *' search '*) echo '<stream/>'; exit 104 ;;
esac
cat "$STATE/answer"
read -r status <"$STATE/statuses"
sed -i 1d "$STATE/statuses"
exit "$status"
`;
const summary = `<stream><install-summary packages-to-change="3"><to-install>
<solvable type="package" name="a&amp;b" edition="2-1"/></to-install><to-upgrade>
<solvable type="package" name="c" edition="2-1" edition-old="1-1"/></to-upgrade><to-change-arch>
<solvable type="package" name="d" edition="1-1"/></to-change-arch></install-summary></stream>
`;

describe.each(['system', 'busybox'] as const)('zypper on %s', (flavour) => {
  const folder = scratchEachTest();

  beforeEach(() => {
    write('zypper', standIn);
    chmodSync(join(folder.path, 'zypper'), 0o755);
    write('answer', summary);
    write('statuses', '0\n');
    write('called', '');
  });

  const write = (name: string, text: string): void => writeFileSync(join(folder.path, name), text);
  const called = (): readonly string[] =>
    readFileSync(join(folder.path, 'called'), 'utf8').trim().split('\n');

  function onTarget(): LocalContext {
    const context = withStandIns(localContext({ flavour, diffMode: true }), folder.path);
    return { ...context, fact: (name) => (name === 'pkg_mgr' ? 'zypper' : undefined) };
  }

  test('finds in one round trip that there is nothing to do', async () => {
    const context = onTarget();
    expect(await play(zypper, { name: ['tool', '-other'] }, context)).toMatchObject({ changed: false });
    expect(context.roundTrips()).toBe(1);
    expect(called()).toHaveLength(1);
  });

  test('tells every kind of change', async () => {
    expect(await play(zypper, { name: 'a' }, onTarget())).toMatchObject({
      changed: true,
      diff: { prepared: 'installed: a&b\nupgraded: c (1-1 => 2-1)\nchange-arch: d\n' },
    });
  });

  test('runs again when it has renewed itself, and no more than that', async () => {
    write('statuses', '103\n102\n');
    expect(await play(zypper, { name: '*', state: 'latest' }, onTarget())).toMatchObject({
      changed: true,
      msg: 'the machine should be started anew',
    });
    write('statuses', '103\n103\n0\n');
    expect(await play(zypper, { name: '*', state: 'latest' }, onTarget())).toMatchObject({
      failed: true,
      rc: 103,
    });
  });

  test('says what zypper complained of', async () => {
    write(
      'answer',
      '<stream><message type="error">No provider of &apos;+x&apos; found.</message></stream>\n',
    );
    write('statuses', '104\n');
    expect(await play(zypper, { name: 'x' }, onTarget())).toMatchObject({
      failed: true,
      msg: "zypper fails: No provider of '+x' found.",
    });
  });

  test('says that there is none', async () => {
    expect(await play(zypper, { name: 'tool' }, localContext({ flavour }))).toMatchObject({
      failed: true,
      msg: expect.stringContaining("no 'zypper'"),
    });
  });

  test.each(['--root=/x', '-~x', '++x', 'a\nb', '>=1'])('refuses the name %j', async (name) => {
    expect(await play(zypper, { name: [name] }, onTarget())).toMatchObject({
      failed: true,
      msg: expect.stringContaining('cannot be the name of a package'),
    });
    expect(called()).toEqual(['']);
  });

  test('gets names with all that a shell would read as they are', async () => {
    const name = `$(touch\${IFS}${folder.path}/oops)'"&\``;
    await play(zypper, { name: [name], state: 'latest' }, onTarget());
    expect(called().at(-1)).toContain(` -- +${name}`);
  });

  test('is what package hands over to where the facts say so', async () => {
    await play(packageModule, { name: 'other', state: 'present', disable_recommends: false }, onTarget());
    expect(called().at(-1)).toMatch(/install --type package --auto-agree-with-licenses -- \+other$/);
  });
});

test.each([
  [['/dev/sda2 / btrfs ro,relatime,subvol=/@/.snapshots/1 0 0', 'tmpfs /tmp tmpfs rw 0 0'], true],
  [['/dev/sda2 / btrfs ro 0 0', '/dev/sda2 / btrfs rw 0 0'], false],
  [['/dev/sda2 / ext4 ro 0 0'], false],
  [[], false],
])('mounts %j: a root that only a snapshot changes: %s', (mounts, expected) => {
  expect(isReadOnlyRoot(mounts)).toBe(expected);
});
