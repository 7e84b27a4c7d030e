import { describe, expect, it } from 'vitest';
import type { Play } from '../../src/project/ast.ts';
import { loadRole, loadTasksFile } from '../../src/project/include.ts';
import { renderDiagnostic } from '../../src/source/code-frame.ts';
import { contextOf, loadSite } from './fixture.ts';
import { outline, show } from './outline.ts';

function playOfSite(texts: Readonly<Record<string, string>>): Play {
  const { playbook, diagnostics } = loadSite(texts);
  expect(diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, { color: false }))).toEqual([]);
  const play = playbook?.plays[0];
  if (play === undefined) throw new Error('no play');
  return play;
}

const task = (name: string) => `- {name: ${name}, ping: }\n`;

describe('roles of a play', () => {
  it('are preceded by the roles that they depend on', () => {
    const play = playOfSite({
      'site.yml': '- hosts: all\n  roles: [a, {role: b, when: x, port: 1, p: 2}]\n',
      'roles/a/tasks/main.yml': task('a'),
      'roles/a/meta/main.yml': 'dependencies: [common, {name: deep, tags: t, q: 3}]\n',
      'roles/b/tasks/main.yaml': task('b'),
      'roles/common/tasks/main': task('common'),
      'roles/common/handlers/main.yml': task('handler'),
      'roles/deep/meta/main.yml': 'dependencies:\n  - src: https://example.org/common\n    name: common\n',
      'roles/deep/tasks/main.yml': '',
    });
    expect(outline(play)).toBe(`play hosts=["all"]
  role common for a
    ping {} name="common"
    handler: ping {} name="handler"
  role common for deep name="common"
    ping {} name="common"
    handler: ping {} name="handler"
  role deep for a {"q": 3} name="deep" tags=["t"]
  role a
    ping {} name="a"
  role b {"p": 2} when=[<x>] port=1
    ping {} name="b"`);
  });

  it('are the same role again when parameters and keywords are, unless they may be repeated', () => {
    const play = playOfSite({
      'site.yml':
        '- hosts: all\n  roles: [a, {role: a}, {role: a, tags: x}, {role: a, p: 1}, {role: a, p: 1.0}, often, often]\n',
      'roles/a/tasks/main.yml': task('a'),
      'roles/often/tasks/main.yml': task('often'),
      'roles/often/meta/main.yml': 'allow_duplicates: yes\n',
    });
    const [a, same, tagged, one, float, ...often] = play.roles.map(({ identity }) => identity);
    expect(same).toBe(a);
    expect(new Set([a, tagged, one, float]).size).toBe(4);
    expect(often).toEqual([undefined, undefined]);
  });

  it('are found beside the playbook, beside the role that needs them, in role paths and in collections', () => {
    const play = playOfSite({
      'site.yml': '- hosts: all\n  collections: [my.own]\n  roles: [near, ext/far, my.own.full, short]\n',
      'near/tasks/main.yml': task('near'),
      'ext/far/tasks/main.yml': task('far'),
      'ext/far/meta/main.yml': 'dependencies: [neighbour]\n',
      'ext/neighbour/tasks/main.yml': task('neighbour'),
      'collections/ansible_collections/my/own/roles/full/tasks/main.yml': task('full'),
      'collections/ansible_collections/my/own/roles/short/tasks/main.yml': task('short'),
    });
    const here = `${process.cwd()}/`;
    expect(play.roles.map(({ role }) => `${role.name} ${role.path.replace(here, '')}`)).toEqual([
      'near near',
      'neighbour ext/neighbour',
      'ext/far ext/far',
      'my.own.full collections/ansible_collections/my/own/roles/full',
      'my.own.short collections/ansible_collections/my/own/roles/short',
    ]);
  });

  it('bring their defaults, variables and argument specifications, from a file or a folder', () => {
    const play = playOfSite({
      'site.yml': '- hosts: all\n  roles: [a]\n',
      'roles/a/defaults/main/10-first.yml': 'x: 1\ny: 1\n',
      'roles/a/defaults/main/20-second.yml': 'y: "{{ x }}"\n',
      'roles/a/defaults/main/README.md': 'no variables\n',
      'roles/a/vars/main.yml': '# none\n',
      'roles/a/meta/argument_specs.yml': 'argument_specs: {main: {options: {x: {type: int}}}}\n',
    });
    const role = play.roles[0]?.role;
    expect([show(role?.defaults), show(role?.vars), show(role?.argumentSpecs?.entryPoints)]).toEqual([
      '{"x": 1, "y": <{{ x }}>}',
      '{}',
      '{"main": {"options": {"x": {"type": "int"}}}}',
    ]);
  });
});

