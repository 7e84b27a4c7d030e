import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { OwnModules } from '../../../src/module/own/own-modules.ts';
import { localContext, scratchEachTest } from '../local-context.ts';

const scratch = scratchEachTest();

function load(text: string) {
  const path = join(scratch.path, 'thing.mjs');
  writeFileSync(path, text);
  return new OwnModules().load({ path, name: 'thing', collection: 'ansible.legacy' });
}

it('takes name and collection from the file, and skips in check mode what promises nothing', async () => {
  const module = await load(`export default {
    name: 'other', args: { who: { type: 'str', required: true, description: 'Who.' } },
    run: async (context, args) => ({ changed: false, said: args.who }),
  };`);
  expect(module).toMatchObject({ name: 'thing', collection: 'ansible.legacy', check: 'none', diff: false });
  expect(await module.run(localContext(), { who: 'me' }, new Map())).toEqual({ changed: false, said: 'me' });
});

it.each([
  ['a missing default export', 'export const x = 1;', /no default export/],
  ['no function', 'export default { args: {} };', /'run' must be a function/],
  [
    'an unknown type',
    "export default { args: { a: { type: 'string' } }, run() {} };",
    /"string", which is none of str/,
  ],
  [
    'a misspelt property',
    "export default { args: { a: { type: 'str', requird: true } }, run() {} };",
    /'requird'.*required/,
  ],
  [
    'a mistake in nested arguments',
    "export default { args: { a: { type: 'dict', options: { b: {} } } }, run() {} };",
    /'args\.a\.b' has no type/,
  ],
  [
    'an unknown kind of check mode',
    "export default { args: {}, check: 'yes', run() {} };",
    /full, partial, none, not "yes"/,
  ],
  ['what it throws', "\nthrow new Error('out of order');", /Error: out of order \(line 2\)/],
])('refuses %s', async (_what, text, message) => {
  await expect(load(text)).rejects.toMatchObject({
    code: 'own-module',
    message: expect.stringMatching(message),
  });
});
