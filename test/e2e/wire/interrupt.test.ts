import { expect, onTestFinished, test } from 'vitest';
import { describeLab } from '../../lab/describe-lab.ts';
import { labProject } from '../support/lab-project.ts';
import { poll } from '../support/poll.ts';
import { processesOf, runningOn, settledTo } from '../support/processes.ts';
import { startTsplay } from '../support/programs.ts';

describeLab('a run that is interrupted', () => {
  const project = labProject([{ name: 'h1' }, { name: 'h2' }, { name: 'h3' }]);

  async function startLong(name: string, command: string) {
    const playbook = await project().write(`${name}.yml`, [
      {
        hosts: 'h1:h2:h3',
        gather_facts: false,
        tasks: [
          { name: 'long', shell: command },
          { name: 'never', command: 'touch /tmp/never' },
        ],
      },
    ]);
    const run = startTsplay(['run', '-i', project().file('lab.yml'), playbook]);
    onTestFinished(() => void run.child.kill('SIGKILL'));
    return run;
  }
  const running = (text: string) => Promise.all(project().lab.hosts.map((host) => runningOn(host, text)));

  test('once, it finishes the tasks in flight and prints the recap', async () => {
    const before = await Promise.all(project().lab.hosts.map(processesOf));
    const run = await startLong('once', 'while [ ! -e /tmp/go ]; do sleep 0.1; done; echo through');
    await running('/tmp/go');
    run.child.kill('SIGINT');
    await Promise.all(project().lab.hosts.map((host) => host.exec('touch /tmp/go')));
    const { code, stdout, stderr } = await run.ended;
    expect(code).toBe(99);
    expect(stderr).toContain('waiting for the tasks in flight');
    for (const { name } of project().lab.hosts) {
      expect(stdout).toContain(`changed: [${name}]`);
      expect(stdout).toMatch(new RegExp(`^${name} +: ok=1 +changed=1 +unreachable=0 +failed=0`, 'm'));
    }
    for (const [index, host] of project().lab.hosts.entries()) {
      expect((await host.exec('ls /tmp/never 2>&1 || true')).stdout).toContain('No such file');
      await settledTo(host, before[index] ?? []);
    }
  });

  test('twice, it ends what runs on the hosts as well', async () => {
    const before = await Promise.all(project().lab.hosts.map(processesOf));
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
    for (const { name } of project().lab.hosts) {
      expect(stdout).toMatch(new RegExp(`^fatal: \\[${name}\\]: FAILED! .*interrupted`, 'm'));
      expect(stdout).toMatch(new RegExp(`^${name} +: ok=0 +changed=0 +unreachable=0 +failed=1`, 'm'));
    }
    for (const [index, host] of project().lab.hosts.entries()) await settledTo(host, before[index] ?? []);
  });
});
