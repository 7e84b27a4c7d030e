import { describe, expect, it } from 'vitest';
import { editKnownHosts, isKeyOf, type KnownHostRequest } from '../../../src/module/ssh/known-hosts-edit.ts';

const k1 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMq';
const k2 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUc';
const rsa = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7';
const salt = Buffer.from('0123456789abcdefghij');
/** `ssh-keygen -F one` finds it: the name hashed with that salt. */
const hashed = '|1|MDEyMzQ1Njc4OWFiY2RlZmdoaWo=|K3B8FbRHX++7KCWvf2EQuNHo2tw=';

/** [text, what differs in the request, text after]; as ansible.builtin.known_hosts was seen to make them. */
const cases: readonly (readonly [before: string, request: Partial<KnownHostRequest>, after: string])[] = [
  ['', {}, `one ${k1}\n`],
  [`one ${k2}\ntwo ${k2}\n`, {}, `two ${k2}\none ${k1}\n`],
  [`one ${rsa}\n`, {}, `one ${rsa}\none ${k1}\n`],
  [`one ${k1} comment\n`, {}, `one ${k1} comment\n`],
  [`one,x ${k1}\n`, {}, `one ${k1}\n`],
  [`one,x ${k1}\none ${k2}\n`, { name: 'x', key: `one,x ${k1}` }, `one,x ${k1}\none ${k2}\n`],
  [`o* ${k1}\n`, {}, `one ${k1}\n`],
  ['', { key: `one ${k1}\none ${k2}` }, `one ${k1}\none ${k2}\n`],
  ['', { key: `@revoked one ${k1}` }, `@revoked one ${k1}\n`],
  [`# one\n@cert-authority one ${k1}\n`, {}, `# one\n@cert-authority one ${k1}\none ${k1}\n`],
  [`ONE ${k1}\n`, { name: 'ONE', key: `ONE ${k1}` }, `ONE ${k1}\n`],
  [`one ${k1}\n`, { salt }, `${hashed} ${k1}\n`],
  [`${hashed} ${k1}\n`, { salt: Buffer.alloc(20) }, `${hashed} ${k1}\n`],
  [`${hashed} ${k1}\n`, {}, `one ${k1}\n`],
  [
    `one,two ${k1}\n@cert-authority one ${k1}\n`,
    { state: 'absent', key: undefined },
    `@cert-authority one ${k1}\n`,
  ],
  [`one ${k2}\none ${rsa}\n`, { state: 'absent' }, `one ${rsa}\n`],
  [`${hashed} ${k1}\ntwo ${k1}\n`, { state: 'absent', key: undefined }, `two ${k1}\n`],
  // Ansible glues the new line to the last one here.
  [`two ${k2}`, {}, `two ${k2}\none ${k1}\n`],
];

describe('known hosts', () => {
  it.each(cases)('%j with %j: %j', (before, differing, after) => {
    const request: KnownHostRequest = {
      name: 'one',
      key: `one ${k1}`,
      state: 'present',
      salt: undefined,
      ...differing,
    };
    expect(editKnownHosts(before, request)).toBe(after);
    expect(editKnownHosts(after, request)).toBe(after);
  });

  it.each([
    [`one ${k1}`, 'one', true],
    [`one,two ${k1}`, 'TWO', true],
    [`one ${k1}`, 'two', false],
    [k1, 'one', false],
    ['one', 'one', false],
    ['', 'one', false],
  ])('%j is a key of %s: %s', (key, name, is) => {
    expect(isKeyOf(key, name)).toBe(is);
  });
});
