import { expect, test } from 'vitest';
import { connectionKey } from '../../src/connection/connection-key.ts';
import type { SshParameters } from '../../src/connection/types.ts';
import { Secret } from '../../src/values/types.ts';

const params: SshParameters = {
  kind: 'ssh',
  name: 'web1',
  host: '10.0.0.1',
  port: 22,
  user: 'root',
  password: new Secret('hunter2'),
  hostKeyChecking: 'strict',
  knownHostsFiles: ['/root/.ssh/known_hosts'],
  connectTimeoutMs: 10_000,
  keepaliveMs: 10_000,
};

test('two names of one account share a connection', () => {
  expect(connectionKey({ ...params, name: 'alias' })).toBe(connectionKey(params));
});

test.each<Partial<SshParameters>>([
  { host: '10.0.0.2' },
  { port: 23 },
  { user: 'admin' },
  { password: new Secret('other') },
  { privateKeyFile: '/key' },
  { hostKeyChecking: 'off' },
])('another way in is another connection: %j', (change) => {
  expect(connectionKey({ ...params, ...change })).not.toBe(connectionKey(params));
});

test('the key holds no secret', () => {
  expect(connectionKey(params)).not.toContain('hunter2');
});