describe('import_role', () => {
  const files = {
    'roles/a/tasks/main.yml': `${task('main')}- import_role: {name: a, tasks_from: other}\n`,
    'roles/a/tasks/other.yml': task('other'),
    'roles/a/vars/special.yml': 'x: special\n',
    'roles/a/handlers/main.yml': task('handler'),
    'roles/a/meta/main.yml': 'dependencies: [common]\n',
    'roles/common/tasks/main.yml': task('common'),
  };

  it('plays the role in its place, with what it depends on', () => {
    const site =
      '- hosts: all\n  tasks:\n    - import_role: {name: a, vars_from: special}\n      when: x\n      vars: {v: 1}\n';
    const play = playOfSite({ ...files, 'site.yml': site });
    expect(outline(play)).toBe(`play hosts=["all"]
  import when=[<x>] vars={"v": 1}
    ping {} name="common"
    ping {} name="main"
    import
      ping {} name="common"
      ping {} name="other"`);
    const roles = play.importedRoles.map(
      ({ role, handlers }) => `${role.name} ${handlers.length} ${show(role.vars)}`,
    );
    expect(roles).toEqual(['common 0 {}', 'a 1 {}', 'common 0 {}', 'a 1 {"x": "special"}']);
  });

  it('says which file a role lacks', () => {
    const site = '- hosts: all\n  tasks:\n    - import_role: {name: a, tasks_from: nope}\n';
    const messages = loadSite({ ...files, 'site.yml': site }).diagnostics.map(({ message }) => message);
    expect(messages).toEqual([expect.stringMatching(/the role 'a' has no file 'tasks\/nope'/)]);
  });
});

describe('loading while a play runs', () => {
  const files = {
    'site.yml': '- hosts: all\n  tasks: []\n',
    'tasks/more.yml': `${task('more')}- import_tasks: deep.yml\n`,
    'tasks/deep.yml': task('deep'),
    'handlers.yml': `- block: [{name: h, ping: , listen: topic}]\n`,
    'roles/a/tasks/install.yml': task('install'),
    'roles/a/meta/main.yml': 'dependencies: [common]\n',
    'roles/common/tasks/main.yml': task('common'),
  };
  const play = playOfSite(files);
  const shared = { context: contextOf(files), parent: play, span: play.span, playDirectory: '.' };

  it('gives the steps of a file of tasks', () => {
    const { steps, diagnostics } = loadTasksFile('tasks/more.yml', { ...shared, from: play.file });
    expect(diagnostics).toEqual([]);
    expect(outline({ ...play, tasks: steps })).toBe(
      'play hosts=["all"]\n  ping {} name="more"\n  import\n    ping {} name="deep"',
    );
  });

  it('gives the handlers of a file of handlers', () => {
    const { handlers } = loadTasksFile('handlers.yml', { ...shared, from: play.file, section: 'handlers' });
    expect(handlers.map(({ listen }) => listen)).toEqual([['topic']]);
  });

  it('reports a file that is not there', () => {
    const { steps, diagnostics } = loadTasksFile('nope.yml', { ...shared, from: play.file });
    expect([steps, diagnostics.map(({ code }) => code)]).toEqual([[], ['file-not-found']]);
  });

  it('gives a role with the roles that it depends on', () => {
    const loaded = loadRole('a', { ...shared, from: { tasks: 'install' }, params: new Map([['p', 1]]) });
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.invocations.map(({ role }) => role.name)).toEqual(['common', 'a']);
    expect(loaded.steps).toHaveLength(2);
    expect(loaded.invocation?.identity).toBeUndefined();
    expect(show(loaded.invocation?.params)).toBe('{"p": 1}');
  });
});
