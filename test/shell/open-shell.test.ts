import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openShell } from '../../src/shell/open-shell.ts';
import { probeTarget } from '../../src/shell/probe.ts';
import { connectTo, scratchFolder, startServer } from '../connection/embedded.ts';

/** Counts how often the client had to speak after the server had: each is a round trip. */
function roundTripCounter() {
  let count = 0;
  let last: 'in' | 'out' = 'out';
  return {
    onTraffic(direction: 'in' | 'out'): void {
      count += direction === 'in' && last === 'out' ? 1 : 0;
      last = direction;
    },
    async during(job: () => Promise<unknown>): Promise<number> {
      const before = count;
      await job();
      return count - before;
    },
  };
}

test('opening costs two round trips, a step one, the first file three and a further one two', async () => {
  const counter = roundTripCounter();
  const connection = await connectTo(await startServer({ onTraffic: counter.onTraffic }));
  const folder = await scratchFolder();
  let shell = await openShell(connection, undefined);
  expect(
    await counter.during(async () => {
      shell = await openShell(connection, undefined);
    }),
  ).toBe(2);
  expect(await counter.during(() => shell.run('echo hello; echo error >&2; exit 3'))).toBe(1);
  expect(await counter.during(() => shell.put(join(folder, 'a'), Buffer.from('x')))).toBe(3);
  expect(await counter.during(() => shell.put(join(folder, 'b'), Buffer.from('x')))).toBe(2);
});

