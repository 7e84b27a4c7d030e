import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { describeLab } from '../../lab/describe-lab.ts';
import { finishedEvents } from '../support/finished-events.ts';
import { labProject } from '../support/lab-project.ts';
import { tsplayOutcome } from '../support/outcomes.ts';
import { processesOf, settledTo } from '../support/processes.ts';
import { type Ran, tsplay } from '../support/programs.ts';

interface HostCase {
  readonly name: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly status: 'unreachable' | 'failed';
  readonly message: RegExp;
  readonly hint: RegExp;
}

describeLab('hosts that cannot be reached, each with its own reason, while the others go on', () => {
  const project = labProject([{ name: 'h1' }, { name: 'h2' }, { name: 'h3' }]);

  let ran: Ran;
  let before: readonly string[];

  const password = 'nope-secret';
  /** Variables of hosts that all are h1, and what keeps tsplay out of it. */
  const cases: readonly HostCase[] = [
    {
      name: 'an address without a host',
      variables: { ansible_host: '10.213.NET.250' },
      status: 'unreachable',
      message: /not connected within 2 s|no route/,
      hint: /check the address/,
    },
    {
      name: 'a port where nothing listens',
      variables: { ansible_port: 2 },
      status: 'unreachable',
      message: /:2: the connection was refused/,
      hint: /ansible_port/,
    },
    {
      name: 'a name that does not resolve',
      variables: { ansible_host: 'no.such.host.invalid' },
      status: 'unreachable',
      message: /no\.such\.host\.invalid:22: the name does not resolve/,
      hint: /ansible_host/,
    },
    {
      name: 'a key that the server does not accept',
      variables: { ansible_ssh_private_key_file: 'SCRATCH/other' },
      status: 'unreachable',
      message: /the server refused publickey \(.*other\); it accepts publickey, password/,
      hint: /authorized_keys/,
    },
    {
      name: 'a key file that is not there',
      variables: { ansible_ssh_private_key_file: 'SCRATCH/nowhere' },
      status: 'unreachable',
      message: /cannot read the private key .*nowhere: there is no such file/,
      hint: /ansible_ssh_private_key_file/,
    },
    {
      name: 'a key file that holds no key',
      variables: { ansible_ssh_private_key_file: 'SCRATCH/lab.yml' },
      status: 'unreachable',
      message: /lab\.yml is not a private key/,
      hint: /ed25519/,
    },
    {
      name: 'a host key that nobody recorded',
      variables: {
        ansible_ssh_common_args: '-o UserKnownHostsFile=SCRATCH/empty -o GlobalKnownHostsFile=/dev/null',
      },
      status: 'unreachable',
      message: /host key of .* is not known; it showed the ED25519 key SHA256:/,
      hint: /ssh-keyscan .* >> .*\/empty/,
    },
    {
      name: 'a host key that changed',
      variables: {
        ansible_ssh_common_args: '-o UserKnownHostsFile=SCRATCH/changed -o GlobalKnownHostsFile=/dev/null',
      },
      status: 'unreachable',
      message: /has CHANGED: .* but known is .*\/changed:1/,
      hint: /ssh-keygen -f '.*\/changed' -R/,
    },
    {
      name: 'a wrong password',
      variables: {
        ansible_user: 'operator',
        ansible_password: password,
        ansible_ssh_private_key_file: null,
      },
      status: 'unreachable',
      message: /the server refused .*password|not logged in within 2 s/,
      hint: /password/,
    },
    {
      name: 'a user that does not exist',
      variables: { ansible_user: 'ghost' },
      status: 'unreachable',
      message: /ssh ghost@.*: the server refused publickey/,
      hint: /ansible_user \(ghost\)/,
    },
    {
      name: 'a wrong become password',
      variables: { ansible_user: 'operator', ansible_become: true, ansible_become_password: password },
      status: 'failed',
      message: /cannot become "root": sudo did not accept the password/,
      hint: /ansible_become_password/,
    },
    {
      name: 'no become password where one is wanted',
      variables: { ansible_user: 'operator', ansible_become: true },
      status: 'failed',
      message: /sudo asks for a password, and none was given/,
      hint: /--ask-become-pass/,
    },
    {
      name: 'no right to use sudo',
      variables: { ansible_user: 'appuser', ansible_become: true, ansible_become_password: 'appuser-pw' },
      status: 'failed',
      message: /sudo does not allow it: appuser is not in the sudoers file/,
      hint: /sudoers/,
    },
    {
      name: 'a become user that does not exist',
      variables: { ansible_user: 'admin', ansible_become: true, ansible_become_user: 'ghost' },
      status: 'failed',
      message: /cannot become "ghost": there is no such user/,
      hint: /become_user/,
    },
    {
      name: 'a become program that is not installed',
      variables: { ansible_user: 'admin', ansible_become: true, ansible_become_method: 'doas' },
      status: 'failed',
      message: /doas is not installed there/,
      hint: /become_method/,
    },
    {
      name: 'a wrong password for su',
      variables: {
        ansible_user: 'admin',
        ansible_become: true,
        ansible_become_method: 'su',
        ansible_become_password: password,
      },
      status: 'failed',
      message: /su did not accept the password/,
      hint: /ansible_become_password/,
    },
  ];
  const hostOf = (index: number): string => `bad${index}`;

  beforeAll(async () => {
    const { address } = project().lab.host('h1');
    const network = address.split('.')[2] ?? '';
    for (const name of ['other', 'hostkey']) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', project().file(name)]);
    }
    const wrongKey = (await readFile(project().file('hostkey.pub'), 'utf8')).split(' ').slice(0, 2).join(' ');
    await project().write('changed', `${address} ${wrongKey}\n`);
    await project().write('empty', '');
    const hosts = Object.fromEntries(
      cases.map(({ variables }, index) => [hostOf(index), { ansible_host: address, ...variables }]),
    );
    const text = JSON.stringify({ all: { children: { bad: { hosts } } } });
    await project().write(
      'bad.json',
      text.replaceAll('SCRATCH', project().folder).replaceAll('NET', network),
    );
    await project().write('site.yml', [
      {
        hosts: 'bad:h2:h3',
        gather_facts: false,
        tasks: [
          { name: 'first', command: 'id -un' },
          { name: 'last', command: 'id -un' },
        ],
      },
    ]);
    before = await processesOf(project().lab.host('h1'));
    const arguments_ = [
      '-i',
      project().file('lab.yml'),
      '-i',
      project().file('bad.json'),
      '-T',
      '2',
      project().file('site.yml'),
    ];
    ran = await tsplay(['run', '--output', 'json', '-vvv', ...arguments_]);
  });

  test.each(cases.map((one, index) => [one.name, one, hostOf(index)] as const))(
    '%s',
    (_name, expected, host) => {
      const events = finishedEvents(ran).filter((event) => event.host === host);
      expect(events.map(({ status }) => status)).toEqual([expected.status]);
      expect(events[0]?.result.msg).toMatch(expected.message);
      expect(events[0]?.result.hint).toMatch(expected.hint);
    },
  );

  test('the recap adds up, and the exit code tells of unreachable hosts', () => {
    const { recap, code, tasks } = tsplayOutcome(ran);
    for (const good of ['h2', 'h3']) expect(recap[good]).toMatchObject({ ok: 2, failed: 0, unreachable: 0 });
    for (const [index, { status }] of cases.entries()) {
      const counts = {
        ok: 0,
        failed: status === 'failed' ? 1 : 0,
        unreachable: status === 'failed' ? 0 : 1,
      };
      expect(recap[hostOf(index)]).toMatchObject(counts);
    }
    expect(tasks).toHaveLength(cases.length + 4);
    expect(code).toBe(4);
  });

  test('no password is in any output, and nothing stays behind on the host', async () => {
    for (const secret of [password, 'appuser-pw', 'operator-pw']) {
      expect(ran.stdout + ran.stderr).not.toContain(secret);
    }
    await settledTo(project().lab.host('h1'), before);
  });
});
