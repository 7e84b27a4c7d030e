import { afterAll, beforeAll, expect, test } from 'vitest';
import group from '../../../src/modules/group.ts';
import user from '../../../src/modules/user.ts';
import { describeLab } from '../../lab/describe-lab.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { play } from '../../module/local-context.ts';
import { labContext } from './lab-context.ts';
import { playWithAnsible, type Result, type TwinTask } from './twin.ts';

const hash = `$6$saltsalt$${'a'.repeat(86)}`;
const otherHash = `$6$saltsalt$${'b'.repeat(86)}`;

const g = (args: TwinTask['args']): TwinTask => ({ module: 'group', args });
const u = (args: TwinTask['args']): TwinTask => ({ module: 'user', args });

const tasks: readonly TwinTask[] = [
  g({ name: 'g1' }),
  g({ name: 'g1' }),
  g({ name: 'g1', gid: 4000 }),
  g({ name: 'g2', gid: 4000 }),
  g({ name: 'g2', gid: 4000, non_unique: true }),
  g({ name: 'sysg', system: true }),
  g({ name: 'g1', state: 'absent' }),
  g({ name: 'g1', state: 'absent' }),
  g({ name: 'bad name' }),
  u({ name: 'u1' }),
  u({ name: 'u1' }),
  u({
    name: 'u2',
    uid: 5000,
    group: 'g2',
    groups: ['adm', 'sudo'],
    shell: '/bin/sh',
    comment: "C'm, n",
    home: '/srv/u2',
    password: hash,
  }),
  u({ name: 'u2', groups: 'adm,sudo', comment: "C'm, n", home: '/srv/u2', password: hash }),
  u({ name: 'u2', groups: ['adm'] }),
  u({ name: 'u2', groups: ['video'], append: true }),
  u({ name: 'u2', groups: ['video'], append: true }),
  u({ name: 'u2', groups: '' }),
  u({ name: 'u2', groups: '' }),
  u({ name: 'u2', password: otherHash, update_password: 'on_create' }),
  u({ name: 'u2', password: otherHash }),
  u({ name: 'u2', password_lock: true }),
  u({ name: 'u2', password_lock: true }),
  u({ name: 'u2', password_lock: false }),
  u({ name: 'u2', password: '*' }),
  u({ name: 'u2', password: '*', password_lock: true }),
  u({ name: 'u2', password: '*', password_lock: true }),
  u({ name: 'u2', shell: '/bin/bash', comment: 'new', home: '/srv/u2b', move_home: true }),
  u({ name: 'u2', expires: 1422403387 }),
  u({ name: 'u2', expires: 1422403387 }),
  u({ name: 'u2', expires: -1 }),
  u({ name: 'u2', expires: -1 }),
  u({ name: 'u2', group: 'no-such-group' }),
  u({ name: 'u2', groups: ['no-such-group'] }),
  u({ name: 'sysu', system: true, create_home: false, shell: '/usr/sbin/nologin', home: '/nonexistent' }),
  u({ name: 'u3', uid: 5000 }),
  u({ name: 'u2', uid: 5001 }),
  u({ name: 'u2', password_expire_max: 90, password_expire_min: 2 }),
  u({ name: 'u2', password_expire_max: 90, password_expire_min: 2 }),
  u({ name: 'u2', group: 'adm' }),
  u({ name: 'u1', home: '/srv/u1new' }),
  u({ name: 'u1', home: '/srv/u1new' }),
  u({ name: 'u1', state: 'absent', remove: true }),
  u({ name: 'u1', state: 'absent', remove: true }),
  u({ name: 'u x' }),
  u({ name: 'locked', password: hash, password_lock: true }),
  u({ name: 'brief', expires: 1422403387, umask: '0077', skeleton: '/etc/skel' }),
  u({ name: 'brief', state: 'absent', force: true }),
];

/** Everything that the tasks leave behind. */
const evidence = `cat /etc/passwd /etc/group; cut -d: -f1,2,4- /etc/shadow
for home in /srv/* /home/*; do stat -c '%n %U %G %a' "$home" "$home"/.[a-z]*; done`;

describeLab('accounts beside the real Ansible', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ hosts: [{ name: 'ours' }, { name: 'twin' }, { name: 'bb', base: 'busybox' }] });
  });
  afterAll(() => lab?.stop());

  const playOurs = async (context = labContext(lab.host('ours'))): Promise<readonly Result[]> => {
    const results: Result[] = [];
    for (const { module, args } of tasks) {
      results.push(module === 'group' ? await play(group, args, context) : await play(user, args, context));
    }
    return results;
  };

  test('the same tasks give the same results and the same accounts', async () => {
    const predicted = await playOurs(labContext(lab.host('ours'), { checkMode: true }));
    const ours = await playOurs();
    const theirs = await playWithAnsible(tasks, { host: 'twin', inventory: lab.inventory() });
    for (const [index, task] of tasks.entries()) {
      const { warnings, ...own } = ours[index] ?? {};
      expect({ task, ...own }).toEqual({ task, ...normalize(theirs[index] ?? {}, own) });
    }
    expect((await lab.host('ours').exec(evidence)).stdout).toBe(
      (await lab.host('twin').exec(evidence)).stdout,
    );
    // From a fresh machine the first task of each name predicts what it then does.
    expect(predicted[0]).toMatchObject({ changed: true });
    expect(predicted[9]).toMatchObject({ changed: true });
  });

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

/** Where Ansible says less of itself: `changed: false` in failures is the engine's to add. */
function normalize(theirs: Result, ours: Result): Result {
  const { changed, ...rest } = theirs;
  return rest['failed'] === true && !('changed' in ours) ? rest : theirs;
}
