import { isAbsolute, join } from 'node:path';
import { toValue } from '../source/to-value.ts';
import type { TemplateText } from '../values/template-text.ts';
import type { Value } from '../values/types.ts';
import type { Parent, Play, Task } from './ast.ts';
import { lineage, playOf } from './inherit.ts';
import type { Loading } from './loading.ts';

export interface StaticScope {
  readonly loading: Loading;
  /** What the import stands in, or the import itself. */
  readonly node: Task | Parent;
  readonly playDirectory: string;
}

/** Renders a name that must be known before the play starts; undefined when a variable of it is missing. */
export function renderName(text: TemplateText, scope: StaticScope): string | undefined {
  return scope.loading.context.renderStatic?.(text, staticVariables(scope));
}

/** The variables that are known before a play starts: its `vars` and `vars_files`, and `vars` around the import. */
function staticVariables({ loading, node, playDirectory }: StaticScope): ReadonlyMap<string, Value> {
  const variables = new Map<string, Value>();
  const layers = lineage(node).toReversed();
  for (const { kind, keywords } of layers) {
    addAll(variables, keywords.get('vars')?.value);
    if (kind === 'play') addFiles(variables, { play: playOf(node), loading, playDirectory });
  }
  return variables;
}

function addAll(variables: Map<string, Value>, added: Value | undefined): void {
  if (!(added instanceof Map)) return;
  for (const [name, value] of added) if (typeof name === 'string') variables.set(name, value);
}

interface FilesInput {
  readonly play: Play;
  readonly loading: Loading;
  readonly playDirectory: string;
}

function addFiles(variables: Map<string, Value>, { play, loading, playDirectory }: FilesInput): void {
  const listed = play.keywords.get('vars_files')?.value;
  for (const name of Array.isArray(listed) ? listed : []) {
    if (typeof name !== 'string') continue;
    const paths = isAbsolute(name) ? [name] : [join(playDirectory, 'vars', name), join(playDirectory, name)];
    const path = paths.find((candidate) => loading.files.kindOf(candidate) === 'file');
    const root = path === undefined ? undefined : loading.readYaml(path)?.root;
    if (root !== undefined) addAll(variables, toValue(root, { trusted: true, report: loading.report }));
  }
}
