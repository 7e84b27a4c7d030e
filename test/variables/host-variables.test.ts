import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadInventory } from '../../src/inventory/load.ts';
import { VariableFolders } from '../../src/inventory/variable-folders.ts';
import { HostVariables, type ScopeRequest } from '../../src/variables/host-variables.ts';
import { writeFiles } from '../inventory/cases/write-files.ts';
import { dict, makeBlock, makePlay, makeRole, makeTask } from './cases/project.ts';

function hostVariables(files: Readonly<Record<string, string>>, sources: readonly string[] = ['inv/hosts']) {
  const directory = writeFiles(files);
  const { inventory, diagnostics } = loadInventory(sources, { directory });
  expect(diagnostics).toEqual([]);
  const warnings: string[] = [];
  const folders = new VariableFolders(({ code }) => void warnings.push(code));
  const host = inventory.hosts.get('h') ?? inventory.implicitLocalhost;
  const variables = new HostVariables({ host, inventory, folders });
  const get = (name: string, request: ScopeRequest = {}) =>
    variables.scopeFor({ playbookDirectory: join(directory, 'pb'), ...request }).get(name);
  return { variables, get, warnings, directory };
}

const groups = `[parent:children]
child
[child]
h l7=invhost
[aaa]
h
[zzz]
h
[pri]
h
[pri:vars]
ansible_group_priority=5
p=pri
[aaa:vars]
n=aaa
p=aaa
l3=inv_aaa
[zzz:vars]
n=zzz
p=zzz
[parent:vars]
n2=parent
dep=parent
[child:vars]
dep=child
[all:vars]
all=invall
n2=all
l3=invall
`;

/** Each value is the one ansible-playbook of ansible-core 2.14 prints for the same files. */
describe('variables of the inventory and of the files beside it and the playbook', () => {
  const files = {
    'inv/hosts': groups,
    'inv/group_vars/all.yml': 'all: inv_gv_all\nl2: inv_gv_all\nl3: inv_gv_all\nx1: inv_gv_all\n',
    'pb/group_vars/all.yml': 'all: pb_gv_all\nl2: pb_gv_all\nl4: pb_gv_all\nx1: pb_gv_all\n',
    'inv/group_vars/child.yml': 'x1: inv_gv_child\nl4: inv_gv_child\ny1: inv_gv_child\ndep2: inv_gv_child\n',
    'pb/group_vars/parent.yml': 'y1: pb_gv_parent\nl4: pb_gv_parent\ndep2: pb_gv_parent\n',
    'inv/host_vars/h.yml': 'l7: inv_hv\nl8: inv_hv\n',
    'pb/host_vars/h.yml': 'l7: pb_hv\n',
    'inv/group_vars/aaa.yml': 'n3: inv_gv_aaa\n',
  };
  const values: readonly (readonly [name: string, value: string])[] = [
    ['all', 'pb_gv_all'],
    ['l3', 'inv_gv_all'],
    ['x1', 'inv_gv_child'],
    ['l4', 'pb_gv_parent'],
    ['y1', 'pb_gv_parent'],
    ['dep', 'child'],
    ['dep2', 'pb_gv_parent'],
    ['n', 'zzz'],
    ['n2', 'parent'],
    ['p', 'pri'],
    ['l7', 'pb_hv'],
    ['l8', 'inv_hv'],
  ];
  test.each(values)('%s is %s', (name, value) => {
    expect(hostVariables(files).get(name)).toBe(value);
  });

  test('files of a later source win over those of an earlier one, whatever their group', () => {
    const { get: ask } = hostVariables(
      {
        'i1/a': '[g]\nh\n',
        'i2/b': '[ga]\nh\n[gb]\nh\n',
        'i1/group_vars/gb': 'y: 1\nz: 1\n',
        'i2/group_vars/ga': 'y: 2\n',
      },
      ['i1/a', 'i2/b'],
    );
    expect([ask('y'), ask('z')]).toEqual([2, 1]);
  });

  test('the implicit localhost has the files for all and for itself', () => {
    const local = {
      'inv/hosts': 'x\n',
      'pb/group_vars/all': 'a: 1\n',
      'pb/host_vars/localhost.yml': 'b: 2\n',
    };
    const { get: ask } = hostVariables(local);
    expect([ask('a'), ask('b'), ask('ansible_connection'), ask('group_names')]).toEqual([1, 2, 'local', []]);
  });
});

