import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { describeLab } from '../../lab/describe-lab.ts';
import { labProject } from '../support/lab-project.ts';
import { byTheProgram, playOn, unreachableResult } from '../support/one-host.ts';
import { poll } from '../support/poll.ts';
import { runningOn } from '../support/processes.ts';
import { startTsplay } from '../support/programs.ts';

describeLab('how connections of the program ssh end', () => {
  const project = labProject([{ name: 'inner' }]);

  beforeAll(async () => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', project().file('stranger')]);
    await project().write('empty', '');
  });

  describe('each failure has its reason', () => {
    const cases: readonly (readonly [
      name: string,
      variables: Readonly<Record<string, unknown>>,
      message: RegExp,
      hint: RegExp,
    ])[] = [
      ['no-listener', { ansible_port: 2 }, /ssh root@\S+:2: ssh says: .*Connection refused/, /^$/],
      ['no-name', { ansible_host: 'no.such.host.invalid' }, /Could not resolve hostname/, /^$/],
      [
        'key',
        { ansible_ssh_private_key_file: 'SCRATCH/stranger' },
        /Permission denied \(publickey/,
        /ssh -v/,
      ],
      [
        'unknown',
        { ansible_ssh_common_args: '-o UserKnownHostsFile=SCRATCH/empty -o GlobalKnownHostsFile=/dev/null' },
        /Host key verification failed/,
        /known_hosts/,
      ],
      [
        'program',
        { ansible_ssh_executable: '/nowhere/ssh' },
        /there is no program '\/nowhere\/ssh' to connect by/,
        /ansible_ssh_executable/,
      ],
      ['option', { ansible_ssh_common_args: '-o AddressFamily=inet7' }, /inet7/, /^$/],
      [
        'gate',
        { ansible_ssh_common_args: '-J no.such.gate.invalid' },
        /Could not resolve hostname no\.such\.gate/,
        /^$/,
      ],
    ];
    test.each(cases)('%s', async (name, variables, message, hint) => {
      const text = JSON.stringify({ ...byTheProgram(project(), 'inner'), ...variables });
      const all = JSON.parse(text.replaceAll('SCRATCH', project().folder));
      const result = unreachableResult(await playOn(project(), [`f-${name}`, all]));
      expect(result.msg).toMatch(message);
      expect(result.hint ?? '').toMatch(hint);
    });

    test('a host that does not answer', async () => {
      const network = project().lab.host('inner').address.split('.').slice(0, 3).join('.');
      const silent = {
        ...byTheProgram(project(), 'inner'),
        ansible_host: `${network}.250`,
        ansible_timeout: 1,
      };
      const ran = await playOn(project(), ['silent', silent]);
      expect(unreachableResult(ran).msg).toMatch(
        /ssh has not logged in within 1 s|timed out|No route to host/,
      );
    });
  });

  describe('what is over leaves nothing behind', () => {
    const mine = (): string => `UserKnownHostsFile=${project().lab.knownHostsFile}`;
    const programs = async (): Promise<readonly string[]> => {
      const { stdout } = await promisify(execFile)('ps', ['-ww', '-eo', 'args=']);
      return stdout.split('\n').filter((line) => line.includes('ControlPath=') && line.includes(mine()));
    };
    /** The folder of their socket. */
    const folder = async (): Promise<string> =>
      dirname(/ControlPath=(\S+)/.exec((await programs()).join())?.[1] ?? expect.fail('no ssh runs'));
    const started = async (name: string) => {
      const hosts = { [name]: byTheProgram(project(), 'inner') };
      const inventory = await project().write(`${name}.json`, { all: { hosts } });
      const script = `while [ ! -e /tmp/${name} ]; do sleep 0.1; done`;
      const task = ['-m', 'shell', '-a', script];
      const run = startTsplay(['exec', 'all', '--output', 'json', '-i', inventory, ...task]);
      onTestFinished(() => void run.child.kill('SIGKILL'));
      await runningOn(project().lab.host('inner'), `/tmp/${name}`);
      return run;
    };

    test('a run that ended', async () => {
      const run = await started('ends');
      const socketFolder = await folder();
      expect(existsSync(socketFolder)).toBe(true);
      await project().lab.host('inner').exec('touch /tmp/ends');
      expect((await run.ended).code).toBe(0);
      expect(await programs()).toEqual([]);
      expect(existsSync(socketFolder)).toBe(false);
    });

    test('a run that was killed', async () => {
      const run = await started('killed');
      run.child.kill('SIGKILL');
      await poll('the programs to end', async () => ((await programs()).length === 0 ? true : undefined));
      await project().lab.host('inner').exec('touch /tmp/killed');
    });

    test('a login that broke: the host is unreachable, and the step is not said to have failed', async () => {
      const run = await started('broken');
      await project().lab.host('inner').exec("pkill -KILL -f '^sshd: root'");
      const { msg } = unreachableResult(await run.ended);
      expect(msg).toContain('the step that was running may or may not have been carried out');
      await project().lab.host('inner').exec('touch /tmp/broken');
      expect(await programs()).toEqual([]);
    });
  });
});
