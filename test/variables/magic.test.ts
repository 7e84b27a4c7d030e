import { describe, expect, test } from 'vitest';
import { loadInventory } from '../../src/inventory/load.ts';
import { ObjectValue, type Value } from '../../src/values/types.ts';
import { hostMagic, playMagic, runMagic, taskMagic } from '../../src/variables/magic.ts';
import { writeFiles } from '../inventory/cases/write-files.ts';
import { makeBlock, makePlay, makeRole, makeTask } from './cases/project.ts';

const { inventory } = loadInventory(['a.example,b,']);

function run(limit?: string) {
  return runMagic({
    inventory,
    hostVariable: (host, name) => (name === 'x' ? `${host} x` : undefined),
    hostVariableNames: () => ['x'],
    omit: 'the omit value',
    check: true,
    diff: false,
    verbosity: 1,
    forks: 5,
    limit,
    tags: [],
    skipTags: ['slow'],
  });
}

describe('magic variables of a run', () => {
  test('tell of options and the inventory', () => {
    const magic = run();
    expect(magic.get('groups')).toEqual(
      new Map([
        ['all', ['a.example', 'b']],
        ['ungrouped', ['a.example', 'b']],
      ]),
    );
    expect(magic.get('ansible_check_mode')).toBe(true);
    expect(magic.get('ansible_run_tags')).toEqual(['all']);
    expect(magic.get('ansible_skip_tags')).toEqual(['slow']);
    expect(magic.has('ansible_limit')).toBe(false);
    expect(run('web').get('ansible_limit')).toBe('web');
    expect((magic.get('ansible_version') as ReadonlyMap<Value, Value>).get('full')).toBe('2.14.18');
  });

  test('hostvars looks hosts and variables up when asked', () => {
    const hostvars = run().get('hostvars') as ObjectValue;
    const host = hostvars.getItem('b');
    if (!(host instanceof ObjectValue)) return expect.fail('no host');
    expect([host.getItem('x'), host.getAttribute('x'), host.getItem('y')]).toEqual(['b x', 'b x', undefined]);
    expect([...(hostvars.iterate() ?? [])]).toEqual(['a.example', 'b']);
    expect(hostvars.getItem('nobody')).toBeUndefined();
    expect(hostvars.getItem('localhost')).toBeInstanceOf(ObjectValue);
    expect(hostvars.getAttribute('constructor')).toBeUndefined();
  });

  test('hostvars[...].get has a default', () => {
    const host = (run().get('hostvars') as ObjectValue).getItem('b') as ObjectValue;
    const get = host.getAttribute('get');
    if (typeof get !== 'object' || get === null || !('call' in get) || typeof get.call !== 'function')
      return expect.fail('no get');
    expect(get.call({ positional: ['y', 'none'], keyword: new Map() })).toBe('none');
    expect(get.call({ positional: ['x'], keyword: new Map() })).toBe('b x');
  });
});

describe('magic variables of hosts, plays and tasks', () => {
  test('a host knows its name, groups and where it was written', () => {
    const directory = writeFiles({ hosts: '[zeta]\nw.example.com\n[alpha:children]\nzeta\n' });
    const loaded = loadInventory(['hosts'], { directory }).inventory;
    const host = loaded.hosts.get('w.example.com') ?? loaded.implicitLocalhost;
    expect(Object.fromEntries(hostMagic(host))).toEqual({
      inventory_hostname: 'w.example.com',
      inventory_hostname_short: 'w',
      group_names: ['alpha', 'zeta'],
      inventory_file: `${directory}/hosts`,
      inventory_dir: directory,
    });
  });

  test('a play knows its hosts, and roles apart from the dependencies', () => {
    const play = makePlay();
    const dep = makeRole({ name: 'dep', parent: play });
    const web = makeRole({ name: 'web', parent: play, dependencies: [dep] });
    const magic = playMagic({
      name: 'p',
      playbookDirectory: '/pb',
      allHosts: ['a', 'b'],
      activeHosts: ['a'],
      batch: ['a'],
      roles: [dep, web],
    });
    expect(Object.fromEntries(magic)).toMatchObject({
      playbook_dir: '/pb',
      ansible_play_hosts_all: ['a', 'b'],
      ansible_play_hosts: ['a'],
      ansible_play_role_names: ['web'],
      ansible_dependent_role_names: ['dep'],
      ansible_role_names: ['web', 'dep'],
    });
  });

  test('a task knows its role and the roles that include it', () => {
    const play = makePlay();
    const outer = makeRole({ name: 'outer', parent: play });
    const inner = makeRole({ name: 'inner', parent: makeBlock(outer, {}, true) });
    const magic = taskMagic({ task: makeTask(inner, {}, inner), searchPaths: ['/a'] });
    expect(Object.fromEntries(magic)).toEqual({
      ansible_search_path: ['/a'],
      environment: [],
      ansible_collection_name: null,
      ansible_parent_role_paths: ['/roles/outer'],
      role_name: 'inner',
      ansible_role_name: 'inner',
      role_path: '/roles/inner',
      ansible_parent_role_names: ['outer'],
    });
    const dependency = makeRole({ name: 'dependency', parent: inner });
    const below = taskMagic({ task: makeTask(dependency, {}, dependency), searchPaths: [] });
    expect(below.get('ansible_parent_role_names')).toEqual(['outer']);
    expect(taskMagic({ task: makeTask(play), searchPaths: [] }).has('role_name')).toBe(false);
  });
});
