import { afterAll, beforeAll, expect, test } from 'vitest';
import service from '../../../src/modules/service.ts';
import systemd from '../../../src/modules/systemd.ts';
import { describeLab } from '../../lab/describe-lab.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { play } from '../../module/local-context.ts';
import { labContext } from './lab-context.ts';

describeLab('services', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ hosts: [{ name: 'ours' }, { name: 'bb', base: 'busybox' }] });
  });
  afterAll(() => lab?.stop());

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
