import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/errors.ts';
import { InventoryGraph } from '../../src/inventory/graph.ts';
import { hostsOf } from '../../src/inventory/group-order.ts';
import { readIniInventory } from '../../src/inventory/ini.ts';
import type { Inventory } from '../../src/inventory/types.ts';
import { locationOf } from '../../src/source/diagnostics.ts';
import { TemplateText } from '../../src/values/template-text.ts';
import { Float, Tuple, type Value } from '../../src/values/types.ts';

function read(text: string): { readonly inventory: Inventory; readonly diagnostics: readonly Diagnostic[] } {
  const graph = new InventoryGraph();
  const diagnostics: Diagnostic[] = [];
  readIniInventory({ path: 'hosts.ini', text }, graph, (diagnostic) => void diagnostics.push(diagnostic));
  return { inventory: graph.finish([]), diagnostics };
}

/** What `ansible-inventory --list` of ansible-core 2.14 shows for `h <assignment>`. */
const hostValues: readonly (readonly [assignment: string, value: Value])[] = [
  ['x=1', 1],
  ['x=yes', 'yes'],
  ['x=true', 'true'],
  ['x=True', true],
  ['x=None', null],
  ['x=0644', '0644'],
  ['x=0x10', 16],
  ['x=0b11', 3],
  ['x=0o17', 15],
  ['x=00', 0],
  ['x=1_0', 10],
  ['x=-1', -1],
  ['x=1.5', new Float(1.5)],
  ['x=1e3', new Float(1000)],
  ['x=1.', new Float(1)],
  ['x=.5', new Float(0.5)],
  ['x=1+2', '1+2'],
  ['x=1L', '1L'],
  ['x=inf', 'inf'],
  ['x=-', '-'],
  ['x=,', ','],
  ['x=', ''],
  ['x=[1,2]', [1, 2]],
  ['x=[a]', '[a]'],
  ['x=1,2', new Tuple([1, 2])],
  ['x=(1)', 1],
  ['x={}', new Map()],
  [`x="{'a': 1}"`, new Map([['a', 1]])],
  ['x={"a":1,}', '{a:1,}'],
  ['x="quoted text"', 'quoted text'],
  ['x="1"', 1],
  [`x="'1'"`, '1'],
  [`x="'x' 'y'"`, 'xy'],
  [`x=u'x'`, 'ux'],
  [`x=x' 'y`, 'x y'],
  ['x=x\\ y', 'x y'],
  ['x="a\\nb"', 'a\\nb'],
  [`x="it's"`, "it's"],
  ['x=a=b=c', 'a=b=c'],
  ['x=a#b', 'a'],
  ['x=1 # comment', 1],
  ['x="a#b"', 'a#b'],
  ['x="1 # 2"', 1],
  ['x=b # trailing', 'b'],
  ["x=' 1'", 1],
  ['x=123456789012345678901234567890', 123456789012345678901234567890n],
];

/** The same for a line of [all:vars]. */
const groupValues: readonly (readonly [assignment: string, value: Value])[] = [
  ["x='a b' ", 'a b'],
  ['x = some text', 'some text'],
  ['x=b # y', 'b # y'],
  ['x = # y', '# y'],
  ['x = "q" # c', 'q'],
  [`x="it's # x"`, "it's # x"],
  ["x = 'a\\nb'", 'a\nb'],
  ['x =', ''],
  ['x=1,2', new Tuple([1, 2])],
  [
    'x = {\'a\': 1, "b": [1]}',
    new Map<Value, Value>([
      ['a', 1],
      ['b', [1]],
    ]),
  ],
  ['x = 0123', '0123'],
  ['x = 1.50', new Float(1.5)],
  ['x = 1 + 2', '1 + 2'],
];

describe('variables in INI inventories', () => {
  test.each(hostValues)('of a host: %s', (assignment, value) => {
    const { inventory, diagnostics } = read(`h ${assignment}\n`);
    expect(diagnostics).toEqual([]);
    expect(inventory.hosts.get('h')?.vars.get('x')).toEqual(value);
  });

  test.each(groupValues)('of a group: %s', (assignment, value) => {
    const { inventory, diagnostics } = read(`h\n[all:vars]\n${assignment}\n`);
    expect(diagnostics).toEqual([]);
    expect(inventory.all.vars.get('x')).toEqual(value);
  });

  test('text with delimiters is a template that knows its place', () => {
    const { inventory } = read('h a="{{ b }}"\n');
    const value = inventory.hosts.get('h')?.vars.get('a');
    if (!(value instanceof TemplateText) || value.origin === undefined) return expect.fail('no template');
    expect(value.text).toBe('{{ b }}');
    expect(value.origin.span.file.text.slice(value.origin.locate(0), value.origin.locate(7))).toBe('{{ b }}');
  });
});

