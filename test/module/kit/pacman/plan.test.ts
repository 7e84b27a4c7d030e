import { describe, expect, it } from 'vitest';
import type { PacmanArguments } from '../../../../src/module/kit/pacman/arguments.ts';
import {
  isFile,
  type PacmanState,
  toInstall,
  withOtherReason,
} from '../../../../src/module/kit/pacman/plan.ts';
import { versionsByName } from '../../../../src/module/kit/pacman/program.ts';

const args: PacmanArguments = {
  name: undefined,
  state: 'present',
  executable: 'pacman',
  extra_args: '',
  force: false,
  reason: undefined,
  reason_for: 'new',
  remove_nosave: false,
  update_cache: undefined,
  update_cache_extra_args: '',
  upgrade: undefined,
  upgrade_extra_args: '',
};

const state: PacmanState = {
  installed: new Map([
    ['here', '1.0-1'],
    ['old', '1.0-1'],
  ]),
  dependencies: new Set(['old']),
  upgradable: new Set(['old']),
  meant: new Map([
    ['here', ['here']],
    ['old', ['old']],
    ['group', ['here', 'new']],
    ['/srv/loose-3.0-1-any.pkg.tar.zst', ['loose']],
  ]),
};

describe('what pacman is asked for', () => {
  it('is what is missing: members of groups by their names, files as they are', () => {
    expect(toInstall(state, args)).toEqual(['new', '/srv/loose-3.0-1-any.pkg.tar.zst']);
  });

  it('is also what has a newer version when the latest is wanted', () => {
    expect(toInstall(state, { ...args, state: 'latest' })).toEqual([
      'old',
      'new',
      '/srv/loose-3.0-1-any.pkg.tar.zst',
    ]);
  });

  it('leaves reasons as they are unless they are for all', () => {
    expect(withOtherReason(state, { ...args, reason: 'dependency' })).toEqual([]);
    expect(withOtherReason(state, { ...args, reason: 'explicit', reason_for: 'all' })).toEqual(['old']);
  });

  it('is a file by an address or a name that ends as packages do', () => {
    expect(['http://host/x', './a.pkg.tar.zst', '/a.pkg.tar', 'nginx', 'core/nginx'].map(isFile)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

it('versions are read between what pacman says it does', () => {
  expect([...versionsByName('loading packages...\nloose 3.0-1\nleft 1:2.0-1\n')]).toEqual([
    ['loose', '3.0-1'],
    ['left', '1:2.0-1'],
  ]);
});
