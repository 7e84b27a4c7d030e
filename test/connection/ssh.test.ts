import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { describe, expect, onTestFinished, test } from 'vitest';
import { generateKey } from '../../src/connection/embedded/keys.ts';
import { connectionOpener } from '../../src/connection/open.ts';
import { ConnectionLost, type SshParameters } from '../../src/connection/types.ts';
import { Secret } from '../../src/values/types.ts';
import { connectTo, output, parametersFor, scratchFolder, startServer } from './embedded.ts';

async function failure(params: SshParameters, signal?: AbortSignal): Promise<ConnectionLost> {
  const error: unknown = await connectionOpener()(params, signal).then(
    () => new Error('it connected'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConnectionLost)) {
    throw error;
  }
  return error;
}

async function writeKey(name: string): Promise<string> {
  const file = join(await scratchFolder(), name);
  const key = generateKey('test');
  await writeFile(file, key.private, { mode: 0o600 });
  await writeFile(`${file}.pub`, key.public);
  return file;
}

async function writeEncryptedKey(passphrase: string): Promise<string> {
  const file = join(await scratchFolder(), 'encrypted');
  await writeFile(file, encryptedKey(passphrase), { mode: 0o600 });
  return file;
}

/** As `generateKey`: ssh2 now and then writes a key that it cannot read. */
function encryptedKey(passphrase: string): string {
  const pair = ssh2.utils.generateKeyPairSync('ed25519', { passphrase, cipher: 'aes256-ctr', rounds: 4 });
  return ssh2.utils.parseKey(pair.private, passphrase) instanceof Error
    ? encryptedKey(passphrase)
    : pair.private;
}

describe('commands', () => {
  test('get their input, give their output and their status', async () => {
    const connection = await connectTo(await startServer());
    expect(await output(connection, 'cat; exit 3', 'input')).toBe('input[3]');
  });

  test('wait for a place when the server takes no more at a time', async () => {
    const connection = await connectTo(await startServer({ maxSessions: 2 }));
    const results = await Promise.all(Array.from({ length: 6 }, () => output(connection, 'echo x')));
    expect(results).toEqual(Array.from({ length: 6 }, () => 'x\n[0]'));
  });

  test('fail with the reason when the connection breaks', async () => {
    const server = await startServer();
    const connection = await connectTo(server);
    const running = output(connection, 'sleep 100');
    running.catch(() => undefined);
    setTimeout(() => server.dropConnections(), 50);
    await expect(running).rejects.toMatchObject({ reason: 'connection-lost' });
    await expect(connection.closed).resolves.toMatchObject({ reason: 'connection-lost' });
    await expect(connection.exec('true')).rejects.toMatchObject({ reason: 'connection-lost' });
  });
});

test('a connection that we close is closed without a reason', async () => {
  const connection = await connectTo(await startServer());
  await connection.close();
  expect(await connection.closed).toBeUndefined();
});

describe('logging in', () => {
  test('by password', async () => {
    const server = await startServer({ password: 'right' });
    const connection = await connectTo(server, {
      privateKeyFile: await writeKey('other'),
      password: new Secret('right'),
    });
    expect(await output(connection, 'echo in')).toBe('in\n[0]');
  });

  test('by an encrypted key', async () => {
    const server = await startServer();
    const encrypted = await writeEncryptedKey('open sesame');
    // Another key than the server's: that it is refused shows that it was decrypted and offered.
    const error = await failure(
      parametersFor(server, { privateKeyFile: encrypted, passphrase: new Secret('open sesame') }),
    );
    expect(error.reason).toBe('authentication-failed');
  });

  test('fails with what was tried and what the server takes, and without the password', async () => {
    const server = await startServer({ password: 'right' });
    const file = await writeKey('other');
    const error = await failure(
      parametersFor(server, { privateKeyFile: file, password: new Secret('wr0ng') }),
    );
    expect(error.reason).toBe('authentication-failed');
    expect(error.message).toContain(`publickey (${file}), password, keyboard-interactive`);
    expect(error.message).toContain('it accepts publickey, password, keyboard-interactive');
    expect(error.message).not.toContain('wr0ng');
  });

  test('does not offer what the server does not take', async () => {
    const error = await failure(
      parametersFor(await startServer(), {
        privateKeyFile: await writeKey('other'),
        password: new Secret('x'),
      }),
    );
    expect(error.message).not.toContain('refused password');
  });
});

