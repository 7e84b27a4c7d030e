import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hostsOf } from '../../src/inventory/group-order.ts';
import { type LoadedInventory, loadInventory } from '../../src/inventory/load.ts';
import { locationOf } from '../../src/source/diagnostics.ts';
import { TemplateText } from '../../src/values/template-text.ts';
import { writeFiles } from './cases/write-files.ts';

function load(text: string, name = 'hosts.yml'): LoadedInventory & { readonly places: readonly string[] } {
  const directory = writeFiles({ [name]: text });
  const loaded = loadInventory([name], { directory });
  const places = loaded.diagnostics.map(({ severity, code, span }) =>
    `${severity} ${code} ${span === undefined ? '' : locationOf(span).slice(directory.length + 1)}`.trim(),
  );
  return { ...loaded, places };
}

const order = ({ inventory }: LoadedInventory): string =>
  hostsOf(inventory.all)
    .map((host) => host.name)
    .join(' ');

describe('inventories in YAML', () => {
  test('groups, hosts with ranges, variables and children', () => {
    const loaded = load(`all:
  vars: {av: 1}
  hosts:
    solo: {x: yes, o: 0644}
    zed[1:2]: {k: v}
    lst:
  children:
    web:
      hosts:
        w1:
        w2: {ansible_host: 1.2.3.4}
        solo: {x: no}
      vars: {z: "{{ a }}"}
    db:
      children:
        web:
        zoo: {hosts: onlyname}
ungrouped:
  hosts:
    ugly:
`);
    expect(loaded.places).toEqual([]);
    expect(order(loaded)).toBe('solo zed1 zed2 lst ugly w1 w2 onlyname');
    const { hosts, groups } = loaded.inventory;
    expect(hosts.get('solo')?.vars).toEqual(
      new Map<string, unknown>([
        ['x', false],
        ['o', 420],
      ]),
    );
    expect(hosts.get('zed2')?.vars).toEqual(new Map([['k', 'v']]));
    expect(groups.get('web')?.depth).toBe(2);
    expect(groups.get('web')?.vars.get('z')).toBeInstanceOf(TemplateText);
    expect(groups.get('ungrouped')?.hosts.map((host) => host.name)).toEqual(['ugly', 'zed1', 'zed2', 'lst']);
  });

  const wrong: readonly (readonly [text: string, place: string])[] = [
    ['web:\n  childern:\n    db:\n', 'warning unknown-inventory-key hosts.yml:2:3'],
    ['all:\n  hosts:\n    - a\n', 'error inventory-wrong-type hosts.yml:3:5'],
    ['all:\n  hosts:\n    a: 3\n', 'error inventory-wrong-type hosts.yml:3:8'],
    ['a:\n  vars: 3\n', 'error inventory-wrong-type hosts.yml:2:9'],
    ['a: 3\n', 'error inventory-wrong-type hosts.yml:1:4'],
    ['- a\n', 'error inventory-wrong-type hosts.yml:1:1'],
    ['a:\n  children:\n    b:\n      children:\n        a:\n', 'error group-cycle hosts.yml:5:9'],
    ['a: [\n', 'error yaml-syntax hosts.yml:1:4'],
    ['a:\n  hosts:\n    "h[1-3]":\n', 'error invalid-host-range hosts.yml:3:5'],
    ['plugin: aws_ec2\nregions: [x]\n', 'error inventory-plugin-unsupported hosts.yml:1:9'],
  ];
  test.each(wrong)('%j: %s', (text, place) => {
    expect(load(text).places[0]).toBe(place);
  });

  test('a key that is nearly right draws a hint', () => {
    expect(load('web:\n  childern:\n').diagnostics[0]?.hint).toBe("did you mean 'children'?");
  });
});

describe('sources', () => {
  test('a file without extension is told by its first line', () => {
    expect(order(load('# hosts\nall:\n  hosts:\n    a:\n', 'hosts'))).toBe('a');
    expect(order(load('# hosts\n[web]\nb\n', 'hosts'))).toBe('b');
    expect(order(load('{"all": {"hosts": {"c": {}}}}', 'hosts'))).toBe('c');
  });

  test('TOML is said to be unsupported', () => {
    expect(load('[web]\n', 'hosts.toml').places).toEqual(['error inventory-unsupported hosts.toml:1:1']);
  });

  test('a missing source is an error that tells of host lists', () => {
    const { diagnostics } = loadInventory(['web1'], { directory: writeFiles({}) });
    expect(diagnostics).toMatchObject([
      { code: 'inventory-not-found', hint: expect.stringContaining("'web1,'") },
    ]);
  });

  test('a host list', () => {
    const loaded = loadInventory(['a, b:2222,c[1:2],']);
    expect(order(loaded)).toBe('a b c1 c2');
    expect(loaded.inventory.hosts.get('b')?.vars.get('ansible_port')).toBe(2222);
    expect(loaded.inventory.hosts.get('a')?.source).toBeUndefined();
  });

  test('later sources add hosts and override variables; a host keeps the file that named it first', () => {
    const directory = writeFiles({
      one: '[g]\na v=1\nb\n[g:vars]\ngv=1\n',
      two: '[new]\nc\n[g]\nc\na v=2\n[g:vars]\ngv=2\n',
    });
    const { inventory } = loadInventory(['one', 'two'], { directory });
    expect(inventory.hosts.get('a')?.vars.get('v')).toBe(2);
    expect(inventory.groups.get('g')?.vars.get('gv')).toBe(2);
    expect(inventory.hosts.get('a')?.source).toBe(join(directory, 'one'));
    expect(inventory.sources).toEqual([join(directory, 'one'), join(directory, 'two')]);
  });

  test('a folder is its files in name order, without what is no inventory', () => {
    const directory = writeFiles({
      'inv/b_hosts': '[g]\na v=b\n',
      'inv/a_hosts': '[g]\na v=a\n',
      'inv/sub/d.yml': 'zz: {hosts: {q: {w: 1}}}\n',
      'inv/group_vars/all.yml': 'x: 1\n',
      'inv/host_vars/a.yml': 'x: 1\n',
      'inv/notes.txt': 'not a host\n',
      'inv/b_hosts~': 'not a host\n',
      'inv/.hidden': 'not a host\n',
    });
    const loaded = loadInventory(['inv'], { directory });
    expect(loaded.diagnostics).toEqual([]);
    expect(order(loaded)).toBe('a q');
    expect(loaded.inventory.hosts.get('a')?.vars.get('v')).toBe('b');
  });

  test('an .ini file in a folder is left out as Ansible does, but not in silence', () => {
    const { diagnostics } = loadInventory(['inv'], { directory: writeFiles({ 'inv/hosts.ini': 'a\n' }) });
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'inventory-file-ignored' }]);
  });

  test('a group with the name of a host is a warning', () => {
    expect(load('[h]\nh\n', 'hosts').diagnostics).toMatchObject([{ code: 'same-name-group-and-host' }]);
  });

  test('ten thousand hosts share what their group says', () => {
    const loaded = load(
      'all:\n  children:\n    web:\n      vars: {v: 1}\n      hosts:\n        web[00001:10000]: {w: 1}\n',
    );
    expect(loaded.inventory.hosts.size).toBe(10_000);
    const groups = new Set([...loaded.inventory.hosts.values()].map((host) => host.groups[0]));
    expect([...groups].map((group) => group?.vars)).toEqual([new Map([['v', 1]])]);
  });
});