describe('files of variables', () => {
  test('a folder is all its files, recursively, in name order; what is no YAML by its name is left out', () => {
    const { get } = hostVariables({
      'inv/hosts': '[g]\nh\n',
      'pb/group_vars/g/a.yml': 'm: a\no: a\n',
      'pb/group_vars/g/b/c.yml': 'm: bc\n',
      'pb/group_vars/g/b.yml': 'm: b\n',
      'pb/group_vars/g/Z.yml': 'm: Z\no: Z\n',
      'pb/group_vars/g/.hidden.yml': 'm: hidden\n',
      'pb/group_vars/g/y~': 'm: backup\n',
      'pb/group_vars/g/z.txt': 'm: text\n',
      'pb/group_vars/g/j.json': '{"j": 1}',
      'pb/group_vars/g/noext': 'n: 1\n',
    });
    expect([get('m'), get('o'), get('j'), get('n')]).toEqual(['b', 'a', 1, 1]);
  });

  test('of several files for one name the first of "", .yml, .yaml, .json is read, and the others are told of', () => {
    const { get, warnings } = hostVariables({
      'inv/hosts': '[g]\nh\n',
      'inv/group_vars/g': 'a: none\n',
      'inv/group_vars/g.yml': 'a: yml\nb: yml\n',
      'inv/host_vars/h.yaml': 'c: yaml\n',
      'inv/host_vars/h.json': '{"c": "json"}',
    });
    expect([get('a'), get('b'), get('c')]).toEqual(['none', undefined, 'yaml']);
    expect(warnings).toEqual(['variable-file-ignored', 'variable-file-ignored']);
  });

  test.each([
    ['- a\n', 'variables-not-a-mapping'],
    ['a: 1\n---\nb: 1\n', 'several-documents'],
    ['$ANSIBLE_VAULT;1.1;AES256\n6162\n', 'vault-not-here'],
  ])('%j is %s', (text, code) => {
    const { get } = hostVariables({ 'inv/hosts': 'h\n', 'inv/host_vars/h.yml': text });
    expect(() => get('a')).toThrow(expect.objectContaining({ code }));
  });

  test('a name of a host is never a path', () => {
    const { get } = hostVariables({
      'inv/hosts': 'h\n../secret\n',
      'inv/secret': 'a: 1\n',
      'inv/host_vars/x': '',
    });
    expect(get('a')).toBeUndefined();
  });
});

describe('variables of play, roles, blocks and tasks', () => {
  const play = makePlay({ vars: dict({ a: 'play', b: 'play' }) });
  const dep = makeRole({ name: 'dep', parent: play, defaults: { e: 'dep', d: 'dep' }, vars: { v: 'dep' } });
  const web = makeRole({
    name: 'web',
    parent: play,
    defaults: { d: 'web' },
    vars: { b: 'web', q: 'web vars' },
    params: { p: 'web param', r: 'web param' },
    keywordVars: { q: 'web keyword', k: 'web keyword' },
    dependencies: [dep],
  });
  const last = makeRole({
    name: 'last',
    parent: play,
    defaults: { d: 'last', e: 'last' },
    vars: { v: 'last', q: 'last' },
  });
  const rolesOfPlay = [dep, web, last];
  const block = makeBlock(web, { t: 'outer', u: 'outer' });
  const task = makeTask(makeBlock(block, { t: 'inner' }), { w: 'task', p: 'task', a: 'task' }, web);
  const files = { 'inv/hosts': 'h a=inv\n' };
  const request: ScopeRequest = { play, task, rolesOfPlay };

  test.each([
    ['a', 'task', 'task vars beat play vars'],
    ['b', 'web', "a role's vars beat play vars"],
    ['d', 'web', "a task's own role beats the roles played later"],
    ['e', 'dep', "its dependencies' defaults come next"],
    ['v', 'dep', 'and their vars'],
    ['q', 'web vars', 'vars/main beats the vars a role is given'],
    ['k', 'web keyword', 'the vars a role is given'],
    ['p', 'web param', 'role params beat task vars'],
    ['t', 'inner', 'inner blocks beat outer ones'],
    ['u', 'outer', 'outer blocks are seen'],
  ])('%s is %s: %s', (name, value) => {
    expect(hostVariables(files).get(name, request)).toBe(value);
  });

  const seenByAll: readonly (readonly [string, string | undefined, string])[] = [
    ['d', 'last', 'the defaults of the last role'],
    ['q', 'last', 'the vars of the last role'],
    ['k', 'web keyword', 'vars given to a role'],
    ['p', undefined, 'no role params'],
  ];
  test.each(seenByAll)('a task of no role sees %s as %s: %s', (name, value) => {
    expect(hostVariables(files).get(name, { play, task: makeTask(play), rolesOfPlay })).toBe(value);
  });

  test('a dependency sees the params of the role that needs it, below its own', () => {
    const own = makeRole({ name: 'own', parent: web, params: { p: 'own' } });
    const { get } = hostVariables(files);
    const inside: ScopeRequest = { play, task: makeTask(own, {}, own), rolesOfPlay };
    expect([get('p', inside), get('r', inside)]).toEqual(['own', 'web param']);
  });

  test('a role sees the defaults and vars of the roles around it, below its own', () => {
    const inner = makeRole({ name: 'inner', parent: makeBlock(web, {}), defaults: { d: 'inner' } });
    const { get } = hostVariables(files);
    const inside: ScopeRequest = { play, task: makeTask(inner, {}, inner), rolesOfPlay: [last] };
    expect(['d', 'e', 'q', 'k'].map((name) => get(name, inside))).toEqual([
      'inner',
      'dep',
      'web vars',
      'web keyword',
    ]);
  });

  test('vars of an import_role beat the role vars inside, and the play sees them', () => {
    const imported = makeRole({
      name: 'imp',
      parent: makeBlock(play, { v: 'given', g: 'given' }, true),
      vars: { v: 'main' },
    });
    const { get } = hostVariables(files);
    expect(get('v', { play, task: makeTask(imported, {}, imported), rolesOfPlay: [imported] })).toBe('given');
    expect(get('g', { play, task: makeTask(play), rolesOfPlay: [imported] })).toBe('given');
  });

  test('what is learnt while playing: include_vars < set_fact and register < include params < extra vars', () => {
    const { variables, get } = hostVariables(files);
    const names = ['task', 'include', 'set', 'params', 'extra'] as const;
    const from = (index: number, value: string) =>
      dict(Object.fromEntries(names.slice(index).map((name) => [name, value])));
    variables.includeVars(from(1, 'include'));
    for (const [name, value] of from(2, 'set')) variables.setFact(String(name), value);
    variables.includeVars(from(2, 'include again'));
    const scope: ScopeRequest = {
      play,
      task: makeTask(play, Object.fromEntries(names.map((name) => [name, 'task']))),
      includeParams: [from(3, 'params')],
      extraVars: from(4, 'extra'),
    };
    expect(names.map((name) => get(name, scope))).toEqual(['task', 'include', 'set', 'params', 'extra']);
    expect(get('extra', { ...scope, loopVars: dict({ extra: 'loop' }) })).toBe('loop');
  });
});

