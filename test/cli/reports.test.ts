import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseXml, type XmlElement } from '../../src/template/xml/parse.ts';
import { runMain } from './run-main.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tsplay-reports-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const PLAYBOOK = `
- name: Rooms & <corridors>
  hosts: all
  gather_facts: false
  tasks:
    - name: Is fine
      command: 'true'
      changed_when: false
    - name: Is written
      copy: { content: "{{ item }}\\n", dest: "{{ playbook_dir }}/{{ item }}" }
      loop: [kitchen]
    - name: Hides its output
      command: echo hush-hush
      no_log: true
      failed_when: true
      ignore_errors: true
    - name: Goes wrong
      shell: printf '\\033[31m<script>broken</script>\\033[0m' >&2; exit 3
      when: fails | default(false)
`;

function at(name: string): string {
  return path.join(folder, name);
}

async function run(verb: 'run' | 'drift', ...options: readonly string[]): Promise<number> {
  writeFileSync(at('site.yml'), PLAYBOOK);
  const inventory = ['-i', 'house,', '-c', 'local'];
  const { code } = await runMain([verb, at('site.yml'), ...inventory, ...options]);
  return code;
}

/** `[case, verdict, text]` of every case in a JUnit file. */
function casesOf(file: string): readonly (readonly string[])[] {
  const suites = parseXml(readFileSync(file, 'utf8')).children;
  return suites.flatMap((suite) =>
    suite.children.map((each) => {
      const verdict: XmlElement | undefined = each.children[0];
      return [each.attributes.get('name') ?? '', verdict?.name ?? 'passed', verdict?.text ?? ''];
    }),
  );
}

describe('--report', () => {
  test('writes JUnit: a case for each task and host', async () => {
    const file = at('run.xml');
    expect(await run('run', '--report', file, '-e', 'fails=true')).toBe(2);
    expect(casesOf(file)).toEqual([
      ['Is fine [house]', 'passed', ''],
      ['Is written [house]', 'passed', ''],
      ['Hides its output [house]', 'passed', ''],
      [
        'Goes wrong [house]',
        'failure',
        'non-zero return code\nexit status 3\nstderr:\n<script>broken</script>',
      ],
    ]);
    const [suite] = parseXml(readFileSync(file, 'utf8')).children;
    expect(suite?.attributes.get('name')).toBe('Rooms & <corridors>');
    expect(suite?.attributes.get('failures')).toBe('1');
  });

  test('of a drift counts what would change as a failure, with its diff', async () => {
    const file = at('drift.xml');
    expect(await run('drift', '--report', file)).toBe(2);
    const written = casesOf(file).find(([name]) => name === 'Is written [house]');
    expect(written?.[1]).toBe('failure');
    expect(written?.[2]).toContain('item kitchen: changed\n');
    expect(written?.[2]).toContain('+kitchen');
    expect(casesOf(file).at(-1)).toEqual(['Goes wrong [house]', 'skipped', '']);
  });

  test('writes a page on which text of a host is text', async () => {
    const file = at('run.html');
    expect(await run('run', '--diff', '--report', file, '-e', 'fails=true')).toBe(2);
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('Rooms &amp; &lt;corridors&gt;');
    expect(page).toContain('&lt;script&gt;broken&lt;/script&gt;');
    expect(page).toContain('house, kitchen: changed');
    expect(page).not.toMatch(/<script|\u001b/);
  });

  test('never tells what no_log hides, and is nobody else’s to read', async () => {
    const files = [at('run.html'), at('run.xml')];
    await run('run', ...files.flatMap((file) => ['--report', file]));
    for (const file of files) {
      expect(readFileSync(file, 'utf8')).not.toContain('hush-hush');
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
  });

  test.each([
    ['a format that there is not', 'run.pdf'],
    ['a folder that is not there', 'nowhere/run.xml'],
    ['a folder in the place of the file', 'folder.xml'],
  ])('refuses %s before anything is played', async (_what, name) => {
    mkdirSync(at('folder.xml'));
    expect(await run('run', '--report', at(name))).toBe(4);
    expect(readdirSync(folder).sort()).toEqual(['folder.xml', 'site.yml']);
  });
});
