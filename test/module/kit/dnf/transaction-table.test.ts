import { describe, expect, test } from 'vitest';
import { parseTransactionTable } from '../../../../src/module/kit/dnf/transaction-table.ts';

const tool = { name: 'tool', epoch: '0', version: '1.0', release: '1', arch: 'noarch' };

describe('the table of a transaction', () => {
  test('of dnf: packages of all sections, but neither groups nor what is skipped', () => {
    const table = `Dependencies resolved.
================================================================================
 Package          Architecture       Version            Repository         Size
================================================================================
Installing:
 new              noarch             2:1.0-1            local             6.1 k
     replacing  old.noarch 1.0-1
Upgrading:
 tool             noarch             3.0-1              local             6.1 k
Installing group/module packages:
 member-a         noarch             1.0-1              local             6.1 k
Installing dependencies:
 lib              noarch             1.0-1              local             6.0 k
Removing dependent packages:
 clash            noarch             1.0-1              @local              8${'  '}
Installing Groups:
 The team of four people here

Skipping packages with broken dependencies:
 broken           noarch             1.0-1              local             6.1 k

Transaction Summary
================================================================================
Install  3 Packages
`;
    expect(parseTransactionTable(table, [tool])).toEqual({
      installed: ['lib-1.0-1.noarch', 'member-a-1.0-1.noarch', 'new-2:1.0-1.noarch', 'tool-3.0-1.noarch'],
      removed: ['clash-1.0-1.noarch', 'old-1.0-1.noarch', 'tool-1.0-1.noarch'],
    });
  });

  test('of yum: what does not fit stands on the next line', () => {
    const table = `
================================================================================
 Package                                Arch     Version      Repository   Size
================================================================================
Updating:
 tool                                   noarch   3.0-1        local       1.9 k
Installing for dependencies:
 a-package-with-a-very-long-name-indeed
                                        noarch   1.0-1        local       1.8 k

Transaction Summary
================================================================================
Upgrade  1 Package (+1 Dependent package)
`;
    expect(parseTransactionTable(table, [tool])).toEqual({
      installed: ['a-package-with-a-very-long-name-indeed-1.0-1.noarch', 'tool-3.0-1.noarch'],
      removed: ['tool-1.0-1.noarch'],
    });
  });

  test('of dnf5: what is replaced has a row of its own', () => {
    const table = `Package     Arch   Version Repository      Size
Upgrading:
 tool       noarch 3.0-1   local       53.0   B
   replacing tool noarch 1.0-1 local   53.0   B
Removing unused dependencies:
 lib        noarch 1.0-1   local       53.0   B

Transaction Summary:
 Upgrading:         1 package
`;
    expect(parseTransactionTable(table, [tool])).toEqual({
      installed: ['tool-3.0-1.noarch'],
      removed: ['lib-1.0-1.noarch', 'tool-1.0-1.noarch'],
    });
  });

  test('is empty when nothing is to do', () => {
    expect(parseTransactionTable('Dependencies resolved.\nNothing to do.\nComplete!\n', [tool])).toEqual({
      installed: [],
      removed: [],
    });
  });
});
