import { expect, it } from 'vitest';
import { fitsSpecifier } from '../../../../src/module/kit/pip/version.ts';

// As packaging, which pip goes by, answers.
it.each([
  ['1.0', '==1'],
  ['1.0+local', '==1.0'],
  ['2.7.3', '==2.*'],
  ['1.10', '>1.9'],
  ['1!1.0', '>2020'],
  ['2.5', '~=2.2'],
  ['1.4.9', '~=1.4.5'],
  ['1.0.post1', '>=1.0'],
  ['1.0.dev3', '<1.0a1'],
  ['1.0a2', '>1.0a1'],
  ['3.0', '!=2.*'],
  ['2004d', '==2004d'],
  ['1.0-1', '==1.0.post1'],
  ['v1.0', '===v1.0'],
])('%s fits %s', (version, specifier) => {
  expect(fitsSpecifier(version, specifier)).toBe(true);
});

it.each([
  ['1.0', '==1.0+local'],
  ['1.0.post1', '>1.0'],
  ['1.0rc1', '<1.0'],
  ['3.0', '~=2.2'],
  ['1.5.0', '~=1.4.5'],
  ['2.7', '!=2.*'],
  ['1.9', '>1.10'],
  ['1.0', '<1.0'],
  ['2004d', '>=1'],
  ['1.0', '=>1.0'],
])('%s does not fit %s', (version, specifier) => {
  expect(fitsSpecifier(version, specifier)).toBe(false);
});