describe('a file that is put', () => {
  test.each([
    ['empty', Buffer.alloc(0)],
    ['binary', Buffer.from([0, 1, 255, 10, 13, 0])],
    ['like shell text', Buffer.from('\nexit 7\n\'; rm -rf "$HOME"\n')],
    ['of 5 MB', Buffer.alloc(5_000_000, 'abc\n')],
  ])('has the bytes that were sent: %s', async (_title, content) => {
    const shell = await openShell(await connectTo(await startServer()), undefined);
    const folder = await scratchFolder();
    for (const name of ['first', "it's\\ a\n!$HOME `second`"]) {
      await shell.put(join(folder, name), content);
      expect((await readFile(join(folder, name))).equals(content)).toBe(true);
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    }
  });

  test('does not replace one that is there, and the next can be put', async () => {
    const shell = await openShell(await connectTo(await startServer()), undefined);
    const folder = await scratchFolder();
    await writeFile(join(folder, 'there'), 'old');
    await shell.put(join(folder, 'new1'), Buffer.from('1'));
    await expect(shell.put(join(folder, 'there'), Buffer.from('new'))).rejects.toMatchObject({
      code: 'upload-failed',
      message: expect.stringContaining('the file exists already'),
    });
    await shell.put(join(folder, 'new2'), Buffer.from('2'));
    expect(await readFile(join(folder, 'there'), 'utf8')).toBe('old');
    expect((await readdir(folder)).sort()).toEqual(['new1', 'new2', 'there']);
  });

  test('needs a folder', async () => {
    const shell = await openShell(await connectTo(await startServer()), undefined);
    await expect(shell.put('/nonexistent/folder/file', Buffer.from('x'))).rejects.toMatchObject({
      code: 'upload-failed',
      message: expect.stringContaining('/nonexistent/folder/file'),
    });
  });

  test('leaves nothing behind when the machine cannot take all of it', async () => {
    const shell = await openShell(
      await connectTo(await startServer({ loginShell: await smallDiskShell() })),
      undefined,
    );
    const folder = await scratchFolder();
    await expect(shell.put(join(folder, 'big'), Buffer.alloc(3_000_000))).rejects.toMatchObject({
      code: 'upload-failed',
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test('leaves nothing behind when it is aborted', async () => {
    const shell = await openShell(await connectTo(await startServer()), undefined);
    const folder = await scratchFolder();
    const reason = new Error('stop');
    const put = shell.put(join(folder, 'big'), Buffer.alloc(200_000_000), { signal: abortSoon(reason) });
    await expect(put).rejects.toBe(reason);
    await expect.poll(() => readdir(folder), { timeout: 15_000 }).toEqual([]);
    await shell.put(join(folder, 'next'), Buffer.from('x'));
    expect(await readdir(folder)).toEqual(['next']);
  });

  function abortSoon(reason: Error): AbortSignal {
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 30);
    return controller.signal;
  }

  /** A login shell under which no file grows beyond a megabyte (512-byte blocks): as good as a full disk. */
  async function smallDiskShell(): Promise<string> {
    const file = join(await scratchFolder(), 'small-disk-sh');
    await writeFile(file, '#!/bin/sh\nulimit -f 2048\nexec /bin/sh "$@"\n', { mode: 0o755 });
    return file;
  }
});

describe("the shell's own folder", () => {
  test('is private, stays the same, and goes with all that is in it when the shell is closed', async () => {
    const shell = await openShell(await connectTo(await startServer()), undefined);
    const folder = await shell.temporaryDirectory();
    expect(await shell.temporaryDirectory()).toBe(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    await shell.put(join(folder, 'file'), Buffer.from('x'));
    shell.close();
    await expect.poll(() => stat(folder).catch(() => 'gone')).toBe('gone');
    expect(shell.closed).toBe(true);
    await expect(shell.run('true')).rejects.toMatchObject({ reason: 'connection-lost' });
  });

  test('goes when the connection breaks, too', async () => {
    const server = await startServer();
    const shell = await openShell(await connectTo(server), undefined);
    const folder = await shell.temporaryDirectory();
    server.dropConnections();
    await expect.poll(() => stat(folder).catch(() => 'gone')).toBe('gone');
  });

  test('is a new one after a step took the shell with it, and both go in the end', async () => {
    const shell = await openShell(await connectTo(await startServer()), undefined);
    const first = await shell.temporaryDirectory();
    await shell.run('kill -9 $$');
    const second = await shell.temporaryDirectory();
    expect(second).not.toBe(first);
    shell.close();
    await expect.poll(() => stat(first).catch(() => 'gone')).toBe('gone');
    await expect.poll(() => stat(second).catch(() => 'gone')).toBe('gone');
  });
});

test('a step that loses its connection says that its outcome is unknown, and the shell is closed', async () => {
  const server = await startServer();
  const shell = await openShell(await connectTo(server), undefined);
  const running = shell.run('sleep 100');
  running.catch(() => undefined);
  setTimeout(() => server.dropConnections(), 30);
  await expect(running).rejects.toMatchObject({
    reason: 'connection-lost',
    message: expect.stringContaining('may or may not have been carried out'),
  });
  expect(shell.closed).toBe(true);
});

test('a login shell that prints a banner and noise does no harm', async () => {
  const loginShell = join(await scratchFolder(), 'noisy-sh');
  await writeFile(loginShell, '#!/bin/sh\necho Welcome; echo noise >&2; printf more\nexec /bin/sh "$@"\n', {
    mode: 0o755,
  });
  const shell = await openShell(await connectTo(await startServer({ loginShell })), undefined);
  const { stdout, stderr } = await shell.run('echo hello');
  expect([stdout.toString(), stderr.toString()]).toEqual(['hello\n', '']);
});

test('a login shell that refuses is no shell, and its words are shown', async () => {
  const loginShell = join(await scratchFolder(), 'nologin');
  await writeFile(loginShell, '#!/bin/sh\necho This account is not available.\nexit 1\n', { mode: 0o755 });
  const connection = await connectTo(await startServer({ loginShell }));
  await expect(openShell(connection, undefined)).rejects.toMatchObject({
    reason: 'no-shell',
    message: expect.stringContaining('This account is not available.'),
  });
});

test('a login shell that says nothing is given up when the signal aborts', async () => {
  const loginShell = join(await scratchFolder(), 'silent');
  await writeFile(loginShell, '#!/bin/sh\nexec cat\n', { mode: 0o755 });
  const connection = await connectTo(await startServer({ loginShell }));
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('stop')), 30);
  await expect(openShell(connection, undefined, controller.signal)).rejects.toThrow('stop');
});

test('many shells at once do their steps', async () => {
  const server = await startServer();
  const shells = await Promise.all(
    Array.from({ length: 40 }, async () => openShell(await connectTo(server), undefined)),
  );
  const results = await Promise.all(shells.map((shell, index) => shell.run(`echo ${index}`)));
  expect(results.map(({ stdout }) => Number(stdout.toString()))).toEqual(
    shells.map((_shell, index) => index),
  );
});

test('the probe tells who and where one is', async () => {
  const shell = await openShell(await connectTo(await startServer()), undefined);
  expect(await probeTarget(shell)).toMatchObject({
    userId: process.getuid?.(),
    home: expect.stringContaining('home'),
    tools: expect.stringMatching(/^(gnu|busybox|other)$/),
  });
});
