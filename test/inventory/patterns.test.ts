import { describe, expect, test } from 'vitest';
import { InventoryGraph } from '../../src/inventory/graph.ts';
import { readIniInventory } from '../../src/inventory/ini.ts';
import { matchHosts, selectHosts } from '../../src/inventory/patterns.ts';
import type { Inventory } from '../../src/inventory/types.ts';
import { patternCases } from './cases/patterns.ts';

const inventory = inventoryOf(`u1
[web]
web[1:5]
[db]
db[1:3]
web2
[db.x]
dx1
[prod:children]
web
db
[mix]
zeta
alpha
web3
db1
[v6]
2001:db8::1
fe80::2
`);

function inventoryOf(text: string): Inventory {
  const graph = new InventoryGraph();
  readIniInventory({ path: 'hosts', text }, graph, (diagnostic) => expect.fail(diagnostic.message));
  return graph.finish([]);
}

function match(pattern: string | readonly string[]): {
  readonly hosts: string;
  readonly ignored: readonly string[];
} {
  const ignored: string[] = [];
  const warn = ({ message }: { readonly message: string }): void =>
    void ignored.push(/named '(.*)':/.exec(message)?.[1] ?? message);
  const hosts = matchHosts(pattern, inventory, { warn });
  return { hosts: hosts.map((host) => host.name).join(' '), ignored };
}

describe('host patterns', () => {
  test.each(patternCases)('%s', (pattern, hosts, ignored) => {
    expect(match(pattern)).toEqual({ hosts, ignored });
  });

  test('a list is its items together, exclusions after additions', () => {
    expect(match(['!web1', 'web', 'zeta']).hosts).toBe('web2 web3 web4 web5 zeta');
  });

  test('an empty pattern names no host: it must not mean all of them', () => {
    expect(match('  ').hosts).toBe('');
  });

  test('an operator without a name is an error', () => {
    expect(() => match('web:!')).toThrow(/'!' is no valid part of a host pattern/);
  });

  test('a broken expression is an error that shows it', () => {
    expect(() => match('~web(')).toThrow(/'~web\('/);
  });

  test('a name that is nearly right draws a hint', () => {
    const hints: (string | undefined)[] = [];
    matchHosts('web11:alhpa', inventory, { warn: ({ hint }) => void hints.push(hint) });
    expect(hints).toEqual(["did you mean 'web1'?", "did you mean 'alpha'?"]);
  });

  test('the implicit localhost is local, in no group, and no part of all', () => {
    const [localhost] = matchHosts('localhost', inventory);
    expect(localhost?.implicit).toBe(true);
    expect(localhost?.vars.get('ansible_connection')).toBe('local');
    expect(localhost?.groups).toEqual([]);
  });

  test('a localhost of the inventory is a host like others', () => {
    const [localhost] = matchHosts('localhost', inventoryOf('localhost ansible_host=10.0.0.1\n'));
    expect(localhost?.implicit).toBe(false);
    expect(localhost?.vars.has('ansible_connection')).toBe(false);
  });
});

describe('the limit', () => {
  const cases: readonly (readonly [pattern: string, limit: string | readonly string[], hosts: string])[] = [
    ['all', 'web:!web1', 'web3 web2 web4 web5'],
    ['all', '!web', 'u1 dx1 zeta alpha db1 2001:db8::1 fe80::2 db2 db3'],
    ['all', 'web[0]', 'web1'],
    ['all', ['web1', 'db1', 'zeta'], 'zeta db1 web1'],
    ['mix', 'web:db', 'web3 db1'],
    ['all', 'localhost', ''],
    ['localhost', 'localhost', 'localhost'],
    ['127.0.0.1', '127.0.0.1', '127.0.0.1'],
    ['localhost', 'web', ''],
    ['web', 'db1', ''],
  ];
  test.each(cases)('%s limited to %s', (pattern, limit, hosts) => {
    const selected = selectHosts({ pattern, limit, inventory });
    expect(selected.map((host) => host.name).join(' ')).toBe(hosts);
  });
});
