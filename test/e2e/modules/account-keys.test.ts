import { afterAll, beforeAll, expect, test } from 'vitest';
import user from '../../../src/modules/user.ts';
import { describeLab } from '../../lab/describe-lab.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { play } from '../../module/local-context.ts';
import { labContext } from './lab-context.ts';
import { playWithAnsible, type Result, type TwinTask } from './twin.ts';

const u = (args: TwinTask['args']): TwinTask => ({ module: 'user', args: { name: 'keyed', ...args } });
const ed25519 = { generate_ssh_key: true, ssh_key_type: 'ed25519', ssh_key_file: '.ssh/id "x"' };

const tasks: readonly TwinTask[] = [
  u({ name: 'homeless', create_home: false, generate_ssh_key: true }),
  u({ generate_ssh_key: true, ssh_key_bits: 1024, ssh_key_comment: "it's mine" }),
  u({ generate_ssh_key: true }),
  u({ generate_ssh_key: true, ssh_key_type: 'nonsense', ssh_key_file: 'other/id' }),
  u(ed25519),
  u({ ...ed25519, comment: 'changed', ssh_key_passphrase: 'is not looked at' }),
];

const evidence = `stat -c '%n %U %G %a' /home/keyed /home/keyed/.ssh /home/keyed/.ssh/*`;

describeLab('key pairs of accounts', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ hosts: [{ name: 'ours' }, { name: 'twin' }] });
  });
  afterAll(() => lab?.stop());

  test('are made and kept as the real Ansible does', async () => {
    const context = labContext(lab.host('ours'));
    const ours: Result[] = [];
    for (const { args } of tasks) ours.push(await play(user, args, context));
    const theirs = await playWithAnsible(tasks, { host: 'twin', inventory: lab.inventory() });
    expect(ours.map(comparable)).toEqual(theirs.map(comparable));
    expect((await lab.host('ours').exec(evidence)).stdout).toBe(
      (await lab.host('twin').exec(evidence)).stdout,
    );
  });

  test('are predicted in check mode, which makes none', async () => {
    const context = labContext(lab.host('ours'), { checkMode: true });
    const args = { name: 'keyed', generate_ssh_key: true, ssh_key_type: 'ed25519' };
    const missing = await play(user, { ...args, ssh_key_file: '.ssh/other' }, context);
    expect(missing).toMatchObject({ changed: true, ssh_key_file: '/home/keyed/.ssh/other' });
    expect(await play(user, args, context)).toMatchObject({ changed: false });
    expect((await lab.host('ours').exec('ls /home/keyed/.ssh')).stdout).not.toContain('other');
  });

  // Not beside Ansible, which reports no change then and loses the public key.
  test('a pair that is replaced has the passphrase that was asked for', async () => {
    const args = { name: 'keyed', ...ed25519, force: true, ssh_key_passphrase: 'secret phrase' };
    expect(await play(user, args, labContext(lab.host('ours')))).toMatchObject({ changed: true });
    const check = (passphrase: string) =>
      lab.host('ours').exec(`ssh-keygen -y -P '${passphrase}' -f '/home/keyed/.ssh/id "x"' || echo refused`);
    expect((await check('secret phrase')).stdout).toMatch(/^ssh-ed25519 /);
    expect((await check('another')).stdout).toBe('refused\n');
  });

  test('a pair that cannot be replaced stays', async () => {
    const context = labContext(lab.host('ours'));
    const before = (await lab.host('ours').exec('cat /home/keyed/.ssh/id_rsa*')).stdout;
    const bad = { name: 'keyed', generate_ssh_key: true, force: true, ssh_key_bits: 100 };
    expect(await play(user, bad, context)).toMatchObject({ failed: true });
    expect((await lab.host('ours').exec('cat /home/keyed/.ssh/id_rsa*')).stdout).toBe(before);
    expect((await lab.host('ours').exec('ls -A /home/keyed/.ssh')).stdout).not.toContain('.tsplay');
  });
});

/** Without what is random or of the host; of a failure, that it failed. */
function comparable(result: Result): Result {
  const { warnings, msg, ...rest } = result;
  if (rest['failed'] === true) return { failed: true };
  const mask = (text: unknown): unknown =>
    typeof text === 'string'
      ? text.replace(/SHA256:\S+|AAAA\S+/g, '*').replace(/on (ours|twin)\b/, 'on HOST')
      : text;
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, mask(value)]));
}
