import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deb822Text, isSameStanza, parseDeb822 } from '../../../../src/module/kit/apt/deb822.ts';

describe('the deb822 form of a source', () => {
  test('a key of several lines is set in, with dots for its empty lines', () => {
    const text = deb822Text(
      new Map([
        ['Types', 'deb'],
        ['Signed-By', '-----BEGIN\n\nabc\n-----END'],
      ]),
    );
    expect(text).toBe('Types: deb\nSigned-By:\n -----BEGIN\n .\n abc\n -----END\n');
  });

  test.each([
    ['nothing', ''],
    ['two stanzas', 'Types: deb\n\nTypes: deb-src\n'],
    ['a field that stands twice', 'Types: deb\nTypes: deb-src\n'],
    ['no field', 'deb http://example.test stable main\n'],
  ])('%s is no stanza', (_what, text) => {
    expect(parseDeb822(text)).toBeUndefined();
  });

  test('remarks do not count, nor does the order of the fields', () => {
    const read = parseDeb822('# by hand\nURIs: http://a.test\nTypes:  deb\n');
    const wanted = new Map([
      ['Types', 'deb'],
      ['URIs', 'http://a.test'],
    ]);
    expect(isSameStanza(read, wanted)).toBe(true);
    expect(isSameStanza(read, new Map([...wanted, ['Enabled', 'no']]))).toBe(false);
  });

  test('what is written is read again', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9/:=_+-]{1,12}$/);
    const line = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
    const value = fc
      .tuple(line, fc.array(fc.oneof(line, fc.constant('')), { maxLength: 3 }), line)
      .map(([first, middle, last]) => (middle.length === 0 ? first : [first, ...middle, last].join('\n')));
    const name = fc.stringMatching(/^[A-Z][a-z]{1,6}(-[A-Z][a-z]{1,6})?$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, value), { minLength: 1, selector: ([key]) => key }),
        (pairs) => {
          const fields = new Map(pairs);
          expect(isSameStanza(parseDeb822(deb822Text(fields)), fields)).toBe(true);
        },
      ),
    );
  });
});
