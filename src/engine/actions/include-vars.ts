import { readdirSync, statSync } from 'node:fs';
import { basename, extname, isAbsolute, join } from 'node:path';
import { TsplayError } from '../../errors.ts';
import type { ProjectFiles } from '../../module/context.ts';
import type { Action } from '../../project/ast.ts';
import { readSource } from '../../source/read.ts';
import { toValue } from '../../source/to-value.ts';
import { parseYaml } from '../../source/yaml.ts';
import { str } from '../../values/printing.ts';
import type { Dict, Value } from '../../values/types.ts';
import type { Templar } from '../dependencies.ts';
import { resultOf } from '../task-result.ts';

export interface IncludeVarsCall {
  readonly action: Action;
  readonly templar: Templar;
  readonly files: ProjectFiles;
}

/** The variables of the included files, and the task's result as Ansible reports it. */
export interface IncludedVariables {
  readonly variables: Dict;
  readonly result: Dict;
}

const extensions: ReadonlySet<string> = new Set(['.yml', '.yaml', '.json']);

/** include_vars: a file (`file:` or free form), or all YAML and JSON files of a folder (`dir:`), under `name:` if given. */
export async function includeVariables({
  action,
  templar,
  files,
}: IncludeVarsCall): Promise<IncludedVariables> {
  const argument = (name: string): string | undefined => {
    const value = action.args.get(name);
    return value === undefined || value === null ? undefined : str(templar.render(value));
  };
  const file =
    argument('file') ?? (action.freeForm === undefined ? undefined : str(templar.render(action.freeForm)));
  const directory = argument('dir');
  const name = argument('name');
  const paths =
    file !== undefined
      ? [await files.find(file.trim(), 'vars')]
      : folderFiles(await findFolder(directory, action, files));
  const variables: Dict = new Map();
  for (const path of paths) {
    for (const [key, value] of readVariables(path, action)) variables.set(key, value);
  }
  const included: Dict = name === undefined ? variables : new Map<Value, Value>([[name, variables]]);
  const result = resultOf({ changed: false, ansible_included_var_files: paths });
  result.set('ansible_facts', included);
  return { variables: included, result };
}

async function findFolder(
  directory: string | undefined,
  action: Action,
  files: ProjectFiles,
): Promise<string> {
  if (directory === undefined) {
    throw new TsplayError({
      code: 'missing-argument',
      message: `include_vars needs a file or a 'dir'`,
      span: action.span,
    });
  }
  return isAbsolute(directory) ? directory : files.find(directory, 'vars');
}

function folderFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => extensions.has(extname(name)) && !basename(name).startsWith('.'))
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

function readVariables(path: string, action: Action): Dict {
  const parsed = parseYaml(readSource(path));
  const error = parsed.diagnostics.find((diagnostic) => diagnostic.severity === 'error');
  if (error !== undefined) throw new TsplayError({ ...error, diagnostics: parsed.diagnostics });
  const [document] = parsed.documents;
  const value: Value = document === undefined ? null : toValue(document, { trusted: true });
  if (value === null) return new Map();
  if (value instanceof Map) return value;
  throw new TsplayError({
    code: 'variables-type',
    message: `the variables file '${path}' must hold a dictionary`,
    span: document?.span ?? action.span,
  });
}
