import { describe, expect, it } from 'vitest';
import {
  installedPackages,
  isInstalled,
  joinRequirements,
  parseRequirement,
} from '../../../../src/module/kit/pip/requirement.ts';

describe('requirements of pip', () => {
  it('are put together where a comma belongs to one of them', () => {
    expect(joinRequirements(['beta>=1', '<3', ' gamma[x', 'a]', 'delta', '!=2', ''])).toEqual([
      'beta>=1,<3',
      'gamma[x,a]',
      'delta,!=2',
    ]);
  });

  it.each([
    ['Alpha-Pkg >= 1.6, <3', 'Alpha-Pkg<3,>=1.6'],
    ['beta[x,a] (>=1)', 'beta[a,x]>=1'],
    ['beta;python_version>"3"', 'beta; python_version>"3"'],
  ])('%s is a package: %s', (text, written) => {
    expect(parseRequirement(text)).toMatchObject({ kind: 'package', text: written });
  });

  it.each([
    'git+https://host/repo.git#egg=beta',
    'file:///srv/beta.whl',
    './beta',
    'beta @ file:///x',
    '--index-url=x',
    'beta ==',
  ])('%s is left to pip', (text) => {
    expect(parseRequirement(text)).toEqual({ kind: 'other', text });
  });

  it('are there under any spelling of the name, in a version that fits', () => {
    const installed = installedPackages('Alpha-Pkg==2.0\ngamma.x==0.1\n-e git+https://x#egg=y\n');
    const isThere = (text: string): boolean => {
      const requirement = parseRequirement(text);
      return requirement.kind === 'package' && isInstalled(requirement, installed);
    };
    expect(['alpha_pkg', 'ALPHA.pkg>=1,<3', 'gamma-x==0.1'].filter(isThere)).toHaveLength(3);
    expect(['alpha', 'alpha-pkg>2', 'gamma_x!=0.1', 'y'].filter(isThere)).toEqual([]);
  });
});
