import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idsOf, type TargetIds, type WantedAttributes } from '../../../src/module/kit/file-attributes.ts';
import { quote } from '../../../src/module/kit/quote.ts';
import { allOf, type Inline, noReading, type Reading, read } from '../../../src/module/kit/reading.ts';
import { splitWords } from '../../../src/module/kit/split-words.ts';
import { type Flavour, localContext } from '../local-context.ts';

const raw = (script: string, inline?: Inline): Reading<string> => ({
  script,
  ...(inline === undefined ? {} : { inline }),
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

  it('leave out what needs nothing, and make no round trip for that alone', async () => {
    const context = localContext();
    expect(await read(context, { first: noReading(1), all: allOf([noReading(2)]) })).toEqual({
      first: 1,
      all: [2],
    });
    expect(context.roundTrips()).toBe(0);
    expect(await read(context, { first: noReading(1), second: raw('echo 2'), third: noReading(3) })).toEqual({
      first: 1,
      second: '0:2\n',
      third: 3,
    });
  });

  it('share a shell when they are inline, in order and whatever comes between', async () => {
    const found = await read(localContext(), {
      set: raw('word=1; r="$word\n\n"', 'sets'),
      failed: raw('false', 'sets'),
      printed: raw("printf '%s\\0' $word", 'prints'),
      apart: raw('word=2; exit 3'),
      again: raw('r=$word', 'sets'),
      several: allOf(Array.from({ length: 40 }, (_, index) => raw(`r=${index}`, 'sets'))),
      last: raw(':', 'sets'),
    });
    expect(found).toEqual({
      set: '0:1\n\n',
      failed: '1:',
      printed: '0:1\0',
      apart: '3:',
      again: '0:1',
      several: Array.from({ length: 40 }, (_, index) => `0:${index}`),
      last: '0:',
    });
  });

  it('fail when the output is not whole', async () => {
    await expect(read(localContext(), { first: raw('exit 4', 'prints') })).rejects.toThrow(
      'could not be read',
    );
  });

  it.each<[Flavour, Inline]>([
    ['system', 'prints'],
    ['system', 'sets'],
    ['busybox', 'prints'],
    ['busybox', 'sets'],
  ])('carry any text (%s, %s)', async (flavour, inline) => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')),
        async (text) => {
          const script = inline === 'sets' ? `r=${quote(text)}` : `printf '%s' ${quote(text)}`;
          const { echoed, next } = await read(localContext({ flavour }), {
            echoed: { script, inline, parse: ({ stdout }) => stdout.toString() },
            next: raw('r=1', 'sets'),
          });
          expect([echoed, next]).toEqual([Buffer.from(text).toString(), '0:1']);
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('the ids of wanted names', () => {
  const seenAs = (lines: string): Reading<unknown> => ({ ...raw(`seen=${quote(lines)}`, 'sets') });
  // What stat says of a file of user 41 `own` and group 42 `team`; neither exists here.
  const status = '81a4 1 41 42\nu 41 own\ng 42 team\ns 5\n2026';

  it.each<[string, WantedAttributes, Partial<TargetIds>]>([
    ['its own', { owner: 'own', group: 'team' }, { uid: 41, gid: 42 }],
    ['the name of the other kind', { owner: 'team', group: 'own' }, { uid: undefined, gid: undefined }],
    ['part of a name', { owner: 'ow', group: 'tea' }, { uid: undefined, gid: undefined }],
    ['with a pattern', { owner: '*', group: '41 own' }, { uid: undefined, gid: undefined }],
    ['numbers', { owner: '7', group: '8' }, { uid: 7, gid: 8 }],
    ['another', { owner: 'root', group: 'root' }, { uid: 0, gid: 0 }],
    ['none', {}, { uid: undefined, gid: undefined }],
  ])('come from what was seen of the file when they are its own: %s', async (_, wanted, ids) => {
    for (const flavour of ['system', 'busybox'] as const) {
      const found = await read(localContext({ flavour }), {
        seen: seenAs(status),
        ids: idsOf(wanted, { seen: true }),
      });
      expect(found.ids).toMatchObject(ids);
    }
  });

  it('come with the umask where a file will be made or the mode may depend on it', async () => {
    const umask = async (seen: string, mode: string): Promise<number> =>
      (
        await read(localContext(), {
          seen: seenAs(seen),
          ids: idsOf({ mode }, { seen: true }),
        })
      ).ids.umask;
    const own = process.umask();
    expect(own).not.toBe(0);
    expect([await umask('', '0644'), await umask(status, '+x'), await umask(status, '0644')]).toEqual([
      own,
      own,
      0,
    ]);
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
