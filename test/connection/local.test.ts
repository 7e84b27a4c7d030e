import { expect, test } from 'vitest';
import { openLocalConnection } from '../../src/connection/local.ts';
import { output } from './embedded.ts';

test('commands run on this machine, each in a process group of its own', async () => {
  const connection = openLocalConnection();
  expect(await output(connection, 'cat; exit 3', 'input')).toBe('input[3]');
  expect(await output(connection, '[ "$(ps -o pgid= -p $$ | tr -d " ")" = $$ ] && echo own')).toBe(
    'own\n[0]',
  );
  await connection.close();
});

test('closing ends a shell that waits for input, and nothing starts afterwards', async () => {
  const connection = openLocalConnection();
  const channel = await connection.exec('cat; echo done');
  const printed: string[] = [];
  channel.onStdout((chunk) => printed.push(chunk.toString()));
  channel.onStderr(() => undefined);
  await connection.close();
  expect(await channel.exit).toEqual({ code: 0, signal: null });
  expect(printed.join('')).toBe('done\n');
  expect(await connection.closed).toBeUndefined();
  await expect(connection.exec('true')).rejects.toMatchObject({ reason: 'connection-lost' });
});

test('a command that was ended by a signal says which', async () => {
  const connection = openLocalConnection();
  const channel = await connection.exec('kill -KILL $$');
  channel.onStdout(() => undefined);
  channel.onStderr(() => undefined);
  expect(await channel.exit).toEqual({ code: null, signal: 'KILL' });
  await connection.close();
});

test('a command has ended although a background process holds its output', async () => {
  const connection = openLocalConnection();
  const channel = await connection.exec('sleep 100 & echo $!');
  const pid = await new Promise<number>((resolve) =>
    channel.onStdout((chunk) => resolve(Number(chunk.toString()))),
  );
  channel.onStderr(() => undefined);
  expect(await channel.ended).toEqual({ code: 0, signal: null });
  process.kill(pid);
  await connection.close();
});
