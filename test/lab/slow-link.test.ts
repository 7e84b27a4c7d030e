import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSlowLink } from './slow-link.ts';

let echo: Server;
let port: number;

beforeAll(async () => {
  echo = createServer({ allowHalfOpen: true }, (socket) => socket.pipe(socket));
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  port = (echo.address() as AddressInfo).port;
});

afterAll(() => new Promise((resolve) => echo.close(resolve)));

test('a byte takes at least twice the delay there and back', async () => {
  const link = await startSlowLink({ host: '127.0.0.1', port, delayMs: 40 });
  const socket = connect(link.port, '127.0.0.1');
  await once(socket, 'connect');
  const sent = performance.now();
  socket.write('x');
  const [reply] = await once(socket, 'data');
  // Timers may fire a millisecond early.
  expect(performance.now() - sent).toBeGreaterThanOrEqual(78);
  expect(String(reply)).toBe('x');
  socket.end();
  await once(socket, 'close');
  await link.close();
});

test('bytes arrive complete and in order, and the end after them', async () => {
  const link = await startSlowLink({ host: '127.0.0.1', port, delayMs: 5 });
  const socket = connect(link.port, '127.0.0.1');
  const sent = Buffer.alloc(3_000_000, 'abcdefg');
  const received: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => received.push(chunk));
  socket.end(sent);
  await once(socket, 'end');
  expect(Buffer.concat(received).equals(sent)).toBe(true);
  await link.close();
});

test('a cut ends the connection', async () => {
  const link = await startSlowLink({ host: '127.0.0.1', port, delayMs: 1 });
  const socket = connect(link.port, '127.0.0.1');
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  socket.write('x');
  await once(socket, 'data');
  link.cut();
  await once(socket, 'close');
  expect(socket.destroyed).toBe(true);
  await link.close();
});
