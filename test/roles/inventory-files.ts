import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readVariableFile, variablesOrThrow } from '../../src/inventory/variable-file.ts';
import { Secret, type Value } from '../../src/values/types.ts';
import { createVault } from '../../src/vault/vault.ts';
import { projectFolder } from '../e2e/support/programs.ts';

const folder = join(projectFolder, 'inventory/group_vars');

/** The password for trying out, with which the shipped secrets are encrypted. */
const secret = new Secret(readFileSync(join(projectFolder, 'vault-password.example'), 'utf8').trim());

/** The groups that have variables of their own, `all` among them. */
export const groupsWithVariables: readonly string[] = readdirSync(folder).map((name) =>
  name.replace(/\.yml$/, ''),
);

/** The variables of a group as inventory/group_vars has them, secrets included. */
export function groupVariables(group: string): ReadonlyMap<string, Value> {
  const vault = createVault({ secrets: [{ label: 'default', secret }] });
  const files =
    group === 'all' ? ['all.yml'] : readdirSync(join(folder, group)).map((name) => join(group, name));
  return new Map(
    files.flatMap((file) => [
      ...(variablesOrThrow(readVariableFile(join(folder, file), { vault })) as ReadonlyMap<string, Value>),
    ]),
  );
}