describe('groups in INI inventories', () => {
  test('hosts, children and variables may come in any order', () => {
    const { inventory, diagnostics } = read(`lone
[parent:children]
web
[web:vars]
ansible_group_priority=7
v=1
[web] # the front
web[1:2]:2222 y=2
lone2
[parent:vars]
v=2
`);
    expect(diagnostics).toEqual([]);
    const web = inventory.groups.get('web');
    expect([web?.depth, web?.priority, web?.vars]).toEqual([2, 7, new Map([['v', 1]])]);
    expect(hostsOf(inventory.all).map((host) => host.name)).toEqual(['lone', 'web1', 'web2', 'lone2']);
    expect(inventory.hosts.get('web2')?.vars).toEqual(
      new Map([
        ['ansible_port', 2222],
        ['y', 2],
      ]),
    );
    expect(inventory.hosts.get('lone')?.groups.map((group) => group.name)).toEqual(['ungrouped']);
  });

  test('a host that is grouped later leaves ungrouped', () => {
    const { inventory } = read('h\n[g]\nh\n');
    expect(inventory.groups.get('ungrouped')?.hosts).toEqual([]);
    expect(inventory.hosts.get('h')?.groups.map((group) => group.name)).toEqual(['g']);
  });

  test('depth is the longest way from all', () => {
    const { inventory } = read('[a]\nh\n[b:children]\na\n[c:children]\nb\na\n');
    expect(inventory.groups.get('a')?.depth).toBe(3);
  });
});

describe('errors in INI inventories', () => {
  const cases: readonly (readonly [text: string, code: string, place: string])[] = [
    ['[web:bar]\na\n', 'invalid-section', 'hosts.ini:1:1'],
    ['[a b]\nh\n', 'invalid-section', 'hosts.ini:1:1'],
    ['[]\nh\n', 'invalid-section', 'hosts.ini:1:1'],
    ['[foo:vars]\nx=1\n', 'undefined-group', 'hosts.ini:1:1'],
    ['h\n[a:children]\nb\n', 'undefined-group', 'hosts.ini:3:1'],
    ['[a:children]\nb c\n[b]\n', 'invalid-group-name', 'hosts.ini:2:1'],
    ['[a]\n  h x = 1\n', 'invalid-assignment', 'hosts.ini:2:5'],
    ['[a:vars]\nfoo\n[a]\n', 'invalid-assignment', 'hosts.ini:2:1'],
    ['h "x=1\n', 'unbalanced-quotes', 'hosts.ini:1:1'],
    ['h[1-3]\n', 'invalid-host-range', 'hosts.ini:1:1'],
    ['[a:children]\nb\n[b:children]\na\n', 'group-cycle', 'hosts.ini:4:1'],
    ['[a:children]\na\n', 'group-cycle', 'hosts.ini:2:1'],
    ['[a:children]\nall\n', 'group-cycle', 'hosts.ini:2:1'],
    ['all:\n', 'invalid-host-name', 'hosts.ini:1:1'],
  ];
  test.each(cases)('%j is %s at %s', (text, code, place) => {
    const { diagnostics } = read(text);
    const [first] = diagnostics;
    expect([first?.code, first?.span && locationOf(first.span)]).toEqual([code, place]);
  });

  test('all errors of a file are found, and its sound lines are kept', () => {
    const { inventory, diagnostics } = read('a[1-2]\nb\n[x:why]\nc\n[g]\nd\ne f\n');
    expect(diagnostics.map(({ code }) => code)).toEqual([
      'invalid-host-range',
      'invalid-section',
      'invalid-assignment',
    ]);
    expect([...inventory.hosts.keys()]).toEqual(['b', 'd', 'e']);
  });

  test('an undefined group draws the nearest name', () => {
    expect(read('[webservers]\nh\n[all:children]\nwebserver\n').diagnostics[0]?.hint).toBe(
      "did you mean 'webservers'?",
    );
  });
});
