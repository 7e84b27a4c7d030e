import { expect, it } from 'vitest';
import raw from '../../src/modules/raw.ts';
import shell from '../../src/modules/shell.ts';
import { localContext, play } from '../module/local-context.ts';

it('runs a line through /bin/sh and keeps its output apart from ours', async () => {
  const cmd = 'printf "a\\n\\nb\\n\\n"; printf "x\\n" >&2; exit 3';
  expect(await play(shell, { cmd })).toMatchObject({
    cmd,
    rc: 3,
    changed: true,
    failed: true,
    msg: 'non-zero return code',
    stdout: 'a\n\nb',
    stderr: 'x',
    stderr_lines: ['x'],
  });
});

it.each([
  ['an open quote', "echo 'a", 2],
  ['exit', 'exit 44', 44],
  ['a signal to its own shell', 'kill -9 $$', 137],
  ['exec', 'exec sh -c "exit 5"', 5],
])('survives %s', async (_, cmd, rc) => {
  expect(await play(shell, { cmd })).toMatchObject({ rc, failed: true });
});

it('takes another shell', async () => {
  expect(await play(shell, { cmd: 'echo $0 $((1 + 1))', executable: '/bin/bash' })).toMatchObject({
    stdout: '/bin/bash 2',
  });
  expect(await play(shell, { cmd: 'ls', executable: '/no/such/shell' })).toMatchObject({
    cmd: '/no/such/shell -c ls',
    rc: 2,
    msg: "[Errno 2] No such file or directory: b'/no/such/shell'",
  });
});

it('does not expand the line itself', async () => {
  expect(await play(shell, { cmd: "echo '$HOME' '~'" })).toMatchObject({ stdout: '$HOME ~' });
});

it('refuses an empty line', async () => {
  expect(await play(shell, { cmd: '' })).toMatchObject({ failed: true, rc: 256, msg: 'no command given' });
});

it('raw returns output untouched', async () => {
  expect(await play(raw, { cmd: 'printf "a\\n\\n"; echo e >&2' })).toEqual({
    changed: true,
    rc: 0,
    stdout: 'a\n\n',
    stdout_lines: ['a', ''],
    stderr: 'e\n',
    stderr_lines: ['e'],
  });
  expect(await play(raw, { cmd: 'exit 3' })).toMatchObject({
    rc: 3,
    failed: true,
    msg: 'non-zero return code',
  });
});

it('raw skips itself in check mode', async () => {
  const context = localContext({ checkMode: true });
  expect(await play(raw, { cmd: 'exit 3' }, context)).toEqual({ changed: false, skipped: true });
  expect(context.roundTrips()).toBe(0);
});
