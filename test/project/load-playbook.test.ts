import { describe, expect, it } from 'vitest';
import { renderDiagnostic } from '../../src/source/code-frame.ts';
import { loadSite } from './fixture.ts';
import { outline } from './outline.ts';

function outlined(texts: Readonly<Record<string, string>>): string {
  const { playbook, diagnostics } = loadSite(texts);
  expect(diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, { color: false }))).toEqual([]);
  return playbook?.plays.map(outline).join('\n') ?? '';
}

/** The tasks of one play, indented as a list item's. */
function tasks(text: string): string {
  return outlined({ 'site.yml': `- hosts: all\n  tasks:\n${text.replace(/^/gm, '    ')}\n` })
    .split('\n')
    .slice(1)
    .map((line) => line.slice(2))
    .join('\n');
}

describe('actions', () => {
  it.each<[string, string]>([
    ['- copy: {src: a, dest: /b, mode: 0644}', 'copy {"src": "a", "dest": "/b", "mode": 420}'],
    [
      '- copy: src=a dest="b c" content="{{ x }} y"',
      'copy {"src": "a", "dest": "b c", "content": <{{ x }} y>}',
    ],
    ['- ansible.builtin.copy:\n    src: a', 'ansible.builtin.copy {"src": "a"}'],
    ['- ping:', 'ping {}'],
    ['- command: ls -l a=b creates=/x  "y  z"', 'command {"creates": "/x"} "ls -l a=b  \\"y  z\\""'],
    ['- shell: |\n    cat <<E\n    a   b\n    E', 'shell {} "cat <<E\\na   b\\nE\\n"'],
    ['- shell: "echo {{ x | d(\'a b\') }} chdir=/tmp"', `shell {"chdir": "/tmp"} <echo {{ x | d('a b') }}>`],
    ['- command: ls\n  args:\n    chdir: /tmp', 'command {"chdir": "/tmp"} "ls"'],
    ['- debug: {msg: x}\n  args: {msg: y, verbosity: 1}', 'debug {"msg": "x", "verbosity": 1}'],
    ['- debug: "{{ all }}"', 'debug {} args=<{{ all }}>'],
    ['- debug: {}\n  args: "{{ all }}"', 'debug {} args=<{{ all }}>'],
    ['- debug: "msg=\\"line\\\\nnext\\""', 'debug {"msg": "line\\nnext"}'],
    ['- debug: msg=a=b', 'debug {"msg": "a=b"}'],
    ['- debug: var=x.y', 'debug {"var": <x.y>}'],
    ['- assert: {that: [x is defined, y]}', 'assert {"that": [<x is defined>, <y>]}'],
    ['- set_fact: a=1 b={{ x }}', 'set_fact {"a": "1", "b": <{{ x }}>}'],
    ['- meta: flush_handlers', 'meta {} "flush_handlers"'],
    ['- include_tasks: x.yml\n  vars: {a: 1}', 'include_tasks {} "x.yml" vars={"a": 1}'],
    ['- include_role: {name: x, tasks_from: y}', 'include_role {"name": "x", "tasks_from": "y"}'],
    ['- include_role: name=x', 'include_role {"name": "x"}'],
    ['- action: copy src=a dest=b', 'copy {"src": "a", "dest": "b"}'],
    ['- action: {module: copy, src: a}', 'copy {"src": "a"}'],
    ['- action: command ls creates=/x', 'command {"creates": "/x"} "ls"'],
    ['- local_action: command ls', 'command {} "ls" delegate_to="localhost"'],
    ['- local_action: {module: file, path: a}', 'file {"path": "a"} delegate_to="localhost"'],
    ['- debug: {msg: !unsafe "{{ x }}"}', 'debug {"msg": "{{ x }}"}'],
  ])('%j', (text, expected) => {
    expect(tasks(text)).toBe(expected);
  });
});

