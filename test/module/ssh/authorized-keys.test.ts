import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  editAuthorizedKeys,
  formatAuthorizedKey,
  type KeysRequest,
  parseAuthorizedKey,
} from '../../../src/module/ssh/authorized-keys.ts';

const one = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMq';
const two = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7';

/** [text, keys, what differs in the request, text after]; the texts are what ansible.posix was seen to make of them. */
const cases: readonly (readonly [
  before: string,
  keys: readonly string[],
  request: Partial<KeysRequest>,
  after: string,
])[] = [
  ['', [`${one} a`], {}, `${one} a\n`],
  [`${two} b`, [`${one} a`], {}, `${two} b\n${one} a\n`],
  [`${one} a\n${two} b\n`, [`${one} n`], {}, `${two} b\n${one} n\n`],
  [`${one} a\n${two} b\n${one} c\n`, [`${one} n`], {}, `${two} b\n${one} n\n`],
  [`no-pty,from="a" ${one} a\n`, [`from="a",no-pty ${one} a`], {}, `no-pty,from="a" ${one} a\n`],
  [`no-pty ${one} a\n`, [`${one} a`], {}, `${one} a\n`],
  [` \n  ${one}   a  b\r\n`, [`${one} a b`], {}, ` \n  ${one}   a  b\r\n`],
  [`# x\n${one} a\n\n`, [`${one} a`], { exclusive: true }, `${one} a\n`],
  [`no-pty ${one} a\n${two} b\n`, [`${one} c`], { state: 'absent' }, `${two} b\n`],
  [`${two} b\n`, [`${one} c`], { state: 'absent', exclusive: true }, `${two} b\n`],
  [`damaged line here\n`, [`${one} a`], {}, `damaged line here\n${one} a\n`],
];

function keyOf(line: string) {
  const key = parseAuthorizedKey(line);
  if (key === undefined) throw new Error(`no key: ${line}`);
  return key;
}

describe('authorized keys', () => {
  it.each(cases)('%j with %j and %j: %j', (before, lines, differing, after) => {
    const request: KeysRequest = { keys: lines.map(keyOf), state: 'present', exclusive: false, ...differing };
    expect(editAuthorizedKeys(before, request)).toBe(after);
    expect(editAuthorizedKeys(after, request)).toBe(after);
  });

  it.each(['', '# c', 'not a key', 'ssh-unknown AAAA', 'no-pty', `command="x ${one}`])(
    '%j is no key',
    (line) => {
      expect(parseAuthorizedKey(line)).toBeUndefined();
    },
  );

  it('keeps options with blanks, commas and quotes together', () => {
    const option = fc.oneof(
      fc.constantFrom('no-pty', 'restrict', 'cert-authority'),
      fc.stringMatching(/^[ -!#-[\]-~]*$/).map((text) => `command="${text}\\"x"`),
    );
    fc.assert(
      fc.property(fc.array(option), fc.stringMatching(/^[a-z@ ]*$/), (options, comment) => {
        const key = { options, type: 'ssh-ed25519', blob: 'AAAA', comment: comment.trim() };
        expect(parseAuthorizedKey(formatAuthorizedKey(key))).toEqual(key);
      }),
    );
  });
});
