import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatMapped, mappedSlice, replaceMapped, trimMapped } from '../../src/util/mapped-text.ts';

describe('mapped text', () => {
  it('knows where each character stood, whatever is cut, put together and trimmed', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '\n', 'é', '😀') });
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (source, first, second) => {
        const [from = 0, to = 0] = [first % (source.length + 1), second % (source.length + 1)].sort(
          (left, right) => left - right,
        );
        const parts = [mappedSlice(source, to, source.length), mappedSlice(source, from, to)];
        const trimmed = trimMapped(concatMapped(parts));
        expect(trimmed.text).toBe((source.slice(to) + source.slice(from, to)).trim());
        expect(trimmed.offsets.map((offset) => source.charAt(offset)).join('')).toBe(trimmed.text);
      }),
    );
  });

  it('puts a replacement where its match began', () => {
    const replaced = replaceMapped(mappedSlice('xx a-b', 3, 6), /a|b/g, ([letter]) => `<${letter}>`);
    expect(replaced).toEqual({ text: '<a>-<b>', offsets: [3, 3, 3, 4, 5, 5, 5] });
  });
});
