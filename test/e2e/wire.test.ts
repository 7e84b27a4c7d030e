import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { describeLab } from '../lab/describe-lab.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { tsplayOutcome } from './support/outcomes.ts';
import { poll } from './support/poll.ts';
import { processesOf, runningOn, settledTo } from './support/processes.ts';
import { type Ran, startTsplay, tsplay } from './support/programs.ts';

interface HostCase {
  readonly name: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly status: 'unreachable' | 'failed';
  readonly message: RegExp;
  readonly hint: RegExp;
}

interface FinishedEvent {
  readonly type: string;
  readonly host: string;
  readonly task: { readonly name: string };
  readonly status: string;
  readonly result: Readonly<Record<string, unknown>>;
}

function finished(ran: Ran): readonly FinishedEvent[] {
  return ran.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FinishedEvent)
    .filter((event) => event.type === 'task-finished');
}

describeLab('hosts that cannot be reached, or are lost', () => {
  let lab: Lab;
  let scratch: string;
  const file = (name: string): string => join(scratch, name);

  async function write(name: string, content: unknown): Promise<string> {
    await writeFile(file(name), typeof content === 'string' ? content : JSON.stringify(content));
    return file(name);
  }

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'tsplay-wire-'));
    lab = await startLab({ hosts: [{ name: 'h1' }, { name: 'h2' }, { name: 'h3' }] });
    await write('lab.yml', lab.inventory());
  });
  afterAll(async () => {
    await lab?.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  describe('each with its own reason, while the others go on', () => {
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
      const { address } = lab.host('h1');
      const network = address.split('.')[2] ?? '';
      for (const name of ['other', 'hostkey']) {
        execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)]);
      }
      const wrongKey = (await readFile(file('hostkey.pub'), 'utf8')).split(' ').slice(0, 2).join(' ');
      await write('changed', `${address} ${wrongKey}\n`);
      await write('empty', '');
      const hosts = Object.fromEntries(
        cases.map(({ variables }, index) => [hostOf(index), { ansible_host: address, ...variables }]),
      );
      const text = JSON.stringify({ all: { children: { bad: { hosts } } } });
      await write('bad.json', text.replaceAll('SCRATCH', scratch).replaceAll('NET', network));
      await write('site.yml', [
        {
          hosts: 'bad:h2:h3',
          gather_facts: false,
          tasks: [
            { name: 'first', command: 'id -un' },
            { name: 'last', command: 'id -un' },
          ],
        },
      ]);
      before = await processesOf(lab.host('h1'));
      const arguments_ = ['-i', file('lab.yml'), '-i', file('bad.json'), '-T', '2', file('site.yml')];
      ran = await tsplay(['run', '--output', 'json', '-vvv', ...arguments_]);
    });

    test.each(cases.map((one, index) => [one.name, one, hostOf(index)] as const))(
      '%s',
      (_name, expected, host) => {
        const events = finished(ran).filter((event) => event.host === host);
        expect(events.map(({ status }) => status)).toEqual([expected.status]);
        expect(events[0]?.result.msg).toMatch(expected.message);
        expect(events[0]?.result.hint).toMatch(expected.hint);
      },
    );

    test('the recap adds up, and the exit code tells of unreachable hosts', () => {
      const { recap, code, tasks } = tsplayOutcome(ran);
      for (const good of ['h2', 'h3'])
        expect(recap[good]).toMatchObject({ ok: 2, failed: 0, unreachable: 0 });
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
      await settledTo(lab.host('h1'), before);
    });
  });

  describe('when the run is interrupted', () => {
    async function startLong(name: string, command: string) {
      const playbook = await write(`${name}.yml`, [
        {
          hosts: 'h1:h2:h3',
          gather_facts: false,
          tasks: [
            { name: 'long', shell: command },
            { name: 'never', command: 'touch /tmp/never' },
          ],
        },
      ]);
      const run = startTsplay(['run', '-i', file('lab.yml'), playbook]);
      onTestFinished(() => void run.child.kill('SIGKILL'));
      return run;
    }
    const running = (text: string) => Promise.all(lab.hosts.map((host) => runningOn(host, text)));

    test('once, it finishes the tasks in flight and prints the recap', async () => {
      const before = await Promise.all(lab.hosts.map(processesOf));
      const run = await startLong('once', 'while [ ! -e /tmp/go ]; do sleep 0.1; done; echo through');
      await running('/tmp/go');
      run.child.kill('SIGINT');
      await Promise.all(lab.hosts.map((host) => host.exec('touch /tmp/go')));
      const { code, stdout, stderr } = await run.ended;
      expect(code).toBe(99);
      expect(stderr).toContain('waiting for the tasks in flight');
      for (const { name } of lab.hosts) {
        expect(stdout).toContain(`changed: [${name}]`);
        expect(stdout).toMatch(new RegExp(`^${name} +: ok=1 +changed=1 +unreachable=0 +failed=0`, 'm'));
      }
      for (const [index, host] of lab.hosts.entries()) {
        expect((await host.exec('ls /tmp/never 2>&1 || true')).stdout).toContain('No such file');
        await settledTo(host, before[index] ?? []);
      }
    });

    test('twice, it ends what runs on the hosts as well', async () => {
      const before = await Promise.all(lab.hosts.map(processesOf));
      const run = await startLong('twice', '(trap "" TERM; sleep 771 & sleep 772); sleep 773');
      await running('sleep 772');
      run.child.kill('SIGINT');
      await poll(
        'the first interrupt to be seen',
        async () => run.printed().includes('once more') || undefined,
      );
      run.child.kill('SIGINT');
      const { code, stdout, stderr } = await run.ended;
      expect(code).toBe(99);
      expect(stdout + stderr).not.toContain('internal');
      for (const { name } of lab.hosts) {
        expect(stdout).toMatch(new RegExp(`^fatal: \\[${name}\\]: FAILED! .*interrupted`, 'm'));
        expect(stdout).toMatch(new RegExp(`^${name} +: ok=0 +changed=0 +unreachable=0 +failed=1`, 'm'));
      }
      for (const [index, host] of lab.hosts.entries()) await settledTo(host, before[index] ?? []);
    });
  });

  describe('becoming another user', () => {
    const secret = 'operator-pw';

    async function playAs(
      name: string,
      variables: Readonly<Record<string, unknown>>,
      tasks: readonly unknown[],
    ) {
      const playbook = await write(`${name}.yml`, [
        { hosts: 'h1', gather_facts: false, vars: variables, tasks },
      ]);
      const ran = await tsplay(['run', '--output', 'json', '-i', file('lab.yml'), playbook]);
      const results = new Map(finished(ran).map((event) => [event.task.name, event.result]));
      return {
        ran,
        results,
        said: (task: string): unknown => results.get(task)?.stdout ?? results.get(task)?.msg,
      };
    }

    test.each([
      ['sudo without a password', { ansible_user: 'admin' }],
      ['sudo with a password', { ansible_user: 'operator', ansible_become_password: secret }],
      ['root without sudo', { ansible_user: 'root', ansible_become_method: 'su' }],
      [
        'su with a password',
        { ansible_user: 'admin', ansible_become_method: 'su', ansible_become_password: 'root-pw' },
      ],
    ])('%s gives root', async (_name, variables) => {
      const { said } = await playAs('root', { ...variables, ansible_become: true }, [
        { name: 'id', command: 'id -un' },
      ]);
      expect(said('id')).toBe('root');
    });

    test.each([
      ['admin', undefined],
      ['operator', secret],
    ])('from %s to an unprivileged user: what it places is owned by it', async (user, password) => {
      await write('sent.j2', 'for {{ ansible_user }}\n');
      await write('sent.txt', 'content\n');
      const folder = `/var/tmp/as-appuser-${user}`;
      const variables = {
        ansible_user: user,
        ...(password === undefined ? {} : { ansible_become_password: password }),
      };
      const { ran, said } = await playAs('unprivileged', variables, [
        {
          name: 'block',
          become: true,
          become_user: 'appuser',
          block: [
            { name: 'folder', file: { path: folder, state: 'directory', mode: '0700' } },
            { name: 'copied', copy: { src: 'sent.txt', dest: `${folder}/copied`, mode: '0600' } },
            { name: 'content', copy: { content: 'x', dest: `${folder}/content` } },
            { name: 'templated', template: { src: 'sent.j2', dest: `${folder}/templated`, mode: '0640' } },
            { name: 'id', shell: 'id -un; cat copied; cat templated', args: { chdir: folder } },
            { name: 'as login user', command: 'id -un', become: false },
            { name: 'as root again', command: 'id -un', become_user: 'root' },
          ],
        },
      ]);
      expect(ran.code, ran.stdout).toBe(0);
      expect(said('id')).toBe(`appuser\ncontent\nfor ${user}`);
      expect(said('as login user')).toBe(user);
      expect(said('as root again')).toBe('root');
      const { stdout } = await lab.host('h1').exec(`cd ${folder}; stat -c '%n %U:%G %a' . *`);
      expect(stdout.trim().split('\n')).toEqual([
        '. appuser:appuser 700',
        'content appuser:appuser 644',
        'copied appuser:appuser 600',
        'templated appuser:appuser 640',
      ]);
    });

    test('no password is in a process list, an environment or any output', async () => {
      const passwords = {
        ansible_user: 'operator',
        ansible_password: secret,
        ansible_ssh_private_key_file: null,
      };
      const look =
        'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr "\\0" "\\n" | grep -c "operator[-]pw"';
      const playbook = await write('secret.yml', [
        {
          hosts: 'h1',
          gather_facts: true,
          vars: { ...passwords, ansible_become: true, ansible_become_password: secret },
          tasks: [
            { name: 'look', shell: `${look} || true` },
            { name: 'all', shell: 'ps -eo args; cat /proc/[0-9]*/cmdline | tr "\\0" " "' },
            { name: 'wrong', command: 'false', ignore_errors: true },
          ],
        },
      ]);
      for (const output of ['human', 'json']) {
        const ran = await tsplay([
          'run',
          '-vvv',
          '--diff',
          '--output',
          output,
          '-i',
          file('lab.yml'),
          playbook,
        ]);
        expect(ran.code, ran.stdout + ran.stderr).toBe(0);
        expect(ran.stdout + ran.stderr).not.toContain(secret);
        if (output === 'json') {
          expect(finished(ran).find((event) => event.task.name === 'look')?.result.stdout).toBe('0');
        }
      }
    });
  });

  describe('when a connection is lost in the middle of a task', () => {
    async function loseOne(name: string, lose: () => Promise<unknown>): Promise<Ran> {
      const playbook = await write(`${name}.yml`, [
        {
          hosts: 'h1:h2:h3',
          gather_facts: false,
          tasks: [
            { name: 'long', shell: `while [ ! -e /tmp/${name} ]; do sleep 0.1; done` },
            { name: 'after', command: 'id -un' },
          ],
        },
      ]);
      const run = startTsplay(['run', '--output', 'json', '-i', file('lab.yml'), playbook]);
      onTestFinished(() => void run.child.kill('SIGKILL'));
      await Promise.all(lab.hosts.map((host) => runningOn(host, `/tmp/${name}`)));
      await lose();
      await Promise.all(['h1', 'h2'].map((host) => lab.host(host).exec(`touch /tmp/${name}`)));
      return run.ended;
    }

    function expectOnlyH3Lost(ran: Ran): void {
      const { recap, code } = tsplayOutcome(ran);
      expect(code).toBe(4);
      expect(recap).toMatchObject({
        h1: { ok: 2, unreachable: 0, failed: 0 },
        h2: { ok: 2, unreachable: 0, failed: 0 },
        h3: { ok: 0, unreachable: 1, failed: 0 },
      });
      const lost = finished(ran).find((event) => event.host === 'h3');
      expect(lost?.result.msg).toContain('the step that was running may or may not have been carried out');
    }

    test('by the end of its sshd, only that host is out', async () => {
      const h3 = lab.host('h3');
      expectOnlyH3Lost(await loseOne('sshd', () => h3.exec("pkill -KILL -f '^sshd: root'")));
      await h3.exec('touch /tmp/sshd');
    });

    test('by the end of the machine, only that host is out', async () => {
      const init = Number(/^\/proc\/(\d+)\/root/.exec(lab.host('h3').rootfs)?.[1]);
      expectOnlyH3Lost(await loseOne('power', async () => process.kill(init, 'SIGKILL')));
    });
  });
});
