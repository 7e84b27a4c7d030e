import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runMain } from './run-main.ts';
import { type ScratchProject, scratchProject, sealedEntry, sealedText } from './vault-project.ts';

const PASSWORD = 'the-vault-password';
const SECRET = 'hunter2-s3cret';

const playbook = `
- hosts: all
  gather_facts: false
  vars_files: [inline.yml]
  tasks:
    - name: write
      copy: {content: "{{ whole }} {{ inline }}\\n", dest: "{{ playbook_dir }}/out.txt", mode: '0600'}
      no_log: true
    - name: print
      debug: {msg: "{{ whole }}"}
      no_log: true
    - name: loop
      debug: {msg: "{{ item }}"}
      loop: ["{{ whole }}", "{{ inline }}"]
      no_log: true
    - name: fail
      command: /bin/false {{ inline }}
      no_log: true
      ignore_errors: true
    - name: include an encrypted file
      include_vars: group_vars/all/vault.yml
    - name: include encrypted values
      include_vars: inline.yml
    - name: read a file
      set_fact: {from_file: "{{ lookup('file', 'secret.txt') }}"}
      no_log: true
`;

let project: ScratchProject;
beforeEach(() => {
  project = scratchProject({
    'site.yml': playbook,
    'inline.yml': sealedEntry('inline', SECRET, PASSWORD),
    'group_vars/all/vault.yml': sealedText(`whole: ${SECRET}\n`, PASSWORD),
    'secret.txt': sealedText(SECRET, PASSWORD),
    password: `${PASSWORD}\n`,
  });
});
afterEach(() => project.remove());

const run = (...args: readonly string[]) =>
  runMain(['run', '-i', 'a,', '-c', 'local', project.path('site.yml'), ...args]);

describe('a decrypted value in a task with no_log', () => {
  it.each([
    ['the human output', ['-vvvv', '--diff']],
    ['JSON', ['--output', 'json', '-vvvv', '--diff']],
    ['check mode', ['--check', '--diff', '-vvvv']],
  ])('never shows in %s, and neither does the password', async (_what, args) => {
    const { code, stdout, stderr } = await run('--vault-password-file', project.path('password'), ...args);
    expect(code).toBe(0);
    expect(stdout).toContain('include encrypted values');
    for (const hidden of [SECRET, PASSWORD]) expect(stdout + stderr).not.toContain(hidden);
  });

  it('is written where it was meant to be', async () => {
    await run('--vault-password-file', project.path('password'));
    expect(project.read('out.txt')).toBe(`${SECRET} ${SECRET}\n`);
  });
});

describe('what is wrong in an encrypted file', () => {
  it.each([
    ['syntax', `a: "${SECRET}\n`, 'vault.yml:1:4'],
    ['a list', `- ${SECRET}\n`, 'vault.yml:1:1'],
    ['a text', `\n${SECRET}\n`, 'vault.yml:2:1'],
    ['a tag', `a: 1\nb: !${SECRET} 5\n`, 'vault.yml:2:4'],
    ['an alias', `a: *${SECRET}\n`, 'vault.yml:1:4'],
  ])('is told with its place, and without its text: %s', async (_what, content, place) => {
    project.write('group_vars/all/vault.yml', sealedText(content, PASSWORD));
    const { code, stdout, stderr } = await run('--vault-password-file', project.path('password'));
    expect(code).not.toBe(0);
    expect(stderr).toContain(place);
    expect(stdout + stderr).not.toContain(SECRET);
  });

  it('is a number that YAML reads in an unexpected way', async () => {
    const extra = project.write('extra.yml', sealedText('pin: 0123456\n', PASSWORD));
    const { stderr } = await run('--vault-password-file', project.path('password'), '-e', `@${extra}`);
    expect(stderr).toContain('ambiguous-scalar');
    expect(stderr).toContain('extra.yml:1:6');
    expect(stderr).not.toMatch(/0123456|42798/);
  });

  it('is a mistake in a template file', async () => {
    project.write('t.j2', sealedText(`${SECRET} {{ nothing }}\n`, PASSWORD));
    const tasks = `
    - template: {src: t.j2, dest: '${project.path('out.txt')}'}
      ignore_errors: true
    - debug: {msg: "{{ lookup('template', 't.j2') }}"}
`;
    project.write('site.yml', `- hosts: all\n  gather_facts: false\n  tasks:${tasks}`);
    const { code, stdout, stderr } = await run('--vault-password-file', project.path('password'));
    expect(code).toBe(2);
    expect(stdout + stderr).toMatch(/t\.j2:1:\d+/);
    expect(stdout + stderr).not.toContain(SECRET);
  });

  it('is a template that cannot be rendered', async () => {
    project.write('group_vars/all/vault.yml', sealedText(`whole: "${SECRET} {{ nothing }}"\n`, PASSWORD));
    project.write(
      'site.yml',
      '- hosts: all\n  gather_facts: false\n  tasks:\n    - debug: {msg: "{{ whole }}"}\n',
    );
    const { code, stdout, stderr } = await run('--vault-password-file', project.path('password'));
    expect(code).toBe(2);
    expect(stdout + stderr).toContain("'nothing' is undefined");
    expect(stdout + stderr).toMatch(/vault\.yml:1:\d+/);
    expect(stdout + stderr).not.toContain(SECRET);
  });
});

describe('values that are encrypted', () => {
  it('are shown encrypted where they are only read, without any password', async () => {
    project.write(
      'site.yml',
      '- hosts: all\n  gather_facts: false\n  tasks:\n    - include_vars: inline.yml\n',
    );
    project.write('group_vars/all/vault.yml', 'whole: open\n');
    const { code, stdout } = await run('-v');
    expect([code, stdout]).toEqual([0, expect.stringContaining('"__ansible_vault": "$ANSIBLE_VAULT;1.1')]);
  });
});
