import ssh2 from 'ssh2';
import { bracketed } from '../../util/address.ts';
import { closeChannels } from '../close-channels.ts';
import { deferred } from '../deferred.ts';
import { appendKnownHost, readKnownKeys } from '../known-hosts-file.ts';
import { settledWithin } from '../settled-within.ts';
import { type Connection, ConnectionLost, type SshParameters } from '../types.ts';
import { authentication } from './authentication.ts';
import { createChannelOpener } from './channel-opener.ts';
import { decideHostKey, hostKeyAlgorithms } from './host-key.ts';
import { readIdentities } from './identities.ts';
import { openSocket, socketFailure } from './socket.ts';

/** ServerAliveCountMax: so many keepalives without an answer, and the link is dead. */
const KEEPALIVES_UNANSWERED = 3;
/** How long a goodbye may take. */
const CLOSE_GRACE_MS = 500;

/**
 * Connects and logs in over SSH.
 *
 * Errors: ConnectionLost with its reason; the signal's own reason when it aborts first.
 */
export async function openSshConnection(params: SshParameters, signal?: AbortSignal): Promise<Connection> {
  const timeout = new AbortController();
  let stage: Stage = 'reaching';
  const timer = setTimeout(() => timeout.abort(connectTimeout(params, stage)), params.connectTimeoutMs);
  try {
    return await connect({
      params,
      signal: signal === undefined ? timeout.signal : AbortSignal.any([signal, timeout.signal]),
      enter: (entered) => {
        stage = entered;
      },
    });
  } finally {
    clearTimeout(timer);
  }
}

function placeOf({ user, host, port }: SshParameters): string {
  return `ssh ${user}@${bracketed(host)}:${port}`;
}

/** How far a connection has come: no answer yet, connected, the host key accepted. */
type Stage = 'reaching' | 'greeting' | 'login';

function connectTimeout(params: SshParameters, stage: Stage): ConnectionLost {
  const limit = `${params.connectTimeoutMs / 1000} s`;
  const told: Readonly<Record<Stage, readonly [string, string]>> = {
    reaching: [`not connected within ${limit}`, 'check the address, and firewalls on the way'],
    greeting: [
      `connected, but no ssh server introduced itself within ${limit}`,
      'check ansible_port, and whether sshd there is overloaded (MaxStartups)',
    ],
    login: [
      `connected, but not logged in within ${limit}`,
      'a server answers a wrong password late, and a slow name service there holds up every login',
    ],
  };
  const [message, hint] = told[stage];
  return new ConnectionLost('timeout', `${placeOf(params)}: ${message}`, `${hint}; --timeout sets the limit`);
}

interface ConnectCall {
  readonly params: SshParameters;
  readonly signal: AbortSignal;
  readonly enter: (stage: Stage) => void;
}

async function connect({ params, signal, enter }: ConnectCall): Promise<Connection> {
  const place = placeOf(params);
  const [identities, known] = await Promise.all([readIdentities(params), readKnown(params)]);
  const login = authentication(params, identities);
  const socket = await openSocket({ host: params.host, port: params.port, place }, signal);
  enter('greeting');

  const client = new ssh2.Client();
  const ready = deferred<void>();
  const closed = deferred<ConnectionLost | undefined>();
  let failure: ConnectionLost | undefined;
  let closedByUs = false;
  let newKey: Buffer | undefined;

  client.on('ready', () => ready.resolve());
  client.on('error', (error: Error & { level?: string }) => {
    // An agent that does not answer is one method less, not the end: ssh2 goes on with the next.
    if (error.level === 'agent') {
      login.note(`the agent at ${params.agentSocket} is of no use: ${error.message}`);
    } else {
      failure ??= describeFailure({ place, error, loginFailure: () => login.failure(place) });
      ready.reject(failure);
    }
  });
  client.on('close', () => {
    failure ??= new ConnectionLost('connection-lost', `${place}: the server closed the connection`);
    ready.reject(failure);
    closed.resolve(closedByUs ? undefined : failure);
  });
  const onAbort = (): void => {
    ready.reject(signal.reason);
    client.destroy();
  };
  signal.addEventListener('abort', onAbort, { once: true });

  // It may be rejected before it is awaited.
  ready.promise.catch(() => undefined);
  try {
    signal.throwIfAborted();
    client.connect({
      sock: socket,
      username: params.user,
      readyTimeout: 0,
      keepaliveInterval: params.keepaliveMs,
      keepaliveCountMax: KEEPALIVES_UNANSWERED,
      algorithms: { serverHostKey: hostKeyAlgorithms(known) },
      authHandler: (accepted) => login.next(accepted),
      hostVerifier: (key: Buffer): boolean => {
        const decision = decideHostKey(params, known, key);
        failure ??= decision.kind === 'refuse' ? decision.failure : undefined;
        newKey = decision.kind === 'accept-and-record' ? key : undefined;
        if (decision.kind !== 'refuse') enter('login');
        return decision.kind !== 'refuse';
      },
    });
    await ready.promise;
    const file = params.knownHostsFiles[0];
    if (newKey !== undefined && file !== undefined) {
      await appendKnownHost(file, params, newKey);
    }
  } catch (error) {
    client.destroy();
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }

  const opener = createChannelOpener({ client, place, lost: () => failure });
  return {
    description: place,
    closed: closed.promise,
    exec: opener.exec,
    async close() {
      if (failure === undefined) {
        await closeChannels(opener.open);
        failure = new ConnectionLost('connection-lost', `${place}: the connection was closed`);
        closedByUs = true;
        client.end();
        await settledWithin(closed.promise, CLOSE_GRACE_MS);
      }
      client.destroy();
      closed.resolve(undefined);
    },
  };
}

async function readKnown(params: SshParameters): ReturnType<typeof readKnownKeys> {
  try {
    return await readKnownKeys(params.hostKeyChecking === 'off' ? [] : params.knownHostsFiles, params);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new ConnectionLost('host-key-unknown', `cannot read the known hosts: ${problem}`);
  }
}

interface Failure {
  readonly place: string;
  readonly error: Error & { readonly level?: string };
  readonly loginFailure: () => ConnectionLost;
}

function describeFailure({ place, error, loginFailure }: Failure): ConnectionLost {
  switch (error.level) {
    case 'client-authentication':
      return loginFailure();
    case 'client-timeout':
      return new ConnectionLost('connection-lost', `${place}: the link is dead (no answer to keepalives)`);
    case 'client-socket':
      return socketFailure(place, error);
    case 'handshake':
    case 'protocol':
      return new ConnectionLost('connection-lost', `${place}: the SSH handshake failed: ${error.message}`);
    default:
      return /too many authentication failures/i.test(error.message)
        ? loginFailure()
        : new ConnectionLost('connection-lost', `${place}: ${error.message}`);
  }
}
