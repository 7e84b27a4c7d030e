import { describe, expect, test } from 'vitest';
import { hostsOf } from '../../src/inventory/group-order.ts';
import { loadInventory } from '../../src/inventory/load.ts';
import { RunInventory } from '../../src/inventory/run-inventory.ts';

const base = loadInventory(['a,b,']).inventory;
const vars = new Map<string, number>([['x', 1]]);

describe('the inventory of a run', () => {
  test('leaves what was read as it is', () => {
    const run = new RunInventory({ base });
    run.addHost({ name: 'c', groups: ['g'], vars });
    run.group({ host: 'a', group: 'g', parents: ['top'] });
    expect([...base.hosts.keys()]).toEqual(['a', 'b']);
    expect([...base.groups.keys()]).toEqual(['all', 'ungrouped']);
    expect(base.hosts.get('a')?.groups.map((group) => group.name)).toEqual(['ungrouped']);
    expect([...run.current.hosts.keys()]).toEqual(['a', 'b', 'c']);
  });

  test('tells whether anything was new, and of changes alone', () => {
    const changes: string[] = [];
    const run = new RunInventory({ base, changed: () => void changes.push('changed') });
    expect(run.addHost({ name: 'c', groups: ['g'], vars })).toBe(true);
    expect(run.addHost({ name: 'c', groups: ['g'], vars })).toBe(false);
    expect(run.addHost({ name: 'c', groups: ['h'], vars })).toBe(true);
    expect(run.addHost({ name: 'c', groups: [], vars: new Map([['x', 2]]) })).toBe(true);
    expect(run.group({ host: 'c', group: 'h', parents: ['g'] })).toBe(true);
    expect(run.group({ host: 'c', group: 'h', parents: ['g'] })).toBe(false);
    expect(changes).toHaveLength(4);
  });

  test('adds the same again to what a refresh reads', () => {
    const run = new RunInventory({ base, reload: () => loadInventory(['a,z,']).inventory });
    run.addHost({ name: 'c', groups: ['g'], vars });
    run.group({ host: 'c', group: 'h', parents: ['all'] });
    run.refresh();
    expect(hostsOf(run.current.all).map((host) => host.name)).toEqual(['c', 'a', 'z']);
    expect(run.current.groups.get('h')?.hosts.map((host) => host.name)).toEqual(['c']);
    expect(run.current.hosts.get('c')?.vars.get('x')).toBe(1);
  });

  test('refuses a circle of groups', () => {
    const run = new RunInventory({ base });
    run.group({ host: 'a', group: 'inner', parents: ['outer'] });
    expect(() => run.group({ host: 'a', group: 'outer', parents: ['inner'] })).toThrow('circle');
  });
});
