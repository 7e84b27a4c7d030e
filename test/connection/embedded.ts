import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  type EmbeddedServer,
  type EmbeddedServerOptions,
  startEmbeddedServer,
} from '../../src/connection/embedded/server.ts';
import { connectionOpener } from '../../src/connection/open.ts';
import type { Connection, SshParameters } from '../../src/connection/types.ts';

/** A folder of the test's own, removed after it. */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tsplay-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A server for one test, closed after it. */
export async function startServer(options: Partial<EmbeddedServerOptions> = {}): Promise<EmbeddedServer> {
  const folder = await scratchFolder();
  const home = join(folder, 'home');
  await mkdir(home);
  const server = await startEmbeddedServer({ scratchFolder: join(folder, 'keys'), home, ...options });
  onTestFinished(() => server.close());
  return server;
}

export function parametersFor(server: EmbeddedServer, changes: Partial<SshParameters> = {}): SshParameters {
  return {
    kind: 'ssh',
    name: 'embedded',
    host: server.host,
    port: server.port,
    user: server.user,
    privateKeyFile: server.privateKeyFile,
    hostKeyChecking: 'strict',
    knownHostsFiles: [server.knownHostsFile],
    connectTimeoutMs: 10_000,
    keepaliveMs: 10_000,
    ...changes,
  };
}

/** A connection for one test, closed after it. */
export async function connectTo(
  server: EmbeddedServer,
  changes: Partial<SshParameters> = {},
): Promise<Connection> {
  const connection = await connectionOpener()(parametersFor(server, changes));
  onTestFinished(() => connection.close());
  return connection;
}

/** Runs a command to its end. */
export async function output(connection: Connection, command: string, input = ''): Promise<string> {
  const channel = await connection.exec(command);
  const chunks: Buffer[] = [];
  channel.onStdout((chunk) => chunks.push(chunk));
  channel.onStderr(() => undefined);
  await channel.write(input);
  channel.end();
  const { code } = await channel.exit;
  return `${Buffer.concat(chunks).toString('utf8')}[${code}]`;
}
