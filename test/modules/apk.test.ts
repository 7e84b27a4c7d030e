import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import apk from '../../src/modules/apk.ts';
import packageModule from '../../src/modules/package.ts';
import {
  type LocalContext,
  localContext,
  play,
  scratchEachTest,
  withStandIns,
} from '../module/local-context.ts';

/** Notes how it is called. `tool` and `old` are installed, the latter with a newer version in the lists. */
const standIn = `#!/bin/sh
printf '%s\\n' "$*" >>"$STATE/called"
case $* in
  *'info --installed '*)
    shift; while [ "$1" != --installed ]; do shift; done; shift
    missing=0
    for name do case $name in tool | old) echo $name ;; *) missing=1 ;; esac; done
    exit $missing ;;
  *'version '*) printf 'Installed:   Available:\\ntool-1.0-r0  = 1.0-r0\\nold-1.0-r1   < 1.1-r0\\n' ;;
  *) cat "$STATE/answer"; exit "$(cat "$STATE/status")" ;;
esac
`;

describe.each(['system', 'busybox'] as const)('apk on %s', (flavour) => {
  const folder = scratchEachTest();

  beforeEach(() => {
    write('apk', standIn);
    chmodSync(join(folder.path, 'apk'), 0o755);
    write('world', 'tool\nold~1\n');
    write('answer', '(1/1) Installing other (1.0-r0)\nOK: 3 MiB in 3 packages\n');
    write('status', '0\n');
    write('called', '');
  });

  const write = (name: string, text: string): void => writeFileSync(join(folder.path, name), text);
  const called = (): readonly string[] =>
    readFileSync(join(folder.path, 'called'), 'utf8').trim().split('\n');
  const world = (): string => join(folder.path, 'world');

  function onTarget(options: { readonly checkMode?: boolean } = {}): LocalContext {
    const context = withStandIns(localContext({ ...options, flavour }), folder.path);
    return { ...context, fact: (name) => (name === 'pkg_mgr' ? 'apk' : undefined) };
  }

  test('finds in one round trip and by one call that there is nothing to do', async () => {
    const context = onTarget();
    const args = { name: ['tool', 'old'], world: world() };
    expect(await play(apk, args, context)).toMatchObject({ changed: false });
    expect(context.roundTrips()).toBe(1);
    expect(called()).toEqual(['info --installed tool old']);
  });

  test('asks one by one where only some are there', async () => {
    expect(await play(apk, { name: ['tool', 'other'], world: world() }, onTarget())).toMatchObject({
      changed: true,
      packages: ['other'],
    });
    expect(called().at(-1)).toBe('add other');
  });

  test('takes what is there for another alone into the world', async () => {
    write('world', 'tool\n');
    await play(apk, { name: 'tool,old', world: world() }, onTarget());
    expect(called().at(-1)).toBe('add old');
  });

  test('upgrades what is older than the lists say', async () => {
    const args = { name: ['old', 'tool'], state: 'latest', world: world() };
    await play(apk, args, onTarget({ checkMode: true }));
    expect(called().at(-1)).toBe('add --upgrade --simulate old');
  });

  test('fails for what others need', async () => {
    write(
      'answer',
      'World updated, but the following packages are not removed due to:\n  tool: app\n\nOK: 1 MiB\n',
    );
    expect(await play(apk, { name: 'tool', state: 'absent' }, onTarget())).toMatchObject({
      failed: true,
      msg: 'others need what was to go: tool',
    });
  });

  test('fetches nothing in check mode', async () => {
    const args = { update_cache: true, repository: ['/a b', '/c'], no_cache: true };
    expect(await play(apk, args, onTarget({ checkMode: true }))).toMatchObject({ changed: true });
    expect(called()).toEqual(['']);
    await play(apk, args, onTarget());
    expect(called()).toEqual([
      '--no-cache --repository /a b --repository /c --repositories-file /dev/null update',
    ]);
  });

  test('says what apk complained of', async () => {
    write('answer', '');
    write('status', '2\n');
    expect(await play(apk, { upgrade: true }, onTarget())).toMatchObject({ failed: true, packages: [] });
    expect(await play(apk, { upgrade: true }, localContext({ flavour }))).toMatchObject({
      failed: true,
      msg: expect.stringContaining("no 'apk'"),
    });
  });

  test.each(['--root=/x', '!tool', 'a b', '=1', 'a\nb'])('refuses the name %j', async (name) => {
    expect(await play(apk, { name: [name], world: world() }, onTarget())).toMatchObject({
      failed: true,
      msg: expect.stringContaining('cannot be the name of a package'),
    });
  });

  test.each([{}, { name: 'tool', upgrade: true }])('refuses %j', async (args) => {
    expect(await play(apk, args, onTarget())).toMatchObject({ failed: true });
    expect(called()).toEqual(['']);
  });

  test('gets names with all that a shell would read as they are', async () => {
    const name = `$(touch\${IFS}${folder.path}/oops)'"&\``;
    await play(apk, { name: [name], world: world() }, onTarget());
    expect(called().at(-1)).toBe(`add ${name}`);
  });

  test('is what package hands over to where the facts say so', async () => {
    await play(packageModule, { name: 'other', state: 'present', world: world() }, onTarget());
    expect(called().at(-1)).toBe('add other');
  });
});
