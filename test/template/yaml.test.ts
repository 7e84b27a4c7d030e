import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toValue } from '../../src/source/to-value.ts';
import { parseYaml } from '../../src/source/yaml.ts';
import { emitYaml } from '../../src/template/yaml/emit.ts';
import { representYaml } from '../../src/template/yaml/represent.ts';
import { dictFromEntries } from '../../src/values/dict.ts';
import { repr } from '../../src/values/printing.ts';
import { Float, type Value } from '../../src/values/types.ts';

const words = fc.constantFrom(
  'a',
  'yes',
  '0x1f',
  '1.5',
  ': ',
  ' #',
  '- ',
  '\n',
  ' ',
  'é',
  '🎉',
  '"',
  "'",
  '\\',
  '{',
  ']',
  '&',
  '*',
  '!',
  '%',
  '@',
  '\t',
  '~',
  '=',
  'word word word word',
);
const texts = fc.array(words, { maxLength: 30 }).map((parts) => parts.join(''));
const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      texts,
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => new Float(each)),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(texts, tie('value')), { maxLength: 4 }).map(dictFromEntries),
  ),
})).value;

function read(text: string): string {
  const { documents, diagnostics } = parseYaml({ path: 'x.yml', text });
  const failure = diagnostics.find((each) => each.severity === 'error');
  const [document] = documents;
  return (
    failure?.message ?? (document === undefined ? 'nothing' : repr(toValue(document, { trusted: false })))
  );
}

describe('YAML that is written', () => {
  it.each([
    ['blocks', false as const, 4],
    ['leaves on one line', undefined, 2],
    ['one line', true as const, 2],
  ])('is read back as the same value: %s', (_, flow, indent) => {
    fc.assert(
      fc.property(value, (original) => {
        const text = emitYaml(representYaml(original, { sortKeys: false, flow }), { indent, width: 80 });
        expect(read(text)).toBe(repr(original));
      }),
      { numRuns: 300 },
    );
  });

  it('names a list that occurs twice by an anchor', () => {
    const shared: Value = [1, 2];
    const node = representYaml([shared, shared], { sortKeys: true, flow: undefined });
    expect(emitYaml(node, { indent: 2, width: 80 })).toBe('- &id001 [1, 2]\n- *id001\n');
  });
});
