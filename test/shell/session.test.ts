import { describe, expect, onTestFinished, test } from 'vitest';
import { openLocalConnection } from '../../src/connection/local.ts';
import { openShellWith } from '../../src/shell/open-shell.ts';
import type { RunOptions, Shell } from '../../src/shell/types.ts';
import { shells } from './shells.ts';

async function localShell(program: string): Promise<Shell> {
  const connection = openLocalConnection();
  onTestFinished(() => connection.close());
  return openShellWith({ connection, program });
}

/** A step's result as text, after which another step shows that the shell is in order. */
async function run(shell: Shell, script: string, options?: RunOptions) {
  const { rc, stdout, stderr, timedOut } = await shell.run(script, options);
  const next = await shell.run('echo next; echo again >&2');
  expect([next.rc, next.stdout.toString(), next.stderr.toString()]).toEqual([0, 'next\n', 'again\n']);
  return { rc, stdout: stdout.toString('latin1'), stderr: stderr.toString('latin1'), timedOut };
}

describe.each(shells)('a persistent %s survives a script that', (program) => {
  test.each<[string, string, { rc?: number; stdout?: string; stderr?: string }]>([
    ['prints on both streams', 'echo out; echo err >&2', { rc: 0, stdout: 'out\n', stderr: 'err\n' }],
    ['exits', 'exit 3', { rc: 3, stdout: '' }],
    ['fails under set -e', 'set -e; false; echo no', { rc: 1, stdout: '' }],
    ['replaces itself', 'exec true', { rc: 0 }],
    ['has an unbalanced double quote', 'echo "a', { stdout: '' }],
    ['has an unbalanced single quote', "echo 'a", { stdout: '' }],
    ['has an unbalanced parenthesis', '(echo a', { stdout: '' }],
    ['closes more than it opened', 'echo a; ) ; }', {}],
    ['ends in a backslash', 'echo a \\', { rc: 0 }],
    ['ends in a comment', 'echo a # comment', { rc: 0, stdout: 'a\n' }],
    ['is empty', '', { rc: 0, stdout: '', stderr: '' }],
    ['begins with a dash', '-x', { rc: 127, stdout: '' }],
    ['reads its input', 'cat; read -r x; echo "<$x>"', { stdout: '<>\n' }],
    ['prints no last newline', 'printf abc; printf def >&2', { stdout: 'abc', stderr: 'def' }],
    ['prints binary', 'printf "\\000\\001\\377\\n\\000"', { stdout: '\x00\x01\xff\n\x00' }],
    [
      'prints what looks like a marker',
      'echo "tsplay-00> 0"; echo "tsplay-00>" >&2',
      { stdout: 'tsplay-00> 0\n' },
    ],
    ['sets traps', 'trap "echo bye" EXIT; trap "" TERM HUP; exit 5', { rc: 5, stdout: 'bye\n' }],
    ['closes its streams', 'exec >&- 2>&-; exit 4', { rc: 4, stdout: '' }],
    ['has a here-document', 'cat <<END\na\nEND\n', { rc: 0, stdout: 'a\n' }],
    ['runs several lines', 'x=1\nif [ $x = 1 ]; then\n  echo one\nfi\n', { rc: 0, stdout: 'one\n' }],
    ['is very long', `: ${'x'.repeat(200_000)}; echo end`, { rc: 0, stdout: 'end\n' }],
    ['leaves a background process', 'sleep 2 & echo started', { rc: 0, stdout: 'started\n' }],
  ])('%s', async (_title, script, expected) => {
    expect(await run(await localShell(program), script)).toMatchObject({ timedOut: false, ...expected });
  });

  test('kills the shell, which is reported, and the next step gets a new one', async () => {
    const shell = await localShell(program);
    expect(await run(shell, 'echo before; kill $$')).toMatchObject({ rc: 143, stdout: 'before\n' });
    expect(await run(shell, 'kill -9 $$')).toMatchObject({ rc: 137 });
  });

  test('changes its surroundings, which the next step does not see', async () => {
    const shell = await localShell(program);
    const look = 'pwd; umask; echo "${tsplay_x-none}"; set -- $-; case $1 in *e*) echo e;; esac';
    const before = await run(shell, look);
    await run(shell, 'cd /; umask 000; tsplay_x=1; export tsplay_x; set -e; set -f; pwd() { echo mine; }');
    expect(await run(shell, look)).toEqual(before);
  });

  test('prints 100 MB', async () => {
    const shell = await localShell(program);
    const { rc, stdout } = await shell.run('head -c 100000000 /dev/zero');
    expect([rc, stdout.length]).toEqual([0, 100_000_000]);
  });

  test('gets an environment of its own', async () => {
    const shell = await localShell(program);
    const value = 'it\'s "two"\nlines $HOME \\';
    const result = await run(shell, 'printf %s "$TSPLAY_A"; sh -c \'printf %s "$TSPLAY_A"\'', {
      environment: { TSPLAY_A: value },
    });
    expect(result.stdout).toBe(value + value);
    expect((await run(shell, 'echo "${TSPLAY_A-none}"')).stdout).toBe('none\n');
  });

  test('gets bytes on its input, which leave no file behind', async () => {
    const shell = await localShell(program);
    const stdin = Buffer.from([0, 255, 10, 0, 39]);
    expect((await run(shell, 'cat', { stdin })).stdout).toBe(stdin.toString('latin1'));
    expect((await run(shell, `ls -A ${await shell.temporaryDirectory()}`)).stdout).toBe('');
  });

  test.each([
    ['waits', 'echo started; sleep 100; echo no'],
    ['waits in a tree of processes', 'echo started; sh -c "sleep 100 & sleep 101; true"; echo no'],
    ['ignores TERM', 'echo started; trap "" TERM; sleep 100; echo no'],
  ])('takes too long: it %s, and its processes are ended', async (_title, script) => {
    const shell = await localShell(program);
    const result = await run(shell, script, { timeoutMs: 150 });
    expect(result).toMatchObject({ timedOut: true, stdout: 'started\n' });
    expect(result.rc).toBeGreaterThan(128);
  });
});

test('a name that cannot be exported is refused, with the name', async () => {
  const shell = await localShell('/bin/sh');
  await expect(shell.run(':', { environment: { 'a b': 'x' } })).rejects.toThrow(/"a b" is not a name/);
});

test('processes that an earlier step left in the background stay when a later one takes too long', async () => {
  const shell = await localShell('/bin/sh');
  const pid = Number((await shell.run('sleep 100 >/dev/null 2>&1 & echo $!')).stdout.toString());
  await shell.run('sleep 100', { timeoutMs: 100 });
  expect(process.kill(pid, 0)).toBe(true);
  process.kill(pid);
});

test('an abort ends the running step and those that wait, and the shell can be used again', async () => {
  const shell = await localShell('/bin/sh');
  const controller = new AbortController();
  const reason = new Error('stop');
  const options = { signal: controller.signal };
  const steps = [shell.run('sleep 100', options), shell.run('echo second', options)];
  setTimeout(() => controller.abort(reason), 50);
  expect(await Promise.allSettled(steps)).toEqual([
    { status: 'rejected', reason },
    { status: 'rejected', reason },
  ]);
  expect((await shell.run('echo next')).stdout.toString()).toBe('next\n');
});

test('steps run one at a time, in the order of the calls', async () => {
  const shell = await localShell('/bin/sh');
  const results = await Promise.all([3, 1, 2].map((n) => shell.run(`sleep 0.0${n}; echo ${n}`)));
  expect(results.map(({ stdout }) => stdout.toString())).toEqual(['3\n', '1\n', '2\n']);
});
