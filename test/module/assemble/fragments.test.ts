import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Assembly, assembleFragments, fragmentsOf } from '../../../src/module/assemble/fragments.ts';
import { read } from '../../../src/module/kit/reading.ts';
import { localContext, scratchEachTest } from '../local-context.ts';

const scratch = scratchEachTest();
const fragments = [
  { name: 'b', content: Buffer.from('two') },
  { name: 'a', content: Buffer.from('one\n') },
  { name: '.c', content: Buffer.from('') },
];

/** [what is asked for, what comes out]; the texts are what ansible-core 2.14 was seen to make of them. */
const cases: readonly (readonly [request: Partial<Assembly>, content: string])[] = [
  [{}, 'one\ntwo'],
  [{ delimiter: '#' }, '#\none\n#\ntwo'],
  [{ delimiter: '\n--\n', ignoreHidden: true }, 'one\n\n--\ntwo'],
  [{ regexp: 'b' }, 'two'],
  [{ regexp: 'none' }, ''],
];

describe('fragments', () => {
  it.each(cases)('with %j: %j', (request, content) => {
    const whole = { regexp: undefined, ignoreHidden: false, delimiter: undefined, ...request };
    expect(assembleFragments(fragments, whole).toString()).toBe(content);
  });

  it.each(['system', 'busybox'] as const)(
    'are read with the tools of %s, whatever their names',
    async (flavour) => {
      const names = ['-n', '.hidden', 'a\nb', "it's", 'ü'];
      for (const name of names) writeFileSync(join(scratch.path, name), `of ${name}\0\n`);
      mkdirSync(join(scratch.path, 'folder'));
      const { found } = await read(localContext({ flavour }), { found: fragmentsOf(scratch.path) });
      expect(found?.map(({ name, content }) => [name, content.toString()])).toEqual(
        expect.arrayContaining(names.map((name) => [name, `of ${name}\0\n`])),
      );
      expect(found).toHaveLength(names.length);
    },
  );

  it('of what is no folder are none', async () => {
    const { found } = await read(localContext(), { found: fragmentsOf(join(scratch.path, 'none')) });
    expect(found).toBeUndefined();
  });
});
