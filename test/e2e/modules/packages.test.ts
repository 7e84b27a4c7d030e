import { afterAll, beforeAll, expect, test } from 'vitest';
import apt from '../../../src/modules/apt.ts';
import packageModule from '../../../src/modules/package.ts';
import { describeLab } from '../../lab/describe-lab.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { play } from '../../module/local-context.ts';
import { labContext } from './lab-context.ts';
import { playWithAnsible, type Result, type TwinTask } from './twin.ts';

const a = (args: TwinTask['args']): TwinTask => ({ module: 'apt', args });
const p = (args: TwinTask['args']): TwinTask => ({ module: 'package', args });

const tasks: readonly TwinTask[] = [
  a({ name: 'hello' }),
  a({ name: 'hello' }),
  a({ name: ['hello', 'tree'], state: 'latest' }),
  a({ name: 'no-such-package' }),
  a({ name: 'no-such-package', state: 'absent' }),
  a({ name: 'no-such-package', state: 'latest' }),
  a({ name: 'hello=2.*' }),
  a({ name: 'hello=9.9' }),
  a({ name: 'hel*o' }),
  a({ name: 'hello>=2.0' }),
  a({ name: 'hello:amd64' }),
  a({ name: 'hello', state: 'absent' }),
  a({ name: 'hello', state: 'absent' }),
  a({ name: 'hello=2.*' }),
  a({ name: 'tree,hello', install_recommends: false }),
  a({ name: ['tree', 'hello'], state: 'absent', purge: true, autoremove: true }),
  a({ name: 'mail-transport-agent', state: 'absent' }),
  a({ name: 'hello', only_upgrade: true }),
  a({ name: 'logrotate', policy_rc_d: 101 }),
  a({ name: 'logrotate', state: 'absent' }),
  a({ name: 'logrotate', state: 'absent', purge: true }),
  a({ name: 'logrotate', state: 'absent', purge: true }),
  a({ update_cache: true, cache_valid_time: 864000000 }),
  a({ update_cache: true }),
  a({ update_cache: true }),
  a({ name: [] }),
  a({ clean: true }),
  a({ autoclean: true, autoremove: true }),
  a({ update_cache: true, autoremove: true }),
  a({ autoremove: true, purge: true }),
  p({ name: 'hello', state: 'present' }),
  p({ name: 'hello', state: 'present' }),
  p({ name: 'hello', state: 'absent' }),
];

describeLab('packages beside the real Ansible', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({
      hosts: [{ name: 'ours', base: 'no-python' }, { name: 'twin' }, { name: 'bb', base: 'busybox' }],
    });
  });
  afterAll(() => lab?.stop());

  test('the same tasks give the same results and packages', async () => {
    const theirs = await playWithAnsible(tasks, { host: 'twin', inventory: lab.inventory() });
    const context = labContext(lab.host('ours'), { diffMode: true });
    for (const [index, { module, args }] of tasks.entries()) {
      const own =
        module === 'apt' ? await play(apt, args, context) : await play(packageModule, args, context);
      expect({ args, ...essence(own) }).toEqual({ args, ...essence(theirs[index] ?? {}) });
    }
    const look =
      "dpkg-query -W -f '${db:Status-Abbrev} ${Package}\\n' hello tree logrotate cron 2>&1; ls -l /usr/sbin/policy-rc.d 2>&1";
    expect((await lab.host('ours').exec(look)).stdout).toBe((await lab.host('twin').exec(look)).stdout);
  });

  test('check mode simulates, with the diff, and changes nothing', async () => {
    const host = lab.host('ours');
    const context = labContext(host, { checkMode: true, diffMode: true });
    expect(await play(apt, { name: 'hello' }, context)).toMatchObject({
      changed: true,
      diff: {
        prepared: expect.stringMatching(
          /The following NEW packages will be installed:\n {2}hello\n0 upgraded/,
        ),
      },
    });
    expect(await play(apt, { name: 'cron', state: 'absent' }, context)).toMatchObject({ changed: true });
    expect(await play(apt, { name: 'cron' }, context)).toMatchObject({ changed: false });
    expect(
      (await host.exec("dpkg-query -W -f '${db:Status-Abbrev}' hello cron 2>/dev/null")).stdout.trim(),
    ).toBe('ii');
  });

  test('costs one round trip when all is there', async () => {
    const context = labContext(lab.host('ours'));
    expect(await play(apt, { name: ['cron', 'sudo'] }, context)).toMatchObject({ changed: false });
    expect(context.roundTrips()).toBe(1);
  });

  test('waits for the lock of dpkg', async () => {
    const host = lab.host('ours');
    const holder = host.exec(
      `perl -e 'use Fcntl; open F, ">>", "/var/lib/dpkg/lock-frontend"; my $l = pack("s s l! l! i", F_WRLCK, 0, 0, 0, 0); fcntl(F, F_SETLK, $l) or die; sleep 3'`,
    );
    await host.exec('sleep 1');
    const result = await play(apt, { name: 'hello' }, labContext(host));
    expect(result).toMatchObject({ changed: true });
    expect((await holder).code).toBe(0);
  });

  test('keeps a policy-rc.d that is there', async () => {
    const host = lab.host('ours');
    await host.exec("printf '#!/bin/sh\\nexit 0\\n' >/usr/sbin/policy-rc.d");
    await play(apt, { name: 'tree', policy_rc_d: 101 }, labContext(host));
    expect(
      (await host.exec('cat /usr/sbin/policy-rc.d; ls /usr/sbin/policy-rc.d*; rm /usr/sbin/policy-rc.d'))
        .stdout,
    ).toBe('#!/bin/sh\nexit 0\n/usr/sbin/policy-rc.d\n');
  });

  test('installs a package file that is on the target', async () => {
    const host = lab.host('ours');
    await host.exec(
      'cp /var/cache/apt/archives/hello_*.deb /tmp/h.deb || (cd /tmp && apt-get download hello && mv hello_*.deb h.deb); apt-get -y purge hello',
    );
    const context = labContext(host);
    expect(await play(apt, { deb: '/tmp/h.deb' }, context)).toMatchObject({ changed: true });
    expect(await play(apt, { deb: '/tmp/h.deb' }, context)).toMatchObject({ changed: false });
    expect(await play(apt, { deb: '/tmp/none.deb' }, context)).toMatchObject({ failed: true });
  });

  test.each([['hello-'], ['-o'], ['*'], ['a b'], ['$(id)']])('refuses the name %j', async (name) => {
    expect(await play(apt, { name }, labContext(lab.host('ours')))).toMatchObject({
      failed: true,
      msg: expect.stringContaining('is no package'),
    });
  });

  test('names what is missing where there is no apt', async () => {
    expect(
      await play(packageModule, { name: 'x', state: 'present' }, labContext(lab.host('bb'))),
    ).toMatchObject({
      failed: true,
      msg: expect.stringContaining('no package manager'),
    });
  });
});

/** Without what differs by the moment and by the way to get at apt. */
function essence(result: Result): Result {
  const { cache_update_time, stdout, stdout_lines, stderr, stderr_lines, rc, diff, ...rest } = result;
  if (rest['failed'] !== true) return { ...rest, hasTime: cache_update_time !== undefined };
  return { failed: true, msg: rest['msg'] };
}
