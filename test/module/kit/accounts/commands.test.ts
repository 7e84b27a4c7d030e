import { describe, expect, it } from 'vitest';
import { accountChanges, type WantedAccount } from '../../../../src/module/kit/accounts/account-changes.ts';
import {
  changeWithBusybox,
  createWithBusybox,
  removeWithBusybox,
} from '../../../../src/module/kit/accounts/busybox-commands.ts';
import { looksHashed } from '../../../../src/module/kit/accounts/password-hash.ts';
import { changeWithShadow, createWithShadow } from '../../../../src/module/kit/accounts/shadow-commands.ts';
import { splitWords } from '../../../../src/module/kit/split-words.ts';

const ann: WantedAccount = {
  name: 'ann',
  uid: undefined,
  nonUnique: false,
  group: undefined,
  groups: undefined,
  append: false,
  comment: undefined,
  home: undefined,
  shell: undefined,
  createHome: true,
  moveHome: false,
  skeleton: undefined,
  umask: undefined,
  system: false,
  expires: undefined,
  hash: undefined,
  updateHash: true,
  locked: undefined,
  minimumDays: undefined,
  maximumDays: undefined,
};
const entry = { name: 'ann', uid: 1000, gid: 100, comment: '', home: '/home/ann', shell: '/bin/sh' };
const groups = [
  { name: 'users', gid: 100, members: [] },
  { name: 'adm', gid: 4, members: ['ann'] },
  { name: '7', gid: 9, members: [] },
  { name: 'lp', gid: 7, members: [] },
];
const shadow = { hash: '!$6$x$y', minimumDays: 0, maximumDays: 99999, expires: undefined };
const current = { entry, shadow, groups, homeExists: true };

describe('what has to change of an account', () => {
  it.each([
    ['nothing that is not asked for', {}, {}],
    ['the primary group by number', { group: '100' }, {}],
    ['a name of digits before a number', { group: '7' }, { gid: 9 }],
    ['memberships, the primary group aside', { groups: ['adm', 'users'] }, {}],
    ['all memberships taken away', { groups: [''] }, { groups: [] }],
    ['memberships added', { groups: ['lp', 'adm'], append: true }, { groups: ['lp'] }],
    ['no lock that is there', { locked: true, hash: '$6$x$y' }, {}],
    ['a lock taken away', { locked: false }, { lock: false }],
    ['a new hash, locked', { locked: true, hash: '$6$x$z' }, { hash: '!$6$x$z' }],
    ['no expiry where there is none', { expires: 'never' as const }, {}],
    ['days', { expires: 100, minimumDays: 1, maximumDays: 99999 }, { expires: 100, minimumDays: 1 }],
  ])('%s', (_, wanted, changes) => {
    expect(accountChanges({ ...ann, ...wanted }, current)).toEqual(changes);
  });

  it('makes a missing home, unless it is moved there', () => {
    const missing = { ...current, homeExists: false };
    expect(accountChanges(ann, missing)).toEqual({ makeHome: true });
    expect(accountChanges({ ...ann, home: '/srv/ann', moveHome: true }, missing)).toEqual({
      home: '/srv/ann',
    });
  });
});

/** What the shell makes of commands. */
const words = (commands: readonly string[]) => commands.map(splitWords);
const lines = (commands: readonly string[]) => words(commands).map((line) => line?.join(' '));

describe('commands', () => {
  it('quote what they are given and keep the hash out', () => {
    const wanted = { ...ann, name: '-x', comment: "a'b; id", hash: '$6$x$y' };
    const created = createWithShadow({ wanted, groups: [], hasOwnGroup: false });
    expect(words(created.commands)).toEqual([
      ['useradd', '-c', "a'b; id", '-m', '--', '-x'],
      ['chpasswd', '-e'],
    ]);
    expect(created.stdin).toBe('-x:$6$x$y\n');
    const changed = changeWithShadow(wanted, { hash: '$6$x$z', shell: '/bin/a b' });
    expect(words(changed.commands)).toEqual([
      ['usermod', '-s', '/bin/a b', '--', '-x'],
      ['chpasswd', '-e'],
    ]);
    expect(changed.stdin).toBe('-x:$6$x$z\n');
  });

  it('give a new user that says no group its own only when nobody else has a group of its name', () => {
    const create = (group: string | undefined, hasOwnGroup: boolean) =>
      words(createWithShadow({ wanted: { ...ann, group }, groups: [], hasOwnGroup }).commands);
    expect(create(undefined, false)).toEqual([['useradd', '-m', '--', 'ann']]);
    expect(create(undefined, true)).toEqual([['useradd', '-N', '-m', '--', 'ann']]);
    expect(create('staff', true)).toEqual([['useradd', '-g', 'staff', '-m', '--', 'ann']]);
  });

  it('of BusyBox are one for each membership', () => {
    const wanted = { ...ann, uid: 5, group: 'users', createHome: false, system: true };
    expect(lines(createWithBusybox({ wanted, groups: ['adm'], hasOwnGroup: false }).commands)).toEqual([
      'adduser -D -H -u 5 -G users -S -- ann',
      'addgroup -- ann adm',
    ]);
    expect(lines(changeWithBusybox(ann, { groups: ['lp'] }, ['adm']).commands)).toEqual([
      'addgroup -- ann lp',
      'delgroup -- ann adm',
    ]);
    expect(lines(changeWithBusybox({ ...ann, append: true }, { groups: ['lp'] }, ['adm']).commands)).toEqual([
      'addgroup -- ann lp',
    ]);
    expect(lines(removeWithBusybox('ann', { remove: true }).commands)).toEqual([
      'deluser --remove-home -- ann',
    ]);
    expect(() => changeWithBusybox(ann, { shell: '/bin/ash' }, [])).toThrow(/'shell' needs .* shadow suite/);
  });
});

it.each([
  ['*', true],
  ['!', true],
  ['', true],
  ['plain', false],
  [`$6$salt$${'a'.repeat(86)}`, true],
  [`!$6$rounds=5000$salt$${'a'.repeat(86)}`, true],
  ['$6$salt$short', false],
  ['$y$j9T$salt$hash', true],
])('tells whether %j is a hash: %s', (text, isHash) => {
  expect(looksHashed(text)).toBe(isHash);
});