describe('a private key that cannot be used', () => {
  test.each([
    ['is missing', async () => '/nonexistent/key', /there is no such file/],
    ['is a folder', async () => scratchFolder(), /it is a folder/],
    ['is encrypted', async () => writeEncryptedKey('secret'), /encrypted and no passphrase/],
    ['is a public key', async () => `${await writeKey('key')}.pub`, /is a public key/],
    [
      'is something else',
      async () => {
        const file = join(await scratchFolder(), 'key');
        await writeFile(file, 'hello');
        return file;
      },
      /not a private key/,
    ],
  ])('says that it %s', async (_title, makeFile, expected) => {
    const error = await failure(parametersFor(await startServer(), { privateKeyFile: await makeFile() }));
    expect(error).toMatchObject({ reason: 'key-unreadable', message: expect.stringMatching(expected) });
  });

  test('says that the passphrase is wrong', async () => {
    const privateKeyFile = await writeEncryptedKey('secret');
    const error = await failure(
      parametersFor(await startServer(), { privateKeyFile, passphrase: new Secret('wrong') }),
    );
    expect(error).toMatchObject({
      reason: 'key-unreadable',
      message: expect.stringMatching(/passphrase.*is wrong/),
    });
  });
});

describe('the host key', () => {
  test('is refused when it is unknown, with its fingerprint and how to record it', async () => {
    const server = await startServer();
    const file = join(await scratchFolder(), 'known_hosts');
    const error = await failure(parametersFor(server, { knownHostsFiles: [file] }));
    expect(error.reason).toBe('host-key-unknown');
    expect(error.message).toMatch(/ED25519 key SHA256:[\w+/]{43}$/);
    expect(error.hint).toContain(`ssh-keyscan -p ${server.port} 127.0.0.1 >> ${file}`);
  });

  test('is refused when it has changed, with the place of the old one', async () => {
    const server = await startServer();
    const file = join(await scratchFolder(), 'known_hosts');
    const other = generateKey('test').public;
    await writeFile(file, `# old\n[127.0.0.1]:${server.port} ${other}\n`);
    const error = await failure(
      parametersFor(server, { knownHostsFiles: [file], hostKeyChecking: 'accept-new' }),
    );
    expect(error.reason).toBe('host-key-changed');
    expect(error.message).toContain(`${file}:2`);
    expect(error.hint).toContain(`ssh-keygen -f '${file}' -R '[127.0.0.1]:${server.port}'`);
  });

  test('is refused under accept-new when only a key of another type is known', async () => {
    const server = await startServer();
    const file = join(await scratchFolder(), 'known_hosts');
    const other = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).public;
    await writeFile(file, `[127.0.0.1]:${server.port} ${other}\n`);
    const error = await failure(
      parametersFor(server, { knownHostsFiles: [file], hostKeyChecking: 'accept-new' }),
    );
    expect(error).toMatchObject({
      reason: 'host-key-changed',
      message: expect.stringContaining('another type'),
    });
  });

  test('is recorded by accept-new, and known from then on', async () => {
    const server = await startServer();
    const knownHostsFiles = [join(await scratchFolder(), 'known_hosts')];
    await connectTo(server, { knownHostsFiles, hostKeyChecking: 'accept-new' });
    const connection = await connectTo(server, { knownHostsFiles, hostKeyChecking: 'strict' });
    expect(await output(connection, 'echo in')).toBe('in\n[0]');
  });

  test('is not recorded when the login fails', async () => {
    const file = join(await scratchFolder(), 'known_hosts');
    const privateKeyFile = await writeKey('other');
    await failure(
      parametersFor(await startServer(), {
        knownHostsFiles: [file],
        hostKeyChecking: 'accept-new',
        privateKeyFile,
      }),
    );
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('is not looked at when checking is off', async () => {
    const connection = await connectTo(await startServer(), { knownHostsFiles: [], hostKeyChecking: 'off' });
    expect(await output(connection, 'echo in')).toBe('in\n[0]');
  });
});

describe('a machine that cannot be reached', () => {
  /** Accepts connections and never says a word. */
  async function silentPort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  test('refuses the connection', async () => {
    const server = await startServer();
    await server.close();
    expect((await failure(parametersFor(server))).reason).toBe('connection-refused');
  });

  test('has a name that does not resolve', async () => {
    const params = parametersFor(await startServer(), { host: 'no-such-host.invalid' });
    expect((await failure(params)).reason).toBe('name-not-resolved');
  });

  test('does not answer in time', async () => {
    const params = parametersFor(await startServer(), { port: await silentPort(), connectTimeoutMs: 100 });
    expect(await failure(params)).toMatchObject({
      reason: 'timeout',
      message: expect.stringMatching(/connected, but no ssh server introduced itself within 0\.1 s/),
    });
  });

  test('is given up when the signal aborts', async () => {
    const params = parametersFor(await startServer(), { port: await silentPort() });
    const reason = new Error('stop');
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 50);
    await expect(connectionOpener()(params, controller.signal)).rejects.toBe(reason);
    await expect(connectionOpener()(params, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
