import { afterAll, beforeAll, expect, test } from 'vitest';
import service from '../../../src/modules/service.ts';
import systemd from '../../../src/modules/systemd.ts';
import { describeLab } from '../../lab/describe-lab.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { play } from '../../module/local-context.ts';
import { labContext } from './lab-context.ts';
import { playWithAnsible, type Result, type TwinTask } from './twin.ts';

const s = (args: TwinTask['args']): TwinTask => ({ module: 'service', args });
const d = (args: TwinTask['args']): TwinTask => ({ module: 'systemd', args });

const tasks: readonly TwinTask[] = [
  s({ name: 'cron', state: 'started' }),
  s({ name: 'cron', state: 'stopped' }),
  s({ name: 'cron', state: 'stopped', enabled: false }),
  s({ name: 'cron', state: 'started', enabled: true }),
  s({ name: 'cron', state: 'started', enabled: true }),
  s({ name: 'cron', state: 'restarted' }),
  s({ name: 'cron', state: 'reloaded' }),
  s({ name: 'no-such', state: 'started' }),
  s({ name: 'no-such', enabled: true }),
  s({ name: 'no-such', state: 'stopped' }),
  s({ name: 'cron' }),
  d({ name: 'cron', masked: true }),
  d({ name: 'cron', masked: true }),
  d({ name: 'cron', state: 'restarted' }),
  d({ name: 'cron', masked: false }),
  d({ name: 'cron', enabled: false, state: 'stopped' }),
  d({ name: 'cron', enabled: true, state: 'reloaded' }),
  d({ daemon_reload: true }),
  d({ name: 'cron', daemon_reload: true }),
  d({ daemon_reexec: true }),
  d({ name: 'no-such.service', state: 'started' }),
  d({ name: 'no-such', masked: true }),
  d({ name: 'no-such', masked: false }),
  d({ name: 'getty@tty9', enabled: true }),
  d({ name: 'getty@tty9', enabled: false }),
  d({ name: 'systemd-tmpfiles-clean.timer', state: 'started', enabled: true }),
  d({ name: 'systemd-journald', enabled: true }),
  d({ name: 'cron', state: 'started', no_block: true, force: true, enabled: true }),
  d({ name: 'bad/name', state: 'started' }),
  d({ name: 'failing', state: 'started' }),
  d({ name: 'failing', enabled: true }),
  d({ name: 'failing', state: 'stopped' }),
  d({ name: 'failing', state: 'reloaded' }),
];

const prepare = `printf '[Service]\\nExecStart=/bin/false\\nType=oneshot\\n' >/etc/systemd/system/failing.service
systemctl daemon-reload`;

describeLab('services beside the real Ansible', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ hosts: [{ name: 'ours' }, { name: 'twin' }, { name: 'bb', base: 'busybox' }] });
    await Promise.all(['ours', 'twin'].map((name) => lab.host(name).exec(prepare)));
  });
  afterAll(() => lab?.stop());

  test('the same tasks give the same results', async () => {
    const theirs = await playWithAnsible(tasks, { host: 'twin', inventory: lab.inventory() });
    const context = labContext(lab.host('ours'));
    for (const [index, { module, args }] of tasks.entries()) {
      const own =
        module === 'service' ? await play(service, args, context) : await play(systemd, args, context);
      expect({ args, ...essence(own) }).toEqual({ args, ...essence(theirs[index] ?? {}) });
    }
  });

  test('predicts in check mode, in one round trip, and changes nothing', async () => {
    const host = lab.host('ours');
    const context = labContext(host, { checkMode: true });
    await host.exec('systemctl enable --now cron');
    const look = 'systemctl is-active cron; systemctl is-enabled cron';
    const before = (await host.exec(look)).stdout;
    const args = { name: 'cron', state: 'stopped', enabled: false };
    expect(await play(systemd, args, context)).toMatchObject({
      changed: true,
      state: 'stopped',
      enabled: false,
    });
    expect(context.roundTrips()).toBe(1);
    expect((await host.exec(look)).stdout).toBe(before);
  });

  test('costs one round trip when nothing is to be done', async () => {
    const context = labContext(lab.host('ours'));
    await play(systemd, { name: 'cron', state: 'started', enabled: true }, context);
    expect(context.roundTrips()).toBe(1);
  });

  test('says that nothing keeps services where nothing does', async () => {
    expect(await play(service, { name: 'x', state: 'started' }, labContext(lab.host('bb')))).toMatchObject({
      failed: true,
    });
  });

  test('drives an init script where systemd does not run the machine', async () => {
    const host = lab.host('bb');
    const script = `#!/bin/sh
case "$1" in
start) touch /run/fake ;; stop) rm -f /run/fake ;; status) [ -e /run/fake ] ;; restart) echo again >>/run/fake ;;
*) echo "unknown: $1" >&2; exit 2 ;;
esac`;
    await host.exec(`mkdir -p /etc/init.d /run; cat >/etc/init.d/fake; chmod 755 /etc/init.d/fake`, {
      input: script,
    });
    const context = labContext(host);
    expect(await play(service, { name: 'fake', state: 'started' }, context)).toMatchObject({ changed: true });
    expect(await play(service, { name: 'fake', state: 'started' }, context)).toMatchObject({
      changed: false,
    });
    expect(await play(service, { name: 'fake', state: 'restarted' }, context)).toMatchObject({
      changed: true,
    });
    expect((await host.exec('cat /run/fake')).stdout).toBe('again\n');
    expect(await play(service, { name: 'fake', state: 'reloaded' }, context)).toMatchObject({
      failed: true,
      msg: 'unknown: reload\n',
    });
    expect(await play(service, { name: 'fake', state: 'stopped' }, context)).toMatchObject({ changed: true });
    expect(await play(service, { name: 'other', state: 'stopped' }, context)).toMatchObject({
      failed: true,
      msg: 'Could not find the requested service other: host',
    });
  });
});

/** Without the properties that differ by pid, time and memory. */
function essence(result: Result): Result {
  const { status, rc, ...rest } = result;
  if (rest['failed'] === true) {
    const { changed, ...failure } = rest;
    return failure;
  }
  const properties = status as Readonly<Record<string, string>> | undefined;
  const names = ['Id', 'LoadState', 'ActiveState', 'UnitFileState', 'Description', 'FragmentPath'];
  return { ...rest, status: Object.fromEntries(names.map((name) => [name, properties?.[name]])) };
}
