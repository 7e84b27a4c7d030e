import { execFile, execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { describeLab } from '../../lab/describe-lab.ts';
import { finishedEvents } from '../support/finished-events.ts';
import { labProject } from '../support/lab-project.ts';
import { byTheProgram, knownHostsOf, outputsOf, playOn, unreachableResult } from '../support/one-host.ts';
import { tsplayOutcome } from '../support/outcomes.ts';
import { projectFolder, type Ran } from '../support/programs.ts';

const CA = '/etc/ssh/lab-user-ca.pub';

describeLab('connections that the program ssh makes', () => {
  const project = labProject([
    { name: 'gate' },
    { name: 'inner', sshdConfig: [`TrustedUserCAKeys ${CA}`] },
    { name: 'narrow', sshdConfig: ['MaxSessions 1'] },
  ]);
  const address = (name: string): string => project().lab.host(name).address;
  const known = (): string => knownHostsOf(project());
  /** For the hosts on the way as well. */
  const toGate = (): string =>
    `ssh -i ${project().lab.privateKeyFile} ${known()} root@${address('gate')} -W %h:%p`;
  const logins = async (name: string, from: string): Promise<number> => {
    const { stdout } = await project().lab.host(name).exec('journalctl -o cat -u ssh --no-pager');
    return stdout.split('\n').filter((line) => line.startsWith('Accepted') && line.includes(` from ${from} `))
      .length;
  };

  beforeAll(async () => {
    for (const name of ['ca', 'certified']) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', project().file(name)]);
    }
    const sign = ['-q', '-s', project().file('ca'), '-I', 'tester', '-n', 'root'];
    execFileSync('ssh-keygen', [...sign, project().file('certified.pub')]);
    const authority = execFileSync('cat', [project().file('ca.pub')], { encoding: 'utf8' });
    await project().lab.host('inner').exec(`printf '%s' '${authority}' >${CA}`);
    await project().write(
      'ssh_config',
      [
        `Host gate\n  HostName ${address('gate')}`,
        `Host behind\n  HostName ${address('inner')}\n  ProxyJump gate\n  HostKeyAlias ${address('inner')}`,
        `Host *\n  User root\n  IdentityFile ${project().lab.privateKeyFile}\n  UserKnownHostsFile ${project().lab.knownHostsFile}`,
      ].join('\n'),
    );
  });

  const play = (name: string, variables: Readonly<Record<string, unknown>>, tasks?: readonly unknown[]) =>
    playOn(project(), [name, variables], tasks);

  test('through a jump host that a configuration file names: files, become, two users, a second run without changes', async () => {
    await project().write('big', 'x'.repeat(300_000));
    const tasks = [
      { name: 'who', command: 'hostname' },
      { name: 'big', copy: { src: project().file('big'), dest: '/root/big' } },
      { name: 'as another', command: 'id -un', become: true, become_user: 'appuser' },
      { name: 'back', fetch: { src: '/root/big', dest: `${project().folder}/back`, flat: true } },
      { name: 'broken', command: 'false', ignore_errors: true },
    ];
    const variables = { ansible_ssh_common_args: `-F ${project().file('ssh_config')}` };
    const first = await play('behind', variables, tasks);
    expect(outputsOf(first).slice(0, 3)).toEqual(['inner', undefined, 'appuser']);
    const second = tsplayOutcome(await play('behind', variables, tasks));
    expect(second.tasks).toEqual([
      'who | behind: changed',
      'big | behind: ok',
      'as another | behind: changed',
      'back | behind: ok',
      'broken | behind: failed',
    ]);
    expect(await logins('inner', address('gate'))).toBe(2);
  });

  test('through a proxy command of the inventory', async () => {
    const ran = await play('by-command', {
      ansible_host: address('inner'),
      ansible_user: 'root',
      ansible_ssh_private_key_file: project().lab.privateKeyFile,
      ansible_ssh_common_args: `${known()} -o ProxyCommand="${toGate()}"`,
    });
    expect(outputsOf(ran)).toEqual(['inner']);
  });

  test('with a certificate', async () => {
    const variables = {
      ansible_host: address('inner'),
      ansible_user: 'root',
      ansible_ssh_private_key_file: project().file('certified'),
    };
    const certificate = `-o CertificateFile=${project().file('certified-cert.pub')}`;
    const withIt = await play('certified', {
      ...variables,
      ansible_ssh_common_args: `${known()} ${certificate}`,
    });
    expect(outputsOf(withIt)).toEqual(['inner']);
  });

  test('with a password, which no argument of a process and no output shows', async () => {
    const variables = {
      ...byTheProgram(project(), 'inner'),
      ansible_user: 'operator',
      ansible_ssh_private_key_file: null,
      ansible_ssh_common_args: `${known()} -o PubkeyAuthentication=no`,
    };
    const tasks = [
      { name: 'arguments here', command: 'ps -ww -eo args', delegate_to: 'localhost' },
      { name: 'who', command: 'id -un' },
    ];
    const ran = await play('asked', { ...variables, ansible_password: 'operator-pw' }, [...tasks, ...tasks]);
    expect(outputsOf(ran)[3]).toBe('operator');
    expect(outputsOf(ran)[2]).toContain('NumberOfPasswordPrompts=1');
    expect(ran.stdout + ran.stderr).not.toContain('operator-pw');
    const wrong = unreachableResult(await play('wrong', { ...variables, ansible_password: 'nope-secret' }));
    expect(wrong.msg).toMatch(/Permission denied/);
    expect(JSON.stringify(wrong)).not.toContain('nope-secret');
  });

  test('where the server takes one session a connection, further ones log in by themselves', async () => {
    const variables = byTheProgram(project(), 'narrow');
    const ran = await play('narrow', variables, [
      { name: 'one', command: 'id -un' },
      { name: 'two', command: 'id -un', become: true, become_user: 'appuser' },
      { name: 'file', copy: { content: 'x', dest: '/root/one' } },
    ]);
    expect(outputsOf(ran).slice(0, 2)).toEqual(['root', 'appuser']);
    expect(tsplayOutcome(ran).code).toBe(0);
  });

  /** With this text as ~/.ssh/config of whoever runs it: in a mount namespace of its own. */
  async function withUserConfig(text: string, args: readonly string[]): Promise<Ran> {
    const home = project().file('dot-ssh');
    await mkdir(home, { recursive: true });
    await project().write('dot-ssh/config', text);
    const script = 'mount --bind "$1" ~/.ssh && shift && exec "$@"';
    const command = [
      '-c',
      `mkdir -p ~/.ssh && ${script}`,
      'sh',
      home,
      process.execPath,
      'dist/tsplay.mjs',
      ...args,
    ];
    const { stdout, stderr } = await promisify(execFile)('unshare', ['--mount', '/bin/sh', ...command], {
      cwd: projectFolder,
    });
    return { code: 0, stdout, stderr };
  }

  test('a host that ~/.ssh/config speaks of is reached as it says, others as before', async () => {
    const access = {
      ansible_ssh_private_key_file: project().lab.privateKeyFile,
      ansible_ssh_common_args: known(),
    };
    const inventory = await project().write('aliases.json', {
      all: {
        hosts: {
          'inner.alias': access,
          narrow: { ...access, ansible_host: address('narrow'), ansible_user: 'root' },
        },
      },
    });
    const config = `Host *.alias\n  HostName ${address('inner')}\n  User admin\n`;
    const playbook = await project().write('aliases-play.json', [
      {
        hosts: 'all',
        gather_facts: false,
        tasks: [
          { name: 'who', shell: 'echo "$(id -un) $(hostname)"' },
          { name: 'how', command: 'ps -ww -eo args', delegate_to: 'localhost', connection: 'local' },
        ],
      },
    ]);
    const ran = await withUserConfig(config, ['run', '--output', 'json', '-i', inventory, playbook]);
    const who = finishedEvents(ran).filter(({ task }) => task.name === 'who');
    expect(Object.fromEntries(who.map(({ host, result }) => [host, result.stdout]))).toEqual({
      'inner.alias': 'admin inner',
      narrow: 'root narrow',
    });
    const how = String(finishedEvents(ran).find(({ task }) => task.name === 'how')?.result.stdout);
    expect(
      how.split('\n').filter((line) => line.includes('ControlMaster=yes') && line.endsWith('inner.alias')),
    ).not.toEqual([]);
    expect(
      how
        .split('\n')
        .filter((line) => line.includes('ControlMaster=yes') && line.endsWith(address('narrow'))),
    ).toEqual([]);
  });
});
