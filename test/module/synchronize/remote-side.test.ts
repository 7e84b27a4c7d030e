import { describe, expect, test } from 'vitest';
import type { MachineAddress } from '../../../src/module/context.ts';
import type { SynchronizeArguments } from '../../../src/module/synchronize/arguments.ts';
import { remoteOptions, remotePath } from '../../../src/module/synchronize/remote-side.ts';
import { rsyncOptions, rsyncOutput } from '../../../src/module/synchronize/rsync-options.ts';

const args: SynchronizeArguments = {
  src: '/a/',
  dest: '/b/',
  mode: 'push',
  archive: true,
  recursive: undefined,
  links: undefined,
  perms: undefined,
  times: undefined,
  owner: undefined,
  group: undefined,
  checksum: false,
  compress: true,
  copy_links: false,
  delay_updates: true,
  delete: false,
  dirs: false,
  existing_only: false,
  link_dest: undefined,
  partial: false,
  rsync_opts: undefined,
  rsync_path: undefined,
  rsync_timeout: 0,
  dest_port: undefined,
  private_key: undefined,
  set_remote_user: true,
  ssh_connection_multiplexing: false,
  use_ssh_args: false,
  verify_host: false,
};

const address = {
  kind: 'ssh',
  host: 'h1',
  port: 2222,
  user: 'admin',
  privateKeyFile: "/k e'y",
  hostKeyChecking: 'strict',
  knownHostsFiles: ['/known', '/other known'],
  connectTimeoutMs: 10_000,
} as const satisfies MachineAddress;

const request = { args, address, become: undefined, isController: true, sshWords: [] };

describe('how rsync gets to the host', () => {
  test('is how the connection gets there', () => {
    expect(remoteOptions(request)).toEqual([
      "--rsh=ssh -S none -i '/k e''y' -o Port=2222 -o BatchMode=yes -o ConnectTimeout=10 " +
        `-o StrictHostKeyChecking=yes -o 'UserKnownHostsFile=/known "/other known"' -o GlobalKnownHostsFile=/dev/null ` +
        '-o IdentitiesOnly=yes',
    ]);
  });

  test('a delegate knows neither the keys nor the known hosts of the controller', () => {
    expect(remoteOptions({ ...request, isController: false })).toEqual([
      '--rsh=ssh -S none -o Port=2222 -o BatchMode=yes -o ConnectTimeout=10',
    ]);
  });

  test('verify_host holds where the connection checks no host key', () => {
    const off = { ...address, hostKeyChecking: 'off' } as const;
    expect(remoteOptions({ ...request, address: off })[0]).toContain('StrictHostKeyChecking=no');
    const verified = remoteOptions({ ...request, address: off, args: { ...args, verify_host: true } });
    expect(verified[0]).toContain('StrictHostKeyChecking=yes');
  });

  test('becomes with sudo, unless it is told what rsync is', () => {
    const become = { method: 'sudo', user: 'root' } as const;
    expect(remoteOptions({ ...request, become })[1]).toBe('--rsync-path=sudo -n -H -u root rsync');
    const told = { ...args, rsync_path: 'doas rsync' };
    expect(remoteOptions({ ...request, become, args: told })[1]).toBe('--rsync-path=doas rsync');
  });

  test.each([
    ['a password', { ...request, address: { ...address, privateKeyFile: undefined, password: 'x' } }],
    ['su', { ...request, become: { method: 'su', user: 'root' } as const }],
    ['a user that is shell text', { ...request, become: { method: 'sudo', user: 'a;id' } as const }],
    ['a host that is an option', { ...request, address: { ...address, host: '-oProxyCommand=id' } }],
  ])('is refused with %s', (_, wrong) => {
    expect(() => remoteOptions(wrong)).toThrow('synchronize:');
  });
});

test.each([
  ['/srv/x', 'admin@h1:/srv/x', false],
  ['~/x', 'admin@h1:~/x', false],
  ['/a b/$(id)', 'admin@h1:/a b/$(id)', true],
  ['~/a b', 'admin@h1:a b', true],
])('the path %s of the host', (path, operand, isShielded) => {
  expect(remotePath(request, path)).toEqual({ operand, isShielded });
});

test('a user and a port that nobody chose are left to ssh', () => {
  const chosen = (user: string | undefined, port: number | undefined) => ({
    ...request,
    address: { ...address, program: { user, port } },
  });
  expect(remotePath(chosen(undefined, undefined), '/x').operand).toBe('h1:/x');
  expect(remoteOptions(chosen(undefined, undefined))[0]).not.toContain('Port=');
  expect(remotePath(chosen('eve', 24), '/x').operand).toBe('eve@h1:/x');
  expect(remoteOptions(chosen('eve', 24))[0]).toContain('Port=24');
});

test('an address of IPv6 stands in brackets', () => {
  const six = {
    ...request,
    address: { ...address, host: 'fe80::1' },
    args: { ...args, set_remote_user: false },
  };
  expect(remotePath(six, '/x').operand).toBe('[fe80::1]:/x');
});

test.each([
  [{}, '--delay-updates -F --compress --archive'],
  [
    { archive: false, recursive: true, perms: true, compress: false, delay_updates: false },
    '--recursive --perms',
  ],
  [{ owner: false, group: true }, '--delay-updates -F --compress --archive --no-owner'],
  [{ rsync_opts: ['--exclude=a b', ''] }, '--delay-updates -F --compress --archive --exclude=a b'],
])('the options of %j', (some, expected) => {
  const options = rsyncOptions({ ...args, ...some }, false);
  expect(options.slice(0, -1).join(' ')).toBe(expected);
});

test.each([
  ['', false],
  ['sending\n<<CHANGED>>.d          ./\n<<CHANGED>>.f          a\n', false],
  ['<<CHANGED>>.d..t...... ./\n', true],
  ['<<CHANGED>>cd+++++++++ ./\n', true],
  ['<<CHANGED>>hf          a\n', true],
  ['<<CHANGED>>*deleting   a\n', true],
])('whether %j tells of a change', (stdout, changed) => {
  expect(rsyncOutput(stdout)).toEqual({ text: stdout.replaceAll('<<CHANGED>>', ''), changed });
});
