import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe-lab.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { projectFolder, tsplay } from './support/programs.ts';
import { projectWith } from './support/project.ts';

/** The example of the documentation is played as it stands there. */
const example = /```js\n([\s\S]*?)```/.exec(
  readFileSync(join(projectFolder, 'docs/own-modules.md'), 'utf8'),
)?.[1];

const program = `#!/bin/sh
# WANT_JSON
given=$(cat "$1")
case $given in *'"secret": "pass word"'*) read_it=true ;; *) read_it=false ;; esac
shown=false
for each in /proc/[0-9]*/cmdline; do
  tr '\\0' ' ' <"$each" 2>/dev/null | grep -q 'pass''[ ]word' && shown=true
done
echo "{\\"me\\": \\"$(id -un)\\", \\"program\\": \\"$0\\", \\"modes\\": \\"$(stat -c %a "$0" "$1" "$(dirname "$0")" | tr '\\n' ' ')\\",
  \\"read_it\\": $read_it, \\"shown\\": $shown, \\"check\\": $(echo "$given" | sed 's/.*_ansible_check_mode": \\([a-z]*\\).*/\\1/')}"
`;

interface Finished {
  readonly type: string;
  readonly task: { readonly name: string };
  readonly result: Readonly<Record<string, unknown>> & {
    readonly results?: readonly Readonly<Record<string, unknown>>[];
  };
}

describeLab('modules of a project', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ hosts: [{ name: 'h1' }, { name: 'b1', base: 'busybox' }] });
  });
  afterAll(() => lab?.stop());

  async function play(
    tasks: readonly unknown[],
    files: Readonly<Record<string, string>>,
    options: readonly string[] = [],
  ) {
    const folder = await projectWith({
      ...files,
      'lab.yml': lab.inventory(),
      'site.yml': JSON.stringify([{ hosts: 'all', gather_facts: false, tasks }]),
    });
    const words = ['run', '-i', 'lab.yml', '--output', 'json', ...options, 'site.yml'];
    const { code, stdout, stderr } = await tsplay(words, {}, folder);
    const finished = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Finished)
      .filter(({ type }) => type === 'task-finished');
    return { code, stderr, of: (name: string) => finished.filter(({ task }) => task.name === name) };
  }

  test('a program goes to a host once for each user, shows no secret, and leaves nothing', async () => {
    const args = { secret: 'pass word' };
    const ran = await play(
      [
        { name: 'items', program: args, loop: [1, 2], no_log: false },
        { name: 'again', program: args, check_mode: true },
        { name: 'other', program: args, become: true, become_user: 'nobody' },
      ],
      { 'library/program': program },
    );
    expect(ran.code, ran.stderr).toBe(0);
    for (const [host, items] of ran.of('items').entries()) {
      const [first, second] = items.result.results ?? [];
      const [again, other] = [ran.of('again')[host]?.result, ran.of('other')[host]?.result];
      expect(first).toMatchObject({
        me: 'root',
        modes: '700 600 700 ',
        read_it: true,
        shown: false,
        check: false,
      });
      expect([second?.['program'], again?.['program']]).toEqual([first?.['program'], first?.['program']]);
      expect(again).toMatchObject({ check: true });
      expect(other).toMatchObject({ me: 'nobody', modes: '700 600 700 ', read_it: true });
      expect(other?.['program']).not.toBe(first?.['program']);
    }
    for (const host of lab.hosts) {
      expect((await host.exec('ls -d /tmp/tsplay-* 2>/dev/null || true')).stdout).toBe('');
    }
  });

  test('the documented module in JavaScript imports tsplay, predicts, changes, and finds nothing more to do', async () => {
    const files = { 'library/greeting.mjs': example ?? '' };
    const tasks = [{ name: 'greet', greeting: { path: "/tmp/it's", text: 'good day' } }];
    const changed = (ran: Awaited<ReturnType<typeof play>>) =>
      ran.of('greet').map(({ result }) => result['changed']);
    expect(changed(await play(tasks, files, ['--check']))).toEqual([true, true]);
    expect(changed(await play(tasks, files))).toEqual([true, true]);
    expect(changed(await play(tasks, files))).toEqual([false, false]);
  });

  test('wrong arguments and files are refused before anything connects', async () => {
    const ran = await play(
      [
        { name: 'wrong', greeting: { path: 1, txet: 'x' } },
        { name: 'broken', broken: {} },
      ],
      { 'library/greeting.mjs': example ?? '', 'library/broken.mjs': 'export default {\n  args: {}},\n};\n' },
    );
    expect(ran.code).not.toBe(0);
    expect(ran.of('wrong')).toEqual([]);
    expect(ran.stderr).toMatch(/txet[\s\S]*text/);
    expect(ran.stderr).toMatch(/library\/broken\.mjs cannot be loaded: SyntaxError: [\s\S]*\(line 2\)/);
  });

  test("a module of Ansible's Python library is refused by name, with the reason", async () => {
    const ran = await play([{ name: 'python', python: {} }], {
      'library/python.py': '#!/usr/bin/python3\nfrom ansible.module_utils.basic import AnsibleModule\n',
    });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(
      /the module 'python' in .*python\.py cannot be run: it imports Ansible's Python library/,
    );
    expect(ran.of('python').map(({ result }) => result['failed'])).toEqual([true, true]);
  });
});
