import { expect, test } from 'vitest';
import { sshOptions } from '../../../src/connection/open-ssh/command-line.ts';
import type { SshParameters, SshProgram } from '../../../src/connection/types.ts';
import { Secret } from '../../../src/values/types.ts';

const params: SshParameters = {
  kind: 'ssh',
  name: 'web1',
  host: '10.0.0.1',
  port: 22,
  user: 'me',
  hostKeyChecking: 'strict',
  knownHostsFiles: [],
  connectTimeoutMs: 2500,
  keepaliveMs: 15_000,
};
const program: SshProgram = {
  executable: 'ssh',
  neededFor: 'ProxyJump gw',
  options: [
    { name: 'ProxyJump', value: 'gw' },
    { name: 'ConnectTimeout', value: '3' },
  ],
  configFile: undefined,
  user: undefined,
  port: undefined,
};

/** The options as ssh reads them: the first on a thing counts. */
function effective(words: readonly string[]): Readonly<Record<string, string>> {
  const options: Record<string, string> = {};
  for (const [index, word] of words.entries()) {
    if (word !== '-o') continue;
    const [, name = '', value = ''] = /^(\w+)=(.*)$/s.exec(words[index + 1] ?? '') ?? [];
    options[name] ??= value;
  }
  return options;
}

test('nobody is asked anything, and what the user wrote beats defaults', () => {
  expect(effective(sshOptions({ params, program }))).toEqual({
    BatchMode: 'yes',
    RequestTTY: 'no',
    EscapeChar: 'none',
    ProxyJump: 'gw',
    ConnectTimeout: '3',
    ServerAliveInterval: '15',
  });
});

test('the user and port that nobody chose are left to ssh', () => {
  const options = effective(sshOptions({ params, program: { ...program, user: 'eve', port: 2200 } }));
  expect(options).toMatchObject({ User: 'eve', Port: '2200' });
});

test('a password is in no word, and is asked for once', () => {
  const words = sshOptions({ params: { ...params, password: new Secret('hunter2') }, program });
  expect(words.join(' ')).not.toContain('hunter2');
  expect(effective(words)).toMatchObject({ NumberOfPasswordPrompts: '1' });
  expect(effective(words)).not.toHaveProperty('BatchMode');
});

test('host_key_checking off wins, and the path of a key is taken as it is', () => {
  const words = sshOptions({
    params: { ...params, hostKeyChecking: 'off', privateKeyFile: '/my keys/100%' },
    program: { ...program, options: [{ name: 'StrictHostKeyChecking', value: 'yes' }] },
  });
  expect(effective(words)).toMatchObject({
    StrictHostKeyChecking: 'no',
    IdentityFile: '"/my keys/100%%"',
  });
});

test('a configuration file comes first', () => {
  expect(sshOptions({ params, program: { ...program, configFile: '/a b' } }).slice(0, 2)).toEqual([
    '-F',
    '/a b',
  ]);
});
