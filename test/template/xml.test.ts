import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TsplayError } from '../../src/errors.ts';
import { emitXml } from '../../src/template/xml/emit.ts';
import { parseXml } from '../../src/template/xml/parse.ts';

const name = fc.stringMatching(/^[a-z_][a-z0-9_.-]{0,8}$/);
/** Text that survives: what XML may hold, without blanks at its ends. */
const text = fc.stringMatching(/^[!-~\u00e9\u4e16]([ -~]*[!-~])?$/);

describe('XML', () => {
  it('gives back the text and the attribute that it was made of, whatever they hold', () => {
    fc.assert(
      fc.property(name, text, text, (element, content, attribute) => {
        const dict = new Map([
          [
            element,
            new Map([
              ['@a', attribute],
              ['#text', content],
            ]),
          ],
        ]);
        const parsed = parseXml(emitXml(dict, { indent: '\t', hasDeclaration: true }));
        expect([parsed.name, parsed.attributes.get('a'), parsed.text]).toEqual([element, attribute, content]);
      }),
    );
  });

  it('is read or refused, whatever it is', () => {
    const piece = fc.constantFrom(
      '<a>',
      '</a>',
      '<a/>',
      '<a b="c">',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '&lt;',
      '&',
      'x',
      '<?',
      '?>',
      '<!DOCTYPE a [',
      ']>',
      '"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        try {
          parseXml(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(TsplayError);
        }
      }),
    );
  });

  it.each([
    ['an entity of its own', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', ''],
    ['an entity of entities', '<!DOCTYPE a [<!ENTITY x "aa"><!ENTITY y "&x;&x;">]><a>&y;</a>', ''],
  ])('never expands %s', (_what, document, expected) => {
    expect(parseXml(document).text).toBe(expected);
  });
});
