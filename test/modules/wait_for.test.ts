import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import waitFor from '../../src/modules/wait_for.ts';
import { type Flavour, localContext, play, scratchEachTest } from '../module/local-context.ts';

const scratch = scratchEachTest();

/** A server on a port of its own that greets. */
async function listen(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.write('220 mail.example.org ready\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port };
}

async function closedPort(): Promise<number> {
  const { server, port } = await listen();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Runs a command a second from now. */
function later(command: string): Promise<unknown> {
  const child = spawn('/bin/sh', ['-c', `sleep 1; ${command}`]);
  return new Promise((resolve) => child.once('close', resolve));
}

for (const flavour of ['system', 'busybox'] satisfies Flavour[]) {
  describe(`wait_for, with the tools of ${flavour}`, () => {
    const run = (args: Record<string, unknown>) => play(waitFor, args, localContext({ flavour }));

    it('finds a file and describes it', async () => {
      const path = join(scratch.path, 'a b');
      writeFileSync(path, 'x\nroot:1\n', { mode: 0o640 });
      expect(await run({ path, search_regex: '^(r)oo(?P<last>t)', timeout: 5 })).toMatchObject({
        changed: false,
        elapsed: 0,
        path,
        port: null,
        state: 'file',
        mode: '0640',
        size: 9,
        match_groups: ['r', 't'],
        match_groupdict: { last: 't' },
      });
    });

    it('waits for a file that comes later, on the target', async () => {
      const path = join(scratch.path, 'late');
      const written = later(`echo done >'${path}'`);
      const context = localContext({ flavour });
      expect(await play(waitFor, { path, timeout: 15 }, context)).toMatchObject({ state: 'file' });
      expect(context.roundTrips()).toBe(1);
      await written;
    });

    it('waits for text that comes later', async () => {
      const path = join(scratch.path, 'log');
      writeFileSync(path, 'starting\n');
      const written = later(`echo ready >>'${path}'`);
      expect(await run({ path, search_regex: '^ready$', timeout: 15 })).toMatchObject({ state: 'file' });
      await written;
    });

    it('gives up on what does not come', async () => {
      const path = join(scratch.path, 'none');
      expect(await run({ path, timeout: 1 })).toMatchObject({
        failed: true,
        elapsed: expect.any(Number),
        msg: `Timeout when waiting for file ${path}`,
      });
      expect(await run({ path, timeout: 0, msg: 'own words' })).toMatchObject({
        failed: true,
        msg: 'own words',
      });
      expect(await run({ path: scratch.path, state: 'absent', timeout: 0 })).toMatchObject({
        failed: true,
        msg: `Timeout when waiting for ${scratch.path} to be absent.`,
      });
      expect(await run({ path, state: 'absent', timeout: 5 })).toMatchObject({
        changed: false,
        state: 'absent',
      });
    });

    it('tells an open port from a closed one', async () => {
      const { server, port } = await listen();
      const closed = await closedPort();
      try {
        expect(await run({ port, timeout: 5 })).toMatchObject({
          changed: false,
          port,
          state: 'started',
          elapsed: 0,
        });
        expect(await run({ port: closed, timeout: 0 })).toMatchObject({
          failed: true,
          msg: `Timeout when waiting for 127.0.0.1:${closed}`,
        });
        expect(await run({ port: closed, state: 'stopped', timeout: 5 })).toMatchObject({ changed: false });
        expect(await run({ port, state: 'stopped', timeout: 0 })).toMatchObject({
          failed: true,
          msg: `Timeout when waiting for 127.0.0.1:${port} to stop.`,
        });
      } finally {
        server.close();
      }
    });

    it('waits until nobody is connected to a port any more', async () => {
      const { server, port } = await listen();
      const client = connect(port, '127.0.0.1');
      try {
        await new Promise((resolve) => client.once('connect', resolve));
        const drained = (more: object) => run({ port, state: 'drained', timeout: 0, ...more });
        const msg = expect.stringContaining('to drain');
        expect(await drained({})).toMatchObject({ failed: true, msg });
        expect(await drained({ host: '0.0.0.0' })).toMatchObject({ failed: true, msg });
        expect(await drained({ host: '10.1.2.3' })).toMatchObject({ changed: false, state: 'drained' });
        expect(await drained({ host: '::1' })).toMatchObject({ changed: false });
        expect(await drained({ exclude_hosts: ['10.1.2.3', '127.0.0.1'] })).toMatchObject({ changed: false });
        expect(await drained({ active_connection_states: ['SYN_SENT'] })).toMatchObject({ changed: false });
      } finally {
        client.destroy();
        server.close();
      }
    });

    it('reads what a port says first', async () => {
      const { server, port } = await listen();
      try {
        expect(await run({ port, search_regex: '220 (\\S+)', timeout: 10 })).toMatchObject({
          match_groups: ['mail.example.org'],
        });
      } finally {
        server.close();
      }
    });
  });
}

it('waits without a target when there is nothing to look at', async () => {
  const context = localContext();
  expect(await play(waitFor, { timeout: 1 }, context)).toMatchObject({ changed: false, elapsed: 1 });
  expect(context.roundTrips()).toBe(0);
});

it.each([
  [{ port: 1, path: '/x' }, 'exclude each other'],
  [{ path: '/x', state: 'stopped' }, 'is of ports'],
  [{ path: '/x', state: 'drained' }, 'is of ports'],
  [{ port: 1, exclude_hosts: ['localhost'] }, "only goes with 'state: drained'"],
  [{ port: 1, state: 'drained', active_connection_states: ['NEW'] }, "no connection state 'NEW'"],
  [{ port: 70000 }, 'from 1 to 65535'],
])('refuses %j', async (args, msg) => {
  expect(await play(waitFor, args)).toMatchObject({
    failed: true,
    elapsed: 0,
    msg: expect.stringContaining(msg),
  });
});

it('skips itself in check mode', async () => {
  expect(await play(waitFor, { path: '/nonexistent' }, localContext({ checkMode: true }))).toMatchObject({
    skipped: true,
    changed: false,
  });
});
