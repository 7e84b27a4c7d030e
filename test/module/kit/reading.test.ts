import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quote } from '../../../src/module/kit/quote.ts';
import { allOf, type Reading, read } from '../../../src/module/kit/reading.ts';
import { splitWords } from '../../../src/module/kit/split-words.ts';
import { localContext } from '../local-context.ts';

const raw = (script: string): Reading<string> => ({
  script,
  parse: ({ stdout, rc }) => `${rc}:${stdout.toString('latin1')}`,
});

describe('readings', () => {
  it('share one round trip and keep their output and status apart', async () => {
    const context = localContext();
    const found = await read(context, {
      bytes: raw("printf '\\0\\377\\n\\n'"),
      failed: raw('echo out; exit 7'),
      nothing: raw(':'),
      several: allOf([raw('echo 1'), raw('false'), raw('cd /; pwd')]),
    });
    expect(found).toEqual({
      bytes: '0:\0\xff\n\n',
      failed: '7:out\n',
      nothing: '0:',
      several: ['0:1\n', '1:', '0:/\n'],
    });
    expect(context.roundTrips()).toBe(1);
  });

  it('carry any text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')),
        async (text) => {
          const { echoed } = await read(localContext(), {
            echoed: { script: `printf '%s' ${quote(text)}`, parse: ({ stdout }) => stdout.toString() },
          });
          expect(echoed).toBe(Buffer.from(text).toString());
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('splitWords', () => {
  const cases: readonly (readonly [text: string, words: readonly string[] | undefined])[] = [
    ['a  b\tc', ['a', 'b', 'c']],
    [`a 'b c' "d e"f`, ['a', 'b c', 'd ef']],
    [`a\\ b "c\\"d" "e\\f" 'g\\h'`, ['a b', 'c"d', 'e\\f', 'g\\h']],
    [`'' ""`, ['', '']],
    ['$HOME `id`; |', ['$HOME', '`id`;', '|']],
    ["open 'quote", undefined],
    ['end\\', undefined],
  ];
  for (const [text, words] of cases) it(JSON.stringify(text), () => expect(splitWords(text)).toEqual(words));

  it('takes apart what quote puts together', () => {
    fc.assert(
      fc.property(fc.array(fc.string().filter((word) => !word.includes('\0'))), (words) => {
        expect(splitWords(words.map(quote).join(' '))).toEqual(words);
      }),
    );
  });
});
