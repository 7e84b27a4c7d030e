import { join } from 'node:path';
import { describeNode, type YamlNode } from '../source/node.ts';
import { toValue } from '../source/to-value.ts';
import type { Dict } from '../values/types.ts';
import type { ArgumentSpecs, Role } from './ast.ts';
import { textOf } from './keyword-value.ts';
import type { LoadedYaml, Loading } from './loading.ts';
import { type FoundRole, findRoleFile, findVariableFiles } from './roles.ts';

/** Which of a role's files are read, without their extension; `main` where nothing is said. */
export interface RoleFiles {
  readonly tasks?: string | undefined;
  readonly handlers?: string | undefined;
  readonly defaults?: string | undefined;
  readonly vars?: string | undefined;
}

/** What meta/main.yml says. */
export interface RoleMeta {
  readonly dependencies: readonly YamlNode[];
  readonly allowDuplicates: boolean;
  readonly collections: readonly string[];
  readonly argumentSpecs: ArgumentSpecs | undefined;
}

/** Reads meta/main.yml and meta/argument_specs.yml. */
export function readMeta({ path, name }: FoundRole, loading: Loading): RoleMeta {
  const file = findRoleFile(loading.files, join(path, 'meta', 'main'));
  const yaml = file === undefined ? undefined : loading.readYaml(file);
  const root = yaml?.root;
  if (root !== undefined && root.kind !== 'mapping' && textOf(root) !== undefined) {
    const message = `meta/main.yml of the role '${name}' must be a mapping, not ${describeNode(root)}`;
    loading.error({ code: 'bad-role-meta', message, span: root.span });
  }
  const find = (key: string) =>
    root?.kind === 'mapping' ? root.entries.find((entry) => textOf(entry.key) === key)?.value : undefined;
  const dependencies = find('dependencies');
  const collections = find('collections');
  const duplicates = find('allow_duplicates');
  if (
    dependencies?.kind === 'mapping' ||
    (dependencies !== undefined && textOf(dependencies) !== undefined)
  ) {
    const message = `dependencies of a role must be a list, not ${describeNode(dependencies)}`;
    loading.error({ code: 'bad-role-meta', message, span: dependencies.span });
  }
  return {
    dependencies: dependencies?.kind === 'sequence' ? dependencies.items : [],
    allowDuplicates: duplicates !== undefined && toValue(duplicates, { trusted: false }) === true,
    collections:
      collections?.kind === 'sequence' ? collections.items.flatMap((item) => textOf(item) ?? []) : [],
    argumentSpecs: readArgumentSpecs(path, { loading, meta: yaml }),
  };
}

interface ArgumentSpecsInput {
  readonly loading: Loading;
  readonly meta: LoadedYaml | undefined;
}

/** A file of their own counts more than meta/main.yml. */
function readArgumentSpecs(path: string, { loading, meta }: ArgumentSpecsInput): ArgumentSpecs | undefined {
  const own = findRoleFile(loading.files, join(path, 'meta', 'argument_specs'));
  for (const yaml of [own === undefined ? undefined : loading.readYaml(own), meta]) {
    if (yaml?.root?.kind !== 'mapping') continue;
    const node = yaml.root.entries.find(({ key }) => textOf(key) === 'argument_specs')?.value;
    if (node === undefined) continue;
    const entryPoints = toValue(node, { trusted: true, report: loading.report });
    if (entryPoints instanceof Map) return { entryPoints, file: yaml.file, span: node.span };
  }
  return undefined;
}

interface ReadRoleInput {
  readonly found: FoundRole;
  readonly meta: RoleMeta;
  readonly from: RoleFiles;
  readonly loading: Loading;
}

/** Reads a role's defaults and variables. */
export function readRole({ found, meta, from, loading }: ReadRoleInput): Role {
  const variables = (folder: 'defaults' | 'vars') =>
    readVariables(found, { folder, file: from[folder], loading });
  return {
    name: found.name,
    path: found.path,
    collection: found.collection,
    collections: meta.collections,
    defaults: variables('defaults'),
    vars: variables('vars'),
    allowDuplicates: meta.allowDuplicates,
    argumentSpecs: meta.argumentSpecs,
  };
}

interface VariablesInput {
  readonly folder: 'defaults' | 'vars';
  readonly file: string | undefined;
  readonly loading: Loading;
}

function readVariables({ path, name }: FoundRole, { folder, file, loading }: VariablesInput): Dict {
  const merged: Dict = new Map();
  const paths = findVariableFiles(loading.files, join(path, folder, file ?? 'main'));
  if (file !== undefined && paths.length === 0) {
    const message = `the role '${name}' has no file '${folder}/${file}'; looked in ${join(path, folder)}`;
    loading.error({ code: 'file-not-found', message });
  }
  for (const variableFile of paths) {
    const root = loading.readYaml(variableFile)?.root;
    if (root === undefined) continue;
    const { places } = loading.context;
    const value = toValue(root, { trusted: true, report: loading.report, places });
    if (value instanceof Map) {
      for (const [key, item] of value) merged.set(key, item);
      places?.carry(value, merged);
    } else if (value !== null) {
      const message = `a file of variables must be a mapping, not ${describeNode(root)}`;
      loading.error({ code: 'bad-variables', message, span: root.span });
    }
  }
  return merged;
}
