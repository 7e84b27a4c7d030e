import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { TsplayError } from '../../errors.ts';
import type { ProjectFiles } from '../../module/context.ts';
import type { Action } from '../../project/ast.ts';
import { readSource } from '../../source/read.ts';
import type { SourceFile, Vault } from '../../source/span.ts';
import { toValue } from '../../source/to-value.ts';
import { parseYaml } from '../../source/yaml.ts';
import { toBoolean } from '../../values/boolean-words.ts';
import { str } from '../../values/printing.ts';
import type { Dict, Value } from '../../values/types.ts';
import { mergedDict } from '../../variables/scope.ts';
import type { Templar } from '../dependencies.ts';
import { markSecret, resultOf } from '../task-result.ts';

export interface IncludeVarsCall {
  readonly action: Action;
  readonly templar: Templar;
  readonly files: ProjectFiles;
  /** What `dir:` is relative to: the role's folder of vars, or the folder of the file that holds the task. */
  readonly folder: string;
  /** Opens what is encrypted. */
  readonly vault: Vault | undefined;
  /** A variable as the task sees it, rendered. */
  readonly variable: (name: string) => Value | undefined;
}

/** The variables of the included files, and the task's result as Ansible reports it. */
export interface IncludedVariables {
  readonly variables: Dict;
  readonly result: Dict;
}

/** include_vars: a file (`file:` or free form), or the files of a folder (`dir:`), under `name:` if given. */
export async function includeVariables(call: IncludeVarsCall): Promise<IncludedVariables> {
  const { files } = call;
  const file = argument(call, 'file') ?? freeForm(call);
  const name = argument(call, 'name');
  const paths = file !== undefined ? [await files.find(file.trim(), 'vars')] : folderFiles(call);
  const variables: Dict = new Map();
  let isSecret = false;
  for (const path of paths) {
    const source = readSource(path, { vault: call.vault });
    for (const [key, value] of readVariables(source, call.action)) variables.set(key, value);
    isSecret ||= source.isSecret === true;
  }
  const included: Dict = name === undefined ? variables : new Map<Value, Value>([[name, variables]]);
  const effective = argument(call, 'hash_behaviour') === 'merge' ? mergedWithKnown(included, call) : included;
  const result = resultOf({ changed: false, ansible_included_var_files: paths });
  result.set('ansible_facts', effective);
  if (isSecret) markSecret(result);
  return { variables: effective, result };
}

/** `hash_behaviour: merge`: dicts are merged with what the variables of these names hold so far. */
function mergedWithKnown(included: Dict, { variable }: IncludeVarsCall): Dict {
  return new Map(
    [...included].map(([name, value]) => {
      const known = typeof name === 'string' && value instanceof Map ? variable(name) : undefined;
      return [name, known instanceof Map && value instanceof Map ? mergedDict(known, value) : value];
    }),
  );
}

function argument({ action, templar }: IncludeVarsCall, name: string): string | undefined {
  const value = rendered(action.args.get(name), templar);
  return value === undefined ? undefined : str(value);
}

function freeForm({ action, templar }: IncludeVarsCall): string | undefined {
  const value = rendered(action.freeForm, templar);
  return value === undefined ? undefined : str(value);
}

function listArgument({ action, templar }: IncludeVarsCall, name: string): readonly string[] | undefined {
  const value = rendered(action.args.get(name), templar);
  if (value === undefined) return undefined;
  return (Array.isArray(value) ? (value as readonly Value[]) : [value]).map(str);
}

function rendered(written: Value | undefined, templar: Templar): Value | undefined {
  if (written === undefined || written === null) return undefined;
  return templar.render(written) ?? undefined;
}

/** All variable files of the folder and (to `depth`) of those in it, in the order of their names. */
function folderFiles(call: IncludeVarsCall): readonly string[] {
  const directory = argument(call, 'dir');
  if (directory === undefined) throw mistake(call, `include_vars needs a file or a 'dir'`);
  const root = resolve(call.folder, directory);
  if (!existsSync(root)) throw mistake(call, `there is no folder '${root}'`);
  const matching = argument(call, 'files_matching');
  const wanted = matching === undefined ? undefined : new RegExp(matching);
  const ignored = (listArgument(call, 'ignore_files') ?? []).map((pattern) => new RegExp(`${pattern}$`));
  const extensions = listArgument(call, 'extensions') ?? ['yaml', 'yml', 'json'];
  const skipsUnknown = toBoolean(argument(call, 'ignore_unknown_extensions') ?? false) === true;
  const depth = Number(argument(call, 'depth') ?? 0);
  return filesBelow(root, depth === 0 ? Number.POSITIVE_INFINITY : depth).filter((path) => {
    const name = basename(path);
    if (ignored.some((pattern) => pattern.test(name))) return false;
    if (wanted !== undefined && !wanted.test(name)) return false;
    if (extensions.includes(extname(path).slice(1))) return true;
    if (skipsUnknown) return false;
    throw mistake(call, `'${path}' is no variable file: the extensions are ${extensions.join(', ')}`);
  });
}

/** Files of a folder, then those of the folders in it. */
function filesBelow(folder: string, depth: number): readonly string[] {
  if (depth < 1) return [];
  const paths = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
  const isFolder = (path: string): boolean => statSync(path).isDirectory();
  const below = paths.filter(isFolder).flatMap((path) => filesBelow(path, depth - 1));
  return [...paths.filter((path) => !isFolder(path)), ...below];
}

function mistake({ action }: IncludeVarsCall, message: string): TsplayError {
  return new TsplayError({ code: 'include-vars', message, span: action.span });
}

function readVariables(file: SourceFile, action: Action): Dict {
  const parsed = parseYaml(file);
  const error = parsed.diagnostics.find((diagnostic) => diagnostic.severity === 'error');
  if (error !== undefined) throw new TsplayError({ ...error, diagnostics: parsed.diagnostics });
  const [document] = parsed.documents;
  const value: Value = document === undefined ? null : toValue(document, { trusted: true });
  if (value === null) return new Map();
  if (value instanceof Map) return value;
  throw new TsplayError({
    code: 'variables-type',
    message: `the variables file '${file.path}' must hold a dictionary`,
    span: document?.span ?? action.span,
  });
}
