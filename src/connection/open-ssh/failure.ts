import { ConnectionLost, type UnreachableReason } from '../types.ts';

interface Reading {
  readonly said: RegExp;
  readonly reason: UnreachableReason;
  readonly hint?: string;
}

/** What the program ssh says when it cannot connect, the most telling first. */
const READINGS: readonly Reading[] = [
  { said: /REMOTE HOST IDENTIFICATION HAS CHANGED|host key .* has changed/i, reason: 'host-key-changed' },
  {
    said: /Host key verification failed|No \S+ host key is known/,
    reason: 'host-key-unknown',
    hint: 'record the keys of the host, and of each host on the way there, in known_hosts (ssh-keyscan, or ssh by hand once)',
  },
  {
    said: /Permission denied|Too many authentication failures|Authentications? failed|no matching .* found/i,
    reason: 'authentication-failed',
    hint: 'ssh -v to the same place tells what was tried; a password is taken with --ask-pass',
  },
  { said: /Could not resolve hostname/, reason: 'name-not-resolved' },
  { said: /Connection refused/, reason: 'connection-refused' },
  { said: /timed out/, reason: 'timeout' },
  { said: /No route to host|Network is unreachable/, reason: 'no-route' },
];

/** Why the program ssh gave up, from what it wrote. */
export function programFailure(place: string, stderr: string): ConnectionLost {
  const lines = stderr
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:Warning: Permanently added|@|\*\*\* )/.test(line));
  const reading = READINGS.find(({ said }) => said.test(stderr));
  const told = lines.length === 0 ? 'ssh ended without a word' : `ssh says: ${lines.slice(-3).join('; ')}`;
  return new ConnectionLost(reading?.reason ?? 'connection-lost', `${place}: ${told}`, reading?.hint);
}
