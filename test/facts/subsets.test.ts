import { describe, expect, it } from 'vitest';
import { gatherFacts } from '../../src/facts/gather.ts';
import setup from '../../src/modules/setup.ts';
import { localContext, play } from '../module/local-context.ts';

/** One fact that stands for each group. */
const marks = {
  min: 'env',
  platform: 'kernel',
  hardware: 'memtotal_mb',
  network: 'interfaces',
  virtual: 'virtualization_type',
  load: 'loadavg',
};

describe('gather_subset, as the real Ansible answers', () => {
  it.each([
    ['all', 'min platform hardware network virtual load'],
    ['!all', 'min platform'],
    ['!all,!min', ''],
    ['!network', 'min platform'],
    ['network', 'min platform network'],
    ['min,network', 'min platform network'],
    ['all,!hardware', 'min platform network virtual load'],
    ['!all,!network,hardware', 'min platform hardware'],
    ['!min', ''],
    ['!all,!min,virtual', 'virtual'],
    ['!all,!min,network', 'platform network'],
    ['!all,!min,loadavg', 'load'],
    ['!all,facter', 'min platform'],
  ])('%s', async (subset, groups) => {
    const facts = await gatherFacts(localContext().target, { subset: subset.split(',') });
    const present = Object.entries(marks).filter(([, fact]) => fact in facts);
    expect(present.map(([group]) => group).join(' ')).toBe(groups);
  });
});

it('names what can be gathered when asked for something else', async () => {
  expect(await play(setup, { gather_subset: ['bogus'] })).toMatchObject({
    failed: true,
    msg: expect.stringMatching(/'bogus'.*hardware/),
  });
});

it('returns filtered facts with their prefix, in one round trip', async () => {
  const context = localContext();
  const result = await play(setup, { filter: ['ansible_system', 'kern*'] }, context);
  expect(Object.keys(result.ansible_facts ?? {}).sort()).toEqual([
    'ansible_kernel',
    'ansible_kernel_version',
    'ansible_system',
  ]);
  expect(context.roundTrips()).toBe(1);
});

it('marks that facts were gathered', async () => {
  const result = await play(setup, { gather_subset: ['!all', '!min'] });
  expect(result.ansible_facts).toEqual({ gather_subset: ['!all', '!min'], module_setup: true });
});
