import { connect, type Socket } from 'node:net';
import { ConnectionLost, type UnreachableReason } from '../types.ts';

interface Reading {
  readonly reason: UnreachableReason;
  readonly text: string;
  readonly hint?: string;
}

/** What the system's error codes mean for someone who wants to reach a host. */
const READINGS: Readonly<Record<string, Reading>> = {
  ENOTFOUND: {
    reason: 'name-not-resolved',
    text: 'the name does not resolve',
    hint: 'set ansible_host to an address, or check the name and the resolver',
  },
  EAI_AGAIN: {
    reason: 'name-not-resolved',
    text: 'the name does not resolve for now (the resolver does not answer)',
    hint: 'check /etc/resolv.conf and the network, or set ansible_host to an address',
  },
  ECONNREFUSED: {
    reason: 'connection-refused',
    text: 'the connection was refused: nothing listens on that port',
    hint: 'check ansible_port, and that sshd runs there',
  },
  ETIMEDOUT: { reason: 'timeout', text: 'no answer', hint: 'check the address, and firewalls on the way' },
  EHOSTUNREACH: { reason: 'no-route', text: 'there is no route to the host' },
  ENETUNREACH: { reason: 'no-route', text: 'the network is unreachable' },
  EHOSTDOWN: { reason: 'no-route', text: 'the host is down' },
  EADDRNOTAVAIL: { reason: 'no-route', text: 'the address cannot be reached from here' },
  ECONNRESET: { reason: 'connection-lost', text: 'the connection was reset' },
  EPIPE: { reason: 'connection-lost', text: 'the connection was reset' },
};

/** A socket's error as the failure of the way to one host. */
export function socketFailure(place: string, error: Error): ConnectionLost {
  const code = errorCode(error);
  const reading = code === undefined ? undefined : READINGS[code];
  return reading === undefined
    ? new ConnectionLost('connection-lost', `${place}: ${error.message}`)
    : new ConnectionLost(reading.reason, `${place}: ${reading.text}`, reading.hint);
}

/** A name with several addresses fails with one error for each of them: the first speaks for all. */
function errorCode(error: Error): string | undefined {
  if ('code' in error && typeof error.code === 'string') {
    return error.code;
  }
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  return first instanceof Error ? errorCode(first) : undefined;
}

export interface SocketTarget {
  readonly host: string;
  readonly port: number;
  /** For messages. */
  readonly place: string;
}

/** Opens a TCP connection, small packets sent at once. Errors: ConnectionLost; the signal's reason. */
export function openSocket({ host, port, place }: SocketTarget, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    // Without it each small packet waits for the other side's acknowledgement (Nagle): 40 ms a step.
    const socket = connect({ host, port, noDelay: true });
    const settle = (): void => {
      signal.removeEventListener('abort', onAbort);
      socket.off('connect', onConnect);
      socket.off('error', onError);
    };
    const onConnect = (): void => {
      settle();
      resolve(socket);
    };
    const onError = (error: Error): void => {
      settle();
      reject(socketFailure(place, error));
    };
    const onAbort = (): void => {
      settle();
      socket.on('error', () => undefined);
      socket.destroy();
      reject(signal.reason);
    };
    socket.on('connect', onConnect);
    socket.on('error', onError);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
