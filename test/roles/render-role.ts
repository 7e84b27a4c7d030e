import { join } from 'node:path';
import { readVariableFile, variablesOrThrow } from '../../src/inventory/variable-file.ts';
import { readSource } from '../../src/source/read.ts';
import { Templar } from '../../src/template/templar.ts';
import { TemplateEngine } from '../../src/template/template-engine.ts';
import { formatJson } from '../../src/values/json.ts';
import type { Value } from '../../src/values/types.ts';
import { projectFolder } from '../e2e/support/programs.ts';
import { mapScope } from '../template/map-scope.ts';

/** A role's variables and templates as a task of it would see them, on a machine that nobody has to have. */
export interface RenderedRole {
  /** A template of the role, rendered; `item`, when it is in a loop, is what this expression gives. */
  readonly template: (name: string, item?: string) => string;
  /** A variable, rendered, as JSON would hold it. */
  readonly variable: (name: string) => unknown;
}

const machine: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['ansible_architecture', 'x86_64'],
  ['ansible_distribution_major_version', '12'],
  ['inventory_hostname', 'monit1'],
  ['groups', new Map([['monit', ['monit1']]])],
]);

/** The role's defaults, over them `given`, over those the role's own variables. */
export function renderRole(role: string, given: ReadonlyMap<string, Value> = new Map()): RenderedRole {
  const folder = join(projectFolder, 'roles', role);
  const written = (path: string) => variablesOrThrow(readVariableFile(join(folder, path)));
  const variables = new Map<string, Value>([
    ...(written('defaults/main.yml') as ReadonlyMap<string, Value>),
    ...machine,
    ...given,
    ...(written('vars/main.yml') as ReadonlyMap<string, Value>),
  ]);
  const templar = new Templar({
    engine: new TemplateEngine(),
    scope: mapScope(variables),
    searchPaths: [folder],
  });
  return {
    template(name, item) {
      const { path, text } = readSource(join(folder, 'templates', name));
      const loop = new Map(item === undefined ? [] : [['item', templar.expression(item)] as const]);
      return templar.renderFile({ path, text }, loop);
    },
    variable: (name) => JSON.parse(formatJson(templar.expression(name))),
  };
}
