import { expect, test } from 'vitest';
import { describeLab } from '../../lab/describe-lab.ts';
import { finishedEvents } from '../support/finished-events.ts';
import { labProject } from '../support/lab-project.ts';
import { tsplay } from '../support/programs.ts';

describeLab('becoming another user', () => {
  const project = labProject([{ name: 'h1' }]);

  const secret = 'operator-pw';

  async function playAs(
    name: string,
    variables: Readonly<Record<string, unknown>>,
    tasks: readonly unknown[],
  ) {
    const playbook = await project().write(`${name}.yml`, [
      { hosts: 'h1', gather_facts: false, vars: variables, tasks },
    ]);
    const ran = await tsplay(['run', '--output', 'json', '-i', project().file('lab.yml'), playbook]);
    const results = new Map(finishedEvents(ran).map((event) => [event.task.name, event.result]));
    return {
      ran,
      results,
      said: (task: string): unknown => results.get(task)?.stdout ?? results.get(task)?.msg,
    };
  }

  test.each([
    ['sudo without a password', { ansible_user: 'admin' }],
    ['sudo with a password', { ansible_user: 'operator', ansible_become_password: secret }],
    ['root without sudo', { ansible_user: 'root', ansible_become_method: 'su' }],
    [
      'su with a password',
      { ansible_user: 'admin', ansible_become_method: 'su', ansible_become_password: 'root-pw' },
    ],
  ])('%s gives root', async (_name, variables) => {
    const { said, ran } = await playAs('root', { ...variables, ansible_become: true }, [
      { name: 'id', command: 'id -un' },
    ]);
    expect(said('id'), ran.stdout + ran.stderr).toBe('root');
  });

  test.each([
    ['admin', undefined],
    ['operator', secret],
  ])('from %s to an unprivileged user: what it places is owned by it', async (user, password) => {
    await project().write('sent.j2', 'for {{ ansible_user }}\n');
    await project().write('sent.txt', 'content\n');
    const folder = `/var/tmp/as-appuser-${user}`;
    const variables = {
      ansible_user: user,
      ...(password === undefined ? {} : { ansible_become_password: password }),
    };
    const { ran, said } = await playAs('unprivileged', variables, [
      {
        name: 'block',
        become: true,
        become_user: 'appuser',
        block: [
          { name: 'folder', file: { path: folder, state: 'directory', mode: '0700' } },
          { name: 'copied', copy: { src: 'sent.txt', dest: `${folder}/copied`, mode: '0600' } },
          { name: 'content', copy: { content: 'x', dest: `${folder}/content` } },
          { name: 'templated', template: { src: 'sent.j2', dest: `${folder}/templated`, mode: '0640' } },
          { name: 'id', shell: 'id -un; cat copied; cat templated', args: { chdir: folder } },
          { name: 'as login user', command: 'id -un', become: false },
          { name: 'as root again', command: 'id -un', become_user: 'root' },
        ],
      },
    ]);
    expect(ran.code, ran.stdout).toBe(0);
    expect(said('id')).toBe(`appuser\ncontent\nfor ${user}`);
    expect(said('as login user')).toBe(user);
    expect(said('as root again')).toBe('root');
    const { stdout } = await project().lab.host('h1').exec(`cd ${folder}; stat -c '%n %U:%G %a' . *`);
    expect(stdout.trim().split('\n')).toEqual([
      '. appuser:appuser 700',
      'content appuser:appuser 644',
      'copied appuser:appuser 600',
      'templated appuser:appuser 640',
    ]);
  });

  test('no password is in a process list, an environment or any output', async () => {
    const passwords = {
      ansible_user: 'operator',
      ansible_password: secret,
      ansible_ssh_private_key_file: null,
    };
    const look =
      'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr "\\0" "\\n" | grep -c "operator[-]pw"';
    const playbook = await project().write('secret.yml', [
      {
        hosts: 'h1',
        gather_facts: true,
        vars: { ...passwords, ansible_become: true, ansible_become_password: secret },
        tasks: [
          { name: 'look', shell: `${look} || true` },
          { name: 'all', shell: 'ps -eo args; cat /proc/[0-9]*/cmdline | tr "\\0" " "' },
          { name: 'wrong', command: 'false', ignore_errors: true },
        ],
      },
    ]);
    for (const output of ['human', 'json']) {
      const ran = await tsplay([
        'run',
        '-vvv',
        '--diff',
        '--output',
        output,
        '-i',
        project().file('lab.yml'),
        playbook,
      ]);
      expect(ran.code, ran.stdout + ran.stderr).toBe(0);
      expect(ran.stdout + ran.stderr).not.toContain(secret);
      if (output === 'json') {
        expect(finishedEvents(ran).find((event) => event.task.name === 'look')?.result.stdout).toBe('0');
      }
    }
  });
});