describe('facts', () => {
  test('are variables with their prefix, and ansible_facts without it', () => {
    const { variables, get } = hostVariables({ 'inv/hosts': 'h\n' });
    const scope = variables.scopeFor({});
    variables.addFacts(dict({ ansible_system: 'Linux', packages: dict({}) }));
    expect(scope.get('ansible_system')).toBe('Linux');
    expect(get('packages')).toEqual(new Map());
    expect(get('ansible_facts')).toEqual(
      new Map<string, unknown>([
        ['system', 'Linux'],
        ['packages', new Map()],
      ]),
    );
  });

  test('play vars beat them, the inventory does not', () => {
    const { variables, get } = hostVariables({ 'inv/hosts': 'h ansible_system=inv\n' });
    variables.addFacts(dict({ ansible_system: 'Linux' }));
    expect(get('ansible_system')).toBe('Linux');
    expect(get('ansible_system', { play: makePlay({ vars: dict({ ansible_system: 'play' }) }) })).toBe(
      'play',
    );
  });

  test.each([
    'ansible_host',
    'ansible_connection',
    'ansible_become_password',
    'ansible_ssh_common_args',
    'ansible_python_interpreter',
    'ansible_facts',
  ])('a machine cannot set %s', (name) => {
    const { variables } = hostVariables({ 'inv/hosts': 'h\n' });
    variables.addFacts(dict({ [name]: 'evil', ansible_ssh_host_key_rsa_public: 'AAAA' }));
    expect(variables.facts.size).toBe(1);
    expect(variables.scopeFor({}).get(name)).not.toBe('evil');
  });

  test('nor stand in for a magic variable', () => {
    const { variables, get } = hostVariables({ 'inv/hosts': 'h\n' });
    variables.addFacts(dict({ inventory_hostname: 'other', group_names: [] }));
    expect([get('inventory_hostname'), get('group_names')]).toEqual(['h', ['ungrouped']]);
  });

  test('are forgotten by clearFacts, what was set stays', () => {
    const { variables, get } = hostVariables({ 'inv/hosts': 'h\n' });
    variables.addFacts(dict({ ansible_system: 'Linux' }));
    variables.setFact('mine', 1);
    variables.clearFacts();
    expect([get('ansible_system'), get('ansible_facts'), get('mine')]).toEqual([undefined, new Map(), 1]);
  });
});
