import { expect, onTestFinished, test } from 'vitest';
import { describeLab } from '../../lab/describe-lab.ts';
import { finishedEvents } from '../support/finished-events.ts';
import { labProject } from '../support/lab-project.ts';
import { tsplayOutcome } from '../support/outcomes.ts';
import { runningOn } from '../support/processes.ts';
import { type Ran, startTsplay } from '../support/programs.ts';

describeLab('a connection that is lost in the middle of a task', () => {
  const project = labProject([{ name: 'h1' }, { name: 'h2' }, { name: 'h3' }]);

  async function loseOne(name: string, lose: () => Promise<unknown>): Promise<Ran> {
    const playbook = await project().write(`${name}.yml`, [
      {
        hosts: 'h1:h2:h3',
        gather_facts: false,
        tasks: [
          { name: 'long', shell: `while [ ! -e /tmp/${name} ]; do sleep 0.1; done` },
          { name: 'after', command: 'id -un' },
        ],
      },
    ]);
    const run = startTsplay(['run', '--output', 'json', '-i', project().file('lab.yml'), playbook]);
    onTestFinished(() => void run.child.kill('SIGKILL'));
    await Promise.all(project().lab.hosts.map((host) => runningOn(host, `/tmp/${name}`)));
    await lose();
    await Promise.all(['h1', 'h2'].map((host) => project().lab.host(host).exec(`touch /tmp/${name}`)));
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
    const lost = finishedEvents(ran).find((event) => event.host === 'h3');
    expect(lost?.result.msg).toContain('the step that was running may or may not have been carried out');
  }

  test('by the end of its sshd, only that host is out', async () => {
    const h3 = project().lab.host('h3');
    expectOnlyH3Lost(await loseOne('sshd', () => h3.exec("pkill -KILL -f '^sshd: root'")));
    await h3.exec('touch /tmp/sshd');
  });

  test('by the end of the machine, only that host is out', async () => {
    const init = Number(/^\/proc\/(\d+)\/root/.exec(project().lab.host('h3').rootfs)?.[1]);
    expectOnlyH3Lost(await loseOne('power', async () => process.kill(init, 'SIGKILL')));
  });
});
