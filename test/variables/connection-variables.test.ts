import { homedir, userInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import type { SshParameters } from '../../src/connection/types.ts';
import { Secret } from '../../src/values/types.ts';
import {
  type Access,
  type AccessDefaults,
  accessDefaults,
  resolveAccess,
} from '../../src/variables/connection-variables.ts';
import type { Plain } from './cases/project.ts';

interface Given {
  readonly variables?: Plain;
  readonly keywords?: Plain;
  readonly defaults?: Partial<AccessDefaults>;
}

function resolve({ variables = {}, keywords = {}, defaults = {} }: Given): Access {
  return resolveAccess({
    name: 'web1',
    variable: (name) => variables[name],
    keyword: (name) => keywords[name],
    defaults: { ...accessDefaults, ...defaults },
  });
}

function ssh(given: Given): SshParameters {
  const { connection } = resolve(given);
  return connection.kind === 'ssh' ? connection : expect.fail('not ssh');
}

describe('connections', () => {
  test('without any setting: ssh to the name, as the current user, keys checked', () => {
    expect(resolve({})).toMatchObject({
      connection: {
        kind: 'ssh',
        name: 'web1',
        host: 'web1',
        port: 22,
        user: userInfo().username,
        hostKeyChecking: 'strict',
        knownHostsFiles: [`${homedir()}/.ssh/known_hosts`, '/etc/ssh/ssh_known_hosts'],
        connectTimeoutMs: 10_000,
      },
      become: undefined,
    });
  });

  test('variables beat keywords, which beat options', () => {
    const defaults = { remoteUser: 'option', port: 1 };
    const keywords = { remote_user: 'keyword', port: 2 };
    expect(ssh({ defaults })).toMatchObject({ user: 'option', port: 1 });
    expect(ssh({ defaults, keywords })).toMatchObject({ user: 'keyword', port: 2 });
    const variables = { ansible_user: 'variable', ansible_port: '3' };
    expect(ssh({ defaults, keywords, variables })).toMatchObject({ user: 'variable', port: 3 });
  });

  test.each(['ssh', 'smart', 'paramiko', 'ansible.builtin.ssh'])('%s is ssh', (ansible_connection) => {
    expect(resolve({ variables: { ansible_connection } }).connection.kind).toBe('ssh');
  });

  test('local, by variable or keyword', () => {
    expect(resolve({ variables: { ansible_connection: 'local' } }).connection).toEqual({ kind: 'local' });
    expect(resolve({ keywords: { connection: 'local' } }).connection).toEqual({ kind: 'local' });
  });

  test('the older names of variables', () => {
    const variables = {
      ansible_ssh_host: '10.0.0.1',
      ansible_ssh_user: 'u',
      ansible_ssh_port: 24,
      ansible_ssh_pass: 'p',
    };
    const parameters = ssh({ variables });
    expect(parameters).toMatchObject({ host: '10.0.0.1', user: 'u', port: 24 });
    expect(parameters.password?.reveal()).toBe('p');
  });

  test('passwords are secrets: they do not print', () => {
    const variables = {
      ansible_password: 'hunter2',
      ansible_become: true,
      ansible_become_password: 'hunter3',
    };
    expect(JSON.stringify(resolve({ variables }))).not.toMatch(/hunter/);
  });

  test('an empty or missing value is no value', () => {
    expect(ssh({ variables: { ansible_host: '', ansible_port: null, ansible_password: '' } })).toMatchObject({
      host: 'web1',
      port: 22,
      password: undefined,
    });
  });

  test('the home folder in the path of a key', () => {
    expect(ssh({ variables: { ansible_ssh_private_key_file: '~/k' } }).privateKeyFile).toBe(`${homedir()}/k`);
  });

  const wrong: readonly (readonly [variables: Plain, message: RegExp])[] = [
    [{ ansible_connection: 'docker' }, /connection 'docker' of host 'web1' is not supported/],
    [{ ansible_port: 'ssh' }, /'ansible_port' is 'ssh'; it must be a whole number from 1 to 65535/],
    [{ ansible_port: 0 }, /'ansible_port' is '0'/],
    [{ ansible_become: 'maybe' }, /'ansible_become' is 'maybe'; it must be true or false/],
    [{ ansible_become: true, ansible_become_method: 'pbrun' }, /become method 'pbrun' is not supported/],
    [{ ansible_ssh_common_args: '-o ProxyJmp=gw' }, /'ProxyJmp gw'.*no option that is known/],
    [{ ansible_ssh_common_args: '-W gw:22' }, /'-W gw:22'.*no option that is known/],
    [{ ansible_ssh_extra_args: '-o StrictHostKeyChecking=maybe' }, /StrictHostKeyChecking maybe/],
  ];
  test.each(wrong)('%j is refused', (variables, message) => {
    expect(() => resolve({ variables })).toThrow(message);
  });

  test('a wrong password is not shown', () => {
    expect(() => resolve({ variables: { ansible_password: ['hunter2'] } })).toThrow(
      /^(?!.*hunter2).*ansible_password/,
    );
  });
});

describe('arguments for ssh', () => {
  const cases: readonly (readonly [args: string, expected: Partial<SshParameters>])[] = [
    ['-o StrictHostKeyChecking=no', { hostKeyChecking: 'off' }],
    ['-oStrictHostKeyChecking=accept-new', { hostKeyChecking: 'accept-new' }],
    ['-o "StrictHostKeyChecking no"', { hostKeyChecking: 'off' }],
    ['-o stricthostkeychecking=no -o StrictHostKeyChecking=yes', { hostKeyChecking: 'off' }],
    ['-o UserKnownHostsFile=/dev/null', { knownHostsFiles: ['/dev/null', '/etc/ssh/ssh_known_hosts'] }],
    ['-o UserKnownHostsFile="/a /b" -o GlobalKnownHostsFile=none', { knownHostsFiles: ['/a', '/b'] }],
    ['-p 2200 -l bob -i /k', { port: 2200, user: 'bob', privateKeyFile: '/k' }],
    [
      '-o Port=2201 -o ConnectTimeout=3 -o ServerAliveInterval=7',
      { port: 2201, connectTimeoutMs: 3000, keepaliveMs: 7000 },
    ],
    ['-C -o ControlMaster=auto -o ControlPersist=60s -4 -vv', { port: 22 }],
  ];
  test.each(cases)('%s', (args, expected) => {
    expect(ssh({ variables: { ansible_ssh_common_args: args } })).toMatchObject(expected);
  });

  const needing: readonly (readonly [args: string, neededFor: string | undefined])[] = [
    ['-J gw', 'ProxyJump gw'],
    ['-o ProxyCommand="ssh -W %h:%p gw"', 'ProxyCommand ssh -W %h:%p gw'],
    ['-F ~/work.cfg -J gw', '-F ~/work.cfg'],
    ['-C -A', 'ForwardAgent yes'],
    ['-6', 'AddressFamily inet6'],
    ['-o GSSAPIAuthentication=no -o ForwardAgent=no -a', undefined],
    ['-o ControlMaster=auto -o ControlPersist=60s -C -vv', undefined],
  ];
  test.each(needing)('%s: the program ssh is needed for %s', (args, neededFor) => {
    expect(ssh({ variables: { ansible_ssh_common_args: args } }).program).toMatchObject({ neededFor });
  });

  test('the program is told what was written, and only the user and port that somebody chose', () => {
    const variables = { ansible_ssh_common_args: '-J gw -o "User bob" -F ~/work.cfg', ansible_port: 24 };
    expect(ssh({ variables }).program).toEqual({
      executable: 'ssh',
      neededFor: '-F ~/work.cfg',
      options: [
        { name: 'ProxyJump', value: 'gw' },
        { name: 'User', value: 'bob' },
      ],
      configFile: `${homedir()}/work.cfg`,
      user: undefined,
      port: 24,
    });
  });

  test('a program that is asked for is taken', () => {
    const named = { executable: '/opt/ssh', neededFor: 'ssh_executable' };
    expect(ssh({ variables: { ansible_ssh_executable: '/opt/ssh' } }).program).toMatchObject(named);
    expect(ssh({ defaults: { sshExecutable: '/opt/ssh' } }).program).toMatchObject(named);
  });

  test('variables about the same thing are above them', () => {
    const variables = { ansible_ssh_common_args: '-p 2200 -l bob', ansible_port: 22, ansible_user: 'eve' };
    expect(ssh({ variables })).toMatchObject({ port: 22, user: 'eve' });
  });

  test('host_key_checking off is off, whatever they say', () => {
    const variables = { ansible_ssh_common_args: '-o StrictHostKeyChecking=yes' };
    expect(ssh({ variables, defaults: { hostKeyChecking: false } }).hostKeyChecking).toBe('off');
    expect(ssh({ variables: { ansible_host_key_checking: 'no' } }).hostKeyChecking).toBe('off');
    const back = { ...variables, ansible_ssh_host_key_checking: true };
    expect(ssh({ variables: back, defaults: { hostKeyChecking: false } }).hostKeyChecking).toBe('strict');
  });
});

describe('become', () => {
  test('variables beat keywords, which beat options', () => {
    const defaults = { become: true, becomeUser: 'option', becomePassword: new Secret('asked') };
    expect(resolve({ defaults }).become).toMatchObject({ method: 'sudo', user: 'option' });
    expect(resolve({ defaults }).become?.password?.reveal()).toBe('asked');
    const keywords = { become_user: 'keyword', become_method: 'su', become_flags: '-l' };
    expect(resolve({ defaults, keywords }).become).toMatchObject({
      method: 'su',
      user: 'keyword',
      flags: '-l',
    });
    const variables = { ansible_become_user: 'variable', ansible_become_exe: '/opt/su' };
    expect(resolve({ defaults, keywords, variables }).become).toMatchObject({
      user: 'variable',
      exe: '/opt/su',
    });
    expect(resolve({ defaults, keywords: { become: false } }).become).toBeUndefined();
    expect(
      resolve({ keywords: { become: true }, variables: { ansible_become: 'no' } }).become,
    ).toBeUndefined();
  });

  test.each([
    ['ansible_become_password', 'sudo'],
    ['ansible_become_pass', 'sudo'],
    ['ansible_sudo_pass', 'sudo'],
    ['ansible_su_pass', 'su'],
    ['ansible_doas_pass', 'community.general.doas'],
  ])('%s is the password for %s', (name, method) => {
    const variables = { ansible_become: true, ansible_become_method: method, [name]: 'p' };
    expect(resolve({ variables }).become?.password?.reveal()).toBe('p');
  });

  test('the password of another method is not used', () => {
    const variables = { ansible_become: true, ansible_su_pass: 'p' };
    expect(resolve({ variables }).become?.password).toBeUndefined();
  });
});
