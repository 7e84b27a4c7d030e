import { expect, test } from 'vitest';
import type { GitArguments } from '../../../src/module/git/arguments.ts';
import { type CheckoutState, parseRefs } from '../../../src/module/git/checkout-state.ts';
import { signerOf } from '../../../src/module/git/verify.ts';
import { wantedVersion } from '../../../src/module/git/wanted-version.ts';

const [one, two, three, four] = ['1', '2', '3', '4'].map((digit) => digit.repeat(40));

const remote = parseRefs(`ref: refs/heads/main\tHEAD
${one}\tHEAD
${one}\trefs/heads/main
${two}\trefs/heads/both
${three}\trefs/tags/both
${three}\trefs/tags/v1
${four}\trefs/tags/v1^{}
${two}\trefs/tags/v10
`);

const state = { remote, known: undefined, head: undefined } as CheckoutState;

test.each([
  ['HEAD', { kind: 'branch', branch: 'main', commit: one }],
  ['main', { kind: 'branch', branch: 'main', commit: one }],
  ['both', { kind: 'branch', branch: 'both', commit: two }],
  ['v1', { kind: 'tag', tag: 'v1', commit: four }],
  ['v10', { kind: 'tag', tag: 'v10', commit: two }],
  ['1234567', { kind: 'commit', commit: '1234567' }],
])('%s of a repository', (version, wanted) => {
  expect(wantedVersion({ version, repo: 'r' } as GitArguments, state)).toEqual(wanted);
});

test('a version that nothing is called is refused', () => {
  expect(() => wantedVersion({ version: 'nope', repo: 'r' } as GitArguments, state)).toThrow("'nope'");
});

test('a repository without commits is refused', () => {
  const empty = { ...state, remote: parseRefs('') };
  expect(() => wantedVersion({ version: 'HEAD', repo: 'r' } as GitArguments, empty)).toThrow(
    'has no commits',
  );
});

test('the signer is told by the key and by the one that it is part of', () => {
  const status = '[GNUPG:] NEWSIG\n[GNUPG:] VALIDSIG AA11 2024-01-01 1 0 4 0 1 10 00 BB22\n';
  expect(signerOf(status)).toEqual(['AA11', 'BB22']);
  expect(signerOf('[GNUPG:] BADSIG AA11')).toEqual([]);
});
