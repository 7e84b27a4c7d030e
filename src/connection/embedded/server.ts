import { type AddressInfo, createServer, type Socket } from 'node:net';
import ssh2 from 'ssh2';
import { prepareKeys } from './keys.ts';
import { decideLogin } from './login.ts';
import { createSessionServer, type SessionOptions } from './sessions.ts';

export interface EmbeddedServerOptions extends SessionOptions {
  /** Keys and known_hosts are written here; the folder is made when it is not there. */
  readonly scratchFolder: string;
  /** The account that may log in; `tsplay` by default. */
  readonly user?: string;
  /** Allows password and keyboard-interactive logins with this password as well. */
  readonly password?: string;
  /** Called with each piece of traffic, in the order in which the server sees it: for tests that count round trips. */
  readonly onTraffic?: (direction: 'in' | 'out') => void;
}

export interface EmbeddedServer {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  readonly hostKeyFile: string;
  readonly privateKeyFile: string;
  readonly knownHostsFile: string;
  /** Cuts all connections without a goodbye, as a failing network does. */
  dropConnections(): void;
  close(): Promise<void>;
}

/**
 * An SSH server in this process, on loopback, with the local `/bin/sh` behind it: a machine to manage where there is
 * no other one (first steps, tests). Commands run as whoever runs tsplay: it separates nothing.
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const user = options.user ?? 'tsplay';
  const keys = await prepareKeys(options.scratchFolder);
  const sessions = createSessionServer(options);
  const sockets = new Set<Socket>();

  const sshServer = new ssh2.Server({ hostKeys: [keys.hostKey] }, (connection) => {
    // A client that goes away without a goodbye is no news.
    connection.on('error', () => undefined);
    connection.on('authentication', (context) =>
      decideLogin(context, { user, password: options.password, clientKey: keys.clientKey }),
    );
    connection.on('ready', () => sessions.serve(connection));
  });
  const listener = createServer((socket) => {
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    watchTraffic(socket, options.onTraffic);
    sshServer.injectSocket(socket);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(0, '127.0.0.1', resolve);
  });
  const { port } = listener.address() as AddressInfo;
  await keys.recordHost(port);

  const dropConnections = (): void => {
    for (const socket of sockets) {
      socket.destroy();
    }
  };
  return {
    host: '127.0.0.1',
    port,
    user,
    hostKeyFile: keys.hostKeyFile,
    privateKeyFile: keys.privateKeyFile,
    knownHostsFile: keys.knownHostsFile,
    dropConnections,
    async close() {
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
      dropConnections();
      sessions.endAll();
      await closed;
    },
  };
}

function watchTraffic(socket: Socket, onTraffic: EmbeddedServerOptions['onTraffic']): void {
  if (onTraffic === undefined) {
    return;
  }
  const write = socket.write.bind(socket);
  socket.on('data', () => onTraffic('in'));
  Object.assign(socket, {
    write(...args: Parameters<Socket['write']>) {
      onTraffic('out');
      return write(...args);
    },
  });
}
