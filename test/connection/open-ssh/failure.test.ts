import { expect, test } from 'vitest';
import { programFailure } from '../../../src/connection/open-ssh/failure.ts';

test.each([
  ['ssh: Could not resolve hostname nowhere: Name or service not known', 'name-not-resolved'],
  ['ssh: connect to host 10.0.0.1 port 2: Connection refused', 'connection-refused'],
  ['ssh: connect to host 10.0.0.1 port 22: Connection timed out', 'timeout'],
  ['ssh: connect to host 10.0.0.1 port 22: No route to host', 'no-route'],
  [
    'No ED25519 host key is known for h and you have requested strict checking.\nHost key verification failed.',
    'host-key-unknown',
  ],
  ['@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.', 'host-key-changed'],
  ['root@h: Permission denied (publickey,password).', 'authentication-failed'],
  ['Received disconnect from 10.0.0.1 port 22:2: Too many authentication failures', 'authentication-failed'],
  ['Timeout, server 10.0.0.1 not responding.', 'connection-lost'],
])('%s', (stderr, reason) => {
  expect(programFailure('ssh h', stderr)).toMatchObject({ reason });
});

test('the last lines are told, without what is only a warning or a frame', () => {
  const stderr =
    "Warning: Permanently added 'h' to the list.\r\n@@@@@@\r\none\r\ntwo\r\n\r\nthree\r\nfour\r\n";
  expect(programFailure('ssh h', stderr).message).toBe('ssh h: ssh says: two; three; four');
  expect(programFailure('ssh h', '').message).toBe('ssh h: ssh ended without a word');
});
