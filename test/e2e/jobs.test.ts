import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { describeLab } from '../lab/describe-lab.ts';
import { labProject } from './support/lab-project.ts';
import { poll } from './support/poll.ts';
import { processesOf, runningOn, settledTo } from './support/processes.ts';
import { startTsplay, tsplay } from './support/programs.ts';

describeLab('jobs, and machines that go away', () => {
  const project = labProject([{ name: 'h1' }, { name: 'b1', base: 'busybox' }]);

  async function playbook(name: string, tasks: readonly unknown[]): Promise<readonly string[]> {
    const { file, write } = project();
    const path = await write(`${name}.yml`, [{ hosts: 'all', gather_facts: false, tasks }]);
    return ['run', '-i', file('lab.yml'), path];
  }

  beforeAll(async () => {
    // sshd changes its title when it has answered once.
    await tsplay(await playbook('first', [{ ping: {} }]));
  });

  const command = 'echo out; echo err >&2; while [ ! -e /tmp/go ]; do sleep 0.1; done; exit 3';

  test('a job outlives the run that started it, and leaves no process', async () => {
    const before = await Promise.all(project().lab.hosts.map(processesOf));
    const start = await playbook('start', [
      { shell: command, async: 600, poll: 0, register: 'job' },
      {
        copy: {
          content: '{{ job.ansible_job_id }}',
          dest: `${project().folder}/{{ inventory_hostname }}.id`,
        },
        delegate_to: 'localhost',
        vars: { ansible_connection: 'local' },
      },
    ]);
    expect((await tsplay(start)).code).toBe(0);
    await Promise.all(project().lab.hosts.map((host) => runningOn(host, '.ansible_async/j')));
    await Promise.all(project().lab.hosts.map((host) => host.exec('touch /tmp/go')));
    const status = await playbook('status', [
      {
        async_status: { jid: `{{ lookup('file', '${project().folder}/' ~ inventory_hostname ~ '.id') }}` },
        register: 'job',
        until: 'job.finished',
        retries: 60,
        delay: 1,
        failed_when: 'job.rc | default(0) != 3 or job.stdout != "out" or job.stderr != "err"',
      },
    ]);
    const { code, stdout } = await tsplay(status);
    expect(stdout).not.toContain('FAILED!');
    expect(code).toBe(0);
    for (const [index, host] of project().lab.hosts.entries()) await settledTo(host, before[index] ?? []);
  });

  test('a job that is over its time is ended with what it has started', async () => {
    const before = await Promise.all(project().lab.hosts.map(processesOf));
    const late = await playbook('late', [
      { shell: '(trap "" TERM; sleep 881 & sleep 882)', async: 2, poll: 1, ignore_errors: true },
    ]);
    expect((await tsplay(late)).code).toBe(0);
    for (const [index, host] of project().lab.hosts.entries()) await settledTo(host, before[index] ?? []);
  });

  test('a job that is waited for ends with a run that is interrupted twice', async () => {
    const before = await Promise.all(project().lab.hosts.map(processesOf));
    const run = startTsplay(
      await playbook('twice', [{ shell: 'sleep 883 & sleep 884', async: 600, poll: 5 }]),
    );
    onTestFinished(() => void run.child.kill('SIGKILL'));
    await Promise.all(project().lab.hosts.map((host) => runningOn(host, 'sleep 884')));
    run.child.kill('SIGINT');
    await poll(
      'the first interrupt to be seen',
      async () => run.printed().includes('once more') || undefined,
    );
    run.child.kill('SIGINT');
    expect((await run.ended).code).toBe(99);
    for (const [index, host] of project().lab.hosts.entries()) await settledTo(host, before[index] ?? []);
  });

  test('timeout ends what a command has started', async () => {
    const before = await Promise.all(project().lab.hosts.map(processesOf));
    const timeout = await playbook('timeout', [
      { shell: 'sleep 885 & sleep 886', timeout: 2, ignore_errors: true },
      { command: 'echo still there' },
    ]);
    expect((await tsplay(timeout)).code).toBe(0);
    for (const [index, host] of project().lab.hosts.entries()) await settledTo(host, before[index] ?? []);
  });

  test('reboot waits until the machine is back', async () => {
    // The hosts share their kernel's boot id with the machine they run on.
    const boot = "cut -d' ' -f22 /proc/1/stat";
    const reboot = await playbook('reboot', [
      { command: 'touch /run/before' },
      { reboot: { reboot_timeout: 60, boot_time_command: boot } },
      { command: 'test ! -e /run/before' },
      { wait_for_connection: { timeout: 30 } },
    ]);
    const { code, stdout } = await tsplay([...reboot, '--limit', 'h1']);
    expect(stdout).toMatch(/^h1 +: ok=4 +changed=3 /m);
    expect(code).toBe(0);
  });
});
