import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkVariableFiles } from '../../src/inventory/check-variable-files.ts';
import { loadInventory } from '../../src/inventory/load.ts';
import { VariableFolders } from '../../src/inventory/variable-folders.ts';
import { locationOf } from '../../src/source/diagnostics.ts';
import { writeFiles } from './cases/write-files.ts';

test('all errors of all variable files are found; files for nobody are not read', () => {
  const directory = writeFiles({
    'inv/hosts': '[web]\nh\n',
    'inv/group_vars/all.yml': '- a\n',
    'inv/group_vars/nobody.yml': '- a\n',
    'inv/host_vars/h.yml': 'a: !vault x\nb: !vault y\n',
    'pb/group_vars/web.yml': 'a: [\n',
  });
  const { inventory } = loadInventory(['inv/hosts'], { directory });
  const folders = new VariableFolders(({ message }) => expect.fail(message));
  const errors = checkVariableFiles({ inventory, folders, playbookDirectories: [join(directory, 'pb')] });
  const places = errors.map(({ span }) => span && locationOf(span).slice(directory.length + 1));
  expect(places).toEqual([
    'inv/group_vars/all.yml:1:1',
    'inv/host_vars/h.yml:1:11',
    'inv/host_vars/h.yml:2:11',
    'pb/group_vars/web.yml:1:4',
  ]);
});
