import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { gatherFacts } from '../../src/facts/gather.ts';
import { localContext } from '../module/local-context.ts';
import { toPlain } from './plain.ts';

/** What changes between two looks at a machine, or speaks of the looking process itself. */
const volatile = new Set([
  'ansible_date_time',
  'ansible_env',
  'ansible_loadavg',
  'ansible_memfree_mb',
  'ansible_swapfree_mb',
  'ansible_memory_mb',
  'ansible_uptime_seconds',
  'ansible_mounts',
]);

/** Facts of Python, of programs that tsplay does not run, and of the LVM. */
const leftOut = new Set([
  'ansible_python',
  'ansible_python_version',
  'ansible_selinux_python_present',
  'ansible_system_capabilities',
  'ansible_system_capabilities_enforced',
  'ansible_lvm',
]);

const oracle = spawnSync('ansible', ['localhost', '-m', 'setup'], {
  encoding: 'utf8',
  env: { ...process.env, ANSIBLE_NOCOLOR: '1' },
});
const isThere = oracle.error === undefined;

describe.skipIf(!isThere)(
  `facts beside those of the real Ansible${isThere ? '' : ' (SKIPPED: ansible is not installed here)'}`,
  () => {
    it('has the same values', async () => {
      const theirs = JSON.parse(oracle.stdout.slice(oracle.stdout.indexOf('{'))).ansible_facts;
      const own = await gatherFacts(localContext().target);
      const ours = Object.fromEntries(
        Object.entries(own).map(([name, value]) => [`ansible_${name}`, toPlain(value)]),
      );
      for (const name of [...volatile, ...leftOut, 'gather_subset', 'module_setup']) {
        if (!leftOut.has(name) && name.startsWith('ansible_')) expect(ours).toHaveProperty(name);
        delete theirs[name];
        delete ours[name];
      }
      expect(settled(ours)).toEqual(settled(theirs));
    });

    it('has the same keys in the facts whose values move', async () => {
      const theirs = JSON.parse(oracle.stdout.slice(oracle.stdout.indexOf('{'))).ansible_facts;
      const ours = await gatherFacts(localContext().target);
      for (const name of ['date_time', 'loadavg', 'memory_mb']) {
        expect(keys(toPlain(ours[name]))).toEqual(keys(theirs[`ansible_${name}`]));
      }
      const mounts = toPlain(ours['mounts']);
      expect(Array.isArray(mounts) ? mounts.map(keys) : mounts).toEqual(theirs['ansible_mounts'].map(keys));
    });
  },
);

function keys(value: unknown): readonly string[] {
  return Object.keys(value ?? {}).sort();
}

/**
 * Without the interfaces that come and go while labs are up beside this test (the lab's own test compares all of
 * them), and without order where the kernel gives none.
 */
function settled(facts: Record<string, unknown>): Record<string, unknown> {
  const lists = ['ansible_interfaces', 'ansible_all_ipv4_addresses', 'ansible_all_ipv6_addresses'];
  const main = (facts['ansible_default_ipv4'] as { readonly interface?: string }).interface;
  return Object.fromEntries(
    Object.entries(facts)
      .filter(([name]) => !lists.includes(name))
      .filter(([, value]) => {
        const device = typeof value === 'object' && value !== null && 'device' in value ? value.device : main;
        return device === main || device === 'lo';
      })
      .map(([name, value]) => [
        name,
        name === 'ansible_virtualization_tech_guest' && Array.isArray(value) ? [...value].sort() : value,
      ]),
  );
}
