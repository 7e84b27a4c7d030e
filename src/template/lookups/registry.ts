import { refusedLookups, withShortName } from '../refused-plugins.ts';
import { lines, pipe } from './commands.ts';
import { filetree } from './community/filetree.ts';
import { mergeVariables } from './community/merge-variables.ts';
import { pathLookup } from './community/paths.ts';
import { configLookup } from './config.ts';
import { csvfile } from './csv.ts';
import { file, fileglob, firstFound, template, unvault } from './files.ts';
import { ini } from './ini.ts';
import {
  dict,
  flattened,
  indexedItems,
  items,
  list,
  nested,
  randomChoice,
  subelements,
  together,
} from './lists.ts';
import { lookupError } from './options.ts';
import { password } from './password.ts';
import { randomString } from './random-string.ts';
import { sequence } from './sequence.ts';
import type { Lookup } from './types.ts';
import { url } from './url/lookup.ts';
import { env, inventoryHostnames, varnames, vars } from './variables.ts';

const builtin: Readonly<Record<string, Lookup>> = {
  file,
  fileglob,
  first_found: firstFound,
  template,
  unvault,
  pipe,
  lines,
  env,
  vars,
  varnames,
  inventory_hostnames: inventoryHostnames,
  items,
  list,
  dict,
  indexed_items: indexedItems,
  nested,
  together,
  subelements,
  random_choice: randomChoice,
  sequence,
  csvfile,
  ini,
  password,
  config: configLookup(new Map()),
  url,
};

function refused(name: string, why: string): Lookup {
  return () => {
    throw lookupError(`the lookup '${name}' is not supported`, why);
  };
}

/** Lookups of collections; under their short names too where a redirect of old playbooks still works. */
const community: readonly (readonly [string, Lookup])[] = [
  ...named('community.general.flattened', flattened),
  ...named('community.general.random_string', randomString),
  ...named('community.general.cartesian', nested),
  ...named('community.general.merge_variables', mergeVariables),
  ...named('community.general.filetree', filetree),
  ['ansible.utils.get_path', pathLookup('get_path')],
  ['ansible.utils.to_paths', pathLookup('to_paths')],
  ...Array.from(refusedLookups).flatMap(([name, why]) => named(name, refused(name, why))),
];

function named(name: string, lookup: Lookup): readonly (readonly [string, Lookup])[] {
  return withShortName(name).map((each) => [each, lookup] as const);
}

/** The lookups under all their names. */
export const lookupPlugins: ReadonlyMap<string, Lookup> = new Map([
  ...Object.entries(builtin).flatMap(([name, lookup]) =>
    [name, `ansible.builtin.${name}`, `ansible.legacy.${name}`].map((each) => [each, lookup] as const),
  ),
  ...community,
]);
