import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Greeter {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  /** Rejects when waiting on has no sense. */
  readonly stillStarting: () => Promise<void>;
}

/** Resolves when an ssh server greets at the address. */
export async function waitForBanner({ host, port, timeoutMs, stillStarting }: Greeter): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await greets(host, port))) {
    await stillStarting();
    if (Date.now() > deadline)
      throw new Error(`no ssh server at ${host}:${port} after ${timeoutMs / 1000} s`);
    await sleep(20);
  }
}

function greets(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('data', (chunk: Buffer) => settle(chunk.toString('latin1').startsWith('SSH-')));
    socket.on('error', () => settle(false));
    socket.on('timeout', () => settle(false));
    socket.on('close', () => settle(false));
  });
}
