import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { AnyModule } from '../../src/module/define.ts';
import { localContext, play, scratchEachTest } from '../module/local-context.ts';
import { casesText, moduleText, parseModuleName, withIndexLine } from './pieces.ts';

const scratch = scratchEachTest();
const thing = { collection: 'community.general', name: 'thing' };
const root = new URL('../../', import.meta.url);

it('writes a module that predicts, changes, and finds nothing to do the second time', async () => {
  mkdirSync(join(scratch.path, 'modules'));
  const path = join(scratch.path, 'modules/thing.ts');
  writeFileSync(
    path,
    moduleText(thing).replaceAll("'../module/", `'${new URL('src/module/', root).pathname}`),
  );
  const { default: module } = (await import(path)) as { readonly default: AnyModule };
  const file = join(scratch.path, "-it's");
  expect(await play(module, { path: file }, localContext({ checkMode: true }))).toMatchObject({
    changed: true,
  });
  expect(await play(module, { path: file })).toEqual({ changed: true, path: file, state: 'present' });
  expect(await play(module, { path: file })).toMatchObject({ changed: false });
  expect(await play(module, { path: file, state: 'absent' })).toMatchObject({ changed: true });
  expect(await play(module, { path: '/proc/none' })).toMatchObject({ failed: true });
});

it('has a case for each state, and names the module in each', () => {
  expect(casesText(thing).match(/^ {4}thing: /gm)).toHaveLength(5);
});

it.each(['thing', 'package', 'aaa', 'zzz'])('puts %s where its name belongs in the list', (name) => {
  const index = readFileSync(new URL('src/modules/index.ts', root), 'utf8');
  const without =
    name === 'package'
      ? index.replace(/^.*package\.ts.*\n/m, '').replace(/^ {2}packageModule,\n/m, '')
      : index;
  const lines = withIndexLine(without, { ...thing, name }).split('\n');
  const files = lines.flatMap((line) => /^import (?:\w+) from '\.\/(\w+)\.ts';$/.exec(line)?.[1] ?? []);
  const entries = lines.flatMap((line) => /^ {2}(\w+?)(?:Module)?,$/.exec(line)?.[1] ?? []);
  expect(files).toContain(name);
  expect(files).toEqual(files.toSorted());
  expect(entries).toEqual(files);
});

it('refuses what is there, and what is no full name', () => {
  const index = readFileSync(new URL('src/modules/index.ts', root), 'utf8');
  expect(() => withIndexLine(index, { collection: 'ansible.builtin', name: 'copy' })).toThrow(
    /has copy already/,
  );
  for (const name of ['thing', 'a.b', '../x', 'a.b.c-d', 'a.b.C/d'])
    expect(() => parseModuleName(name)).toThrow(/no full name/);
});