describe('keywords', () => {
  it.each<[string, string]>([
    ['- ping:\n  when: x == 1', 'ping {} when=[<x == 1>]'],
    ['- ping:\n  when: [x, true, "{{ y }}"]', 'ping {} when=[<x>, true, <{{ y }}>]'],
    ['- ping:\n  tags: a, b', 'ping {} tags=["a", "b"]'],
    ['- ping:\n  become: "yes"\n  ignore_errors: "{{ x }}"', 'ping {} become=true ignore_errors=<{{ x }}>'],
    [
      '- ping:\n  retries: "3"\n  delay: 0.5\n  until: r is succeeded',
      'ping {} retries=3 delay=0.5f until=[<r is succeeded>]',
    ],
    ['- ping:\n  notify: restart', 'ping {} notify=["restart"]'],
    ['- ping:\n  environment: {A: b}', 'ping {} environment=[{"A": "b"}]'],
    ['- ping:\n  environment: "{{ env }}"', 'ping {} environment=[<{{ env }}>]'],
    ['- ping:\n  vars: [{a: 1}, {b: 2}]', 'ping {} vars={"a": 1, "b": 2}'],
    [
      '- ping:\n  loop: "{{ x }}"\n  loop_control: {loop_var: i}',
      'ping {} loop=<{{ x }}> loop_control={"loop_var": "i"}',
    ],
    ['- ping:\n  with_items: [1, 2]', 'ping {} with_items=[1, 2]'],
    ['- ping:\n  async: 0\n  poll: 0\n  throttle: 0', 'ping {} async=0 poll=0 throttle=0'],
    ['- name: 12\n  ping:', 'ping {} name="12"'],
    [
      '- block:\n  - ping:\n  rescue:\n  - debug:\n  always:\n  - file:\n  when: x',
      'block when=[<x>]\n  ping {}\nrescue\n  debug {}\nalways\n  file {}',
    ],
    ['-\n- ping:', 'ping {}'],
  ])('%j', (text, expected) => {
    expect(tasks(text)).toBe(expected);
  });
});

describe('a playbook', () => {
  it('is read with all sections of its plays in order', () => {
    const text = `
- name: First
  hosts: [web, db]
  user: bob
  serial: [1, "30%"]
  strategy: linear
  pre_tasks: [{ping: }]
  tasks: [{debug: , notify: h}]
  post_tasks: [{file: }]
  handlers:
    - {name: h, ping: , listen: all}
    - block: [{debug: }]
- hosts: all
`;
    expect(
      outlined({ 'site.yml': text }),
    ).toBe(`play name="First" hosts=["web", "db"] remote_user="bob" serial=[1, "30%"] strategy="linear"
  pre: ping {}
  debug {} notify=["h"]
  post: file {}
  handler: ping {} name="h" listen=["all"] (listens)
  handler: debug {}
play hosts=["all"]`);
  });

  it('imports playbooks: variables win over those of the plays, tags and conditions are added', () => {
    const site = '- import_playbook: sub/other.yml\n  vars: {a: import, b: import}\n  tags: t\n  when: c\n';
    const other =
      '- hosts: all\n  vars: {a: play, z: play}\n  tags: u\n  tasks:\n    - import_tasks: x.yml\n';
    expect(outlined({ 'site.yml': site, 'sub/other.yml': other, 'sub/x.yml': '- ping:\n' })).toBe(
      'play hosts=["all"] vars={"a": "import", "z": "play", "b": "import"} tags=["t", "u"] when=[<c>]\n  import\n    ping {}',
    );
  });

  it('imports tasks in a block that carries the keywords', () => {
    const site =
      '- hosts: all\n  tasks:\n    - name: n\n      import_tasks: t/a.yml\n      when: x\n      vars: {v: 1}\n      become: true\n';
    expect(
      outlined({ 'site.yml': site, 't/a.yml': '- import_tasks: b.yml\n- ping:\n', 't/b.yml': '- debug:\n' }),
    ).toBe(
      'play hosts=["all"]\n  import when=[<x>] vars={"v": 1} become=true\n    import\n      debug {}\n    ping {}',
    );
  });

  it('imports by names that are known before the play starts', () => {
    const site = `
- hosts: all
  vars: {own: x, other: play}
  vars_files: [names.yml]
  roles: ["{{ role }}"]
  tasks:
    - import_tasks: "{{ own }}.yml"
    - import_tasks: "{{ other }}.yml"
      vars: {other: x}
  handlers:
    - import_tasks: "{{ file }}.yml"
`;
    const files = {
      'site.yml': site,
      'x.yml': '- ping:\n',
      'names.yml': 'role: web\nfile: x\n',
      'roles/web/meta/main.yml': 'dependencies: ["{{ dependency }}"]\n',
      'vars/names.yml': 'role: web\nfile: x\ndependency: base\n',
      'roles/base/tasks/main.yml': '- debug:\n',
    };
    expect(
      outlined(files),
    ).toBe(`play hosts=["all"] vars={"own": "x", "other": "play"} vars_files=["names.yml"]
  role base for web
    debug {}
  role web
  import
    ping {}
  import vars={"other": "x"}
    ping {}
  handler: ping {}`);
  });
});
