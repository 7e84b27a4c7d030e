import { afterAll, beforeAll, expect, test } from 'vitest';
import group from '../../../src/modules/group.ts';
import user from '../../../src/modules/user.ts';
import { describeLab } from '../../lab/describe-lab.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { play } from '../../module/local-context.ts';
import { labContext } from './lab-context.ts';

const hash = `$6$saltsalt$${'a'.repeat(86)}`;
const otherHash = `$6$saltsalt$${'b'.repeat(86)}`;

/** Everything that accounts are kept in. */
const evidence = `cat /etc/passwd /etc/group; cut -d: -f1,2,4- /etc/shadow
for home in /srv/* /home/*; do stat -c '%n %U %G %a' "$home" "$home"/.[a-z]*; done`;

describeLab('accounts', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ hosts: [{ name: 'ours' }, { name: 'bb', base: 'busybox' }] });
    await lab.host('ours').exec('groupadd -r sysg; useradd -m u2');
  });
  afterAll(() => lab?.stop());

  test('check mode predicts and changes nothing', async () => {
    const before = (await lab.host('ours').exec(evidence)).stdout;
    const context = labContext(lab.host('ours'), { checkMode: true });
    expect(await play(user, { name: 'u2', shell: '/bin/zsh' }, context)).toMatchObject({ changed: true });
    expect(await play(user, { name: 'u2', groups: 'no-such-group' }, context)).toMatchObject({
      failed: true,
    });
    expect(await play(user, { name: 'u2', state: 'absent' }, context)).toMatchObject({ changed: true });
    expect(await play(group, { name: 'fresh' }, context)).toMatchObject({ changed: true });
    expect(await play(group, { name: 'sysg', system: true }, context)).toMatchObject({ changed: false });
    expect((await lab.host('ours').exec(evidence)).stdout).toBe(before);
  });

  test('costs one round trip when nothing is to be done', async () => {
    const context = labContext(lab.host('ours'));
    await play(user, { name: 'root', shell: '/bin/bash', home: '/root', groups: [] }, context);
    await play(group, { name: 'adm', gid: 4 }, context);
    expect(context.roundTrips()).toBe(2);
  });

  test('keeps the hash out of every argument list', async () => {
    const watched = `rm -rf /tmp/seen; mkdir /tmp/seen
for program in useradd usermod chpasswd; do
  real=$(command -v $program)
  printf '#!/bin/sh\\nprintf "%%s\\\\n" "$0 $*" >>/tmp/seen/argv\\nexec %s "$@"\\n' "$real" >/usr/local/sbin/$program
  chmod 755 /usr/local/sbin/$program
done`;
    const host = lab.host('ours');
    await host.exec(watched);
    await play(user, { name: 'secretive', password: hash }, labContext(host));
    await play(user, { name: 'secretive', password: otherHash }, labContext(host));
    const seen = (
      await host.exec(
        'cat /tmp/seen/argv; rm /usr/local/sbin/useradd /usr/local/sbin/usermod /usr/local/sbin/chpasswd',
      )
    ).stdout;
    expect(seen).toContain('useradd');
    expect(seen).toContain('chpasswd -e');
    expect(seen).not.toContain('$6$');
    expect((await host.exec("grep '^secretive:' /etc/shadow")).stdout).toContain(otherHash);
  });

  test('says that nothing there can change accounts', async () => {
    const context = labContext(lab.host('bb'));
    expect(await play(group, { name: 'root' }, context)).toMatchObject({ changed: false, gid: 0 });
    const msg = expect.stringContaining('neither useradd nor adduser');
    expect(await play(group, { name: 'crew' }, context)).toMatchObject({ failed: true, msg });
    expect(await play(user, { name: 'ann' }, context)).toMatchObject({ failed: true, msg });
  });
});
