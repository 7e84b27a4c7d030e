import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface SlowLinkOptions {
  readonly host: string;
  readonly port: number;
  /** Added to each direction; a round trip is longer by twice this. */
  readonly delayMs: number;
}

export interface SlowLink {
  /** Connect to 127.0.0.1 at this port. */
  readonly port: number;
  /** Cuts all connections at once, as a pulled cable would end them in the long run; new ones are still served. */
  cut(): void;
  close(): Promise<void>;
}

/**
 * A TCP proxy on the loopback interface that delays every byte by a fixed time, both ways, and does not limit the
 * rate: it stands in for a distant host (the kernels of test machines seldom have netem).
 */
export async function startSlowLink({ host, port, delayMs }: SlowLinkOptions): Promise<SlowLink> {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const far = connect({ host, port, allowHalfOpen: true, noDelay: true });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on('close', () => {
        open.delete(from);
        setTimeout(() => to.destroy(), delayMs);
      });
      // The close that follows an error is what the other side shall see.
      from.on('error', () => from.destroy());
      relay(from, to, delayMs);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

function relay(from: Socket, to: Socket, delayMs: number): void {
  from.on('data', (chunk: Buffer) => {
    setTimeout(() => {
      if (to.destroyed) return;
      // A reader that is slower than the sender holds the sender up, or the proxy would hold all in memory.
      if (!to.write(chunk)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    }, delayMs);
  });
  from.on('end', () => setTimeout(() => to.end(), delayMs));
}
