import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import dnf from '../../src/modules/dnf.ts';
import packageModule from '../../src/modules/package.ts';
import {
  type LocalContext,
  localContext,
  play,
  scratchEachTest,
  withStandIns,
} from '../module/local-context.ts';

/**
 * Stand-ins for rpm and dnf: what is installed is a file of lines as rpm prints them; dnf notes how it was called and
 * adds `tool` unless it is only to show what it would do, or somebody holds its lock.
 */
const rpm = `#!/bin/sh
case $* in
  '-qa '*) cat "$STATE/installed" ;;
  '-q '*) grep "^+tool\t" "$STATE/installed" || echo 'package tool is not installed' ;;
  *) exit 2 ;;
esac
`;
const dnfProgram = `#!/bin/sh
printf '%s\\n' "$@" >>"$STATE/called"
if [ -e "$STATE/lock" ]; then
  read -r left <"$STATE/lock"
  if [ "$left" -gt 0 ]; then echo $((left - 1)) >"$STATE/lock"; echo 'Error: Failed to obtain the lock' >&2; exit 200; fi
fi
printf 'Installing:\\n tool noarch 1.0-1 local 6.1 k\\n\\nTransaction Summary\\n'
case $* in *--assumeno*) echo 'Operation aborted.' >&2; exit 1 ;; esac
printf '+tool\\t(none)\\t1.0\\t1\\tnoarch\\n' >>"$STATE/installed"
`;

describe('dnf', () => {
  const folder = scratchEachTest();

  beforeEach(() => {
    for (const [name, text] of Object.entries({ rpm, dnf: dnfProgram, sleep: '#!/bin/sh\n' })) {
      writeFileSync(join(folder.path, name), text);
      chmodSync(join(folder.path, name), 0o755);
    }
    writeFileSync(join(folder.path, 'installed'), '+gpg-pubkey\t(none)\t1\t2\t(none)\n');
  });

  function standIns(options: { readonly checkMode?: boolean } = {}): LocalContext {
    const context = withStandIns(localContext(options), folder.path);
    return { ...context, fact: (name) => (name === 'pkg_mgr' ? 'dnf' : undefined) };
  }

  const called = (): readonly string[] => readFileSync(join(folder.path, 'called'), 'utf8').split('\n');

  test('tells what rpm lists now and did not before, and then finds it in one round trip', async () => {
    expect(await play(dnf, { name: 'tool' }, standIns())).toMatchObject({
      changed: true,
      results: ['Installed: tool-1.0-1.noarch'],
    });
    const context = standIns();
    expect(await play(dnf, { name: 'tool' }, context)).toMatchObject({ changed: false });
    expect(context.roundTrips()).toBe(1);
  });

  test('predicts without changing anything', async () => {
    expect(await play(dnf, { name: 'tool' }, standIns({ checkMode: true }))).toMatchObject({
      changed: true,
      results: ['Installed: tool-1.0-1.noarch'],
    });
    expect(called()).toContain('--assumeno');
    expect(readFileSync(join(folder.path, 'installed'), 'utf8')).not.toContain('+tool');
  });

  test('waits for the lock as often as it may', async () => {
    writeFileSync(join(folder.path, 'lock'), '3\n');
    expect(await play(dnf, { name: 'tool', lock_timeout: 2 }, standIns())).toMatchObject({
      failed: true,
      rc: 200,
      msg: expect.stringContaining('lock'),
    });
    writeFileSync(join(folder.path, 'lock'), '2\n');
    expect(await play(dnf, { name: 'tool', lock_timeout: 2 }, standIns())).toMatchObject({ changed: true });
  });

  test('gets names with all that a shell would read as they are', async () => {
    const name = `$(touch ${folder.path}/oops)'"&\``;
    await play(dnf, { name: [name.replaceAll(' ', '?')], state: 'latest' }, standIns());
    expect(called()).toContain(name.replaceAll(' ', '?'));
  });

  test.each([
    [{ name: 'tool', state: 'present' }, { changed: true }],
    [{ name: 'tool', state: 'present', use: 'ansible.builtin.dnf' }, { changed: true }],
    [
      { name: 'tool', use: 'nosuch' },
      { failed: true, msg: expect.stringContaining('apt') },
    ],
    [
      { name: 'tool', purge: true },
      { failed: true, msg: expect.stringContaining("unknown argument 'purge'") },
    ],
    [
      { name: 'tool', state: 'there' },
      { failed: true, msg: expect.stringContaining('latest') },
    ],
    [
      { name: 'tool', list: 'repos' },
      { failed: true, msg: expect.stringContaining('exclude each other') },
    ],
  ])('is what package hands %j to', async (args, result) => {
    expect(await play(packageModule, args, standIns())).toMatchObject(result);
  });
});
