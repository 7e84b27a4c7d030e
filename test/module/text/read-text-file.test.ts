import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTextFile } from '../../../src/module/text/read-text-file.ts';
import {
  type Flavour,
  type LocalContext,
  localContext,
  scratchEachTest,
} from '../../module/local-context.ts';

describe.each<Flavour>(['system', 'busybox'])(
  'a text in the home of the user, with the tools of %s',
  (flavour) => {
    const home = scratchEachTest();

    /** Of a user whose home is the scratch folder. */
    function contextAtHome(folder = home.path): LocalContext {
      const context = localContext({ flavour });
      const { target } = context;
      return {
        ...context,
        target: { ...target, run: (script, options) => target.run(`HOME='${folder}'\n${script}`, options) },
      };
    }

    it('is read in one round trip', async () => {
      mkdirSync(join(home.path, '.ssh'));
      writeFileSync(join(home.path, '.ssh/known hosts'), 'one\n');
      const context = contextAtHome();
      const file = await readTextFile(context, { path: '~/.ssh/known hosts', wanted: {} });
      expect(file).toMatchObject({
        path: join(home.path, '.ssh/known hosts'),
        status: { kind: 'file', size: 4 },
      });
      expect(file.source.text).toBe('one\n');
      expect(context.roundTrips()).toBe(1);
    });

    it('names the folders that are missing from the root on', async () => {
      const context = contextAtHome();
      const file = await readTextFile(context, { path: '~/.ssh/deep/file', wanted: {}, makeFolders: true });
      expect(file.status).toBeUndefined();
      expect(file.missing).toEqual([join(home.path, '.ssh'), join(home.path, '.ssh/deep')]);
      expect(context.roundTrips()).toBe(1);
    });

    it('is looked for where the home shall be when that is not there', async () => {
      const folder = join(home.path, 'none');
      const file = await readTextFile(contextAtHome(folder), {
        path: '~/file',
        wanted: {},
        makeFolders: true,
      });
      expect(file).toMatchObject({ path: join(folder, 'file'), status: undefined, missing: [folder] });
    });

    it('may be anywhere else', async () => {
      writeFileSync(join(home.path, 'file'), 'two');
      const file = await readTextFile(contextAtHome(), { path: '$HOME/file', wanted: {} });
      expect(file).toMatchObject({ path: join(home.path, 'file') });
      expect(file.source.text).toBe('two');
    });
  },
);
