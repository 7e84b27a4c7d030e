import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadInventory } from '../../src/inventory/load.ts';
import { createVault } from '../../src/vault/vault.ts';
import { projectFolder } from '../e2e/support/programs.ts';
import { groupsWithVariables, groupVariables } from './inventory-files.ts';

const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8');

/** The hosts of each group, by the groups' names. */
function groupsOf(...sources: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const { inventory, diagnostics } = loadInventory(sources, { directory: projectFolder });
  expect(diagnostics).toEqual([]);
  return new Map(
    [...inventory.groups.values()].map(({ name, hosts }) => [name, hosts.map((host) => host.name)]),
  );
}

describe('the shipped secrets', () => {
  const secrets = groupVariables('monit');
  const names = [...secrets.keys()].filter((name) => name.startsWith('vault_'));

  it('are in a vault of format 1.1, which the documented password opens', () => {
    const text = read('inventory/group_vars/monit/vault.yml');
    expect(text.split('\n')[0]).toBe('$ANSIBLE_VAULT;1.1;AES256');
    expect(text).not.toContain('vault_');
    expect(names.length).toBeGreaterThan(3);
    expect(read('docs/monitoring.md').includes('vault-password.example')).toBe(true);
  });

  it('are all that group_vars ask for', () => {
    const texts = groupsWithVariables.map((group) => JSON.stringify([...groupVariables(group)]));
    const asked = read('inventory/group_vars/all.yml').matchAll(/^[^#\n]*\{\{ (vault_\w+)/gm);
    expect([...asked].map(([, name]) => name).toSorted()).toEqual(names.toSorted());
    expect(texts.length).toBe(groupsWithVariables.length);
  });

  it('are refused without a password', () => {
    const { diagnostics } = loadInventory(['inventory/group_vars/monit/vault.yml'], {
      directory: projectFolder,
      vault: createVault({ secrets: [] }),
    });
    expect(diagnostics.map(({ code }) => code)).toEqual(['vault-no-password']);
  });
});

describe('the inventories', () => {
  const shipped = groupsOf('inventory/hosts.yml');

  it('have machines for each kind, applications on web servers among them', () => {
    for (const group of ['monit', 'nginx', 'apache', 'mariadb', 'peertube', 'moodle']) {
      expect(shipped.get(group), group).not.toEqual([]);
    }
    expect(shipped.get('nginx')).toEqual(expect.arrayContaining([...(shipped.get('peertube') ?? [])]));
    expect(shipped.get('apache')).toEqual(expect.arrayContaining([...(shipped.get('moodle') ?? [])]));
  });

  it.each(['staging', 'production'])('%s has no group that the others have not', (environment) => {
    const groups = groupsOf('inventory/groups.yml', `inventory/${environment}`);
    expect([...groups.keys()].toSorted()).toEqual([...shipped.keys()].toSorted());
    expect(groups.get('monit')).toHaveLength(1);
  });

  it('give variables to no group that there is not', () => {
    expect([...shipped.keys()]).toEqual(expect.arrayContaining([...groupsWithVariables]));
  });
});
