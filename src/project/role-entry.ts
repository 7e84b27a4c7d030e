import { describeNode, type MappingEntry, type YamlNode } from '../source/node.ts';
import type { Span } from '../source/span.ts';
import { mayHoldTemplate, TemplateText } from '../values/template-text.ts';
import type { Dict } from '../values/types.ts';
import type { Keywords } from './ast.ts';
import { textOf } from './keyword-value.ts';
import { readKeywords, readParams } from './read-keywords.ts';
import { renderName, type StaticScope } from './static-variables.ts';

/** An entry of `roles:` or of a role's dependencies. */
export interface RoleEntry {
  readonly name: string;
  readonly span: Span;
  readonly keywords: Keywords;
  readonly params: Dict;
}

/** Keys that only the installation of a role reads. */
const GALAXY_KEYS: ReadonlySet<string> = new Set(['role', 'scm', 'src', 'version']);

/** Reads `name`, `{role: name, keyword: ..., parameter: ...}` or `{name: ..., ...}`. */
export function readRoleEntry(node: YamlNode, scope: StaticScope): RoleEntry | undefined {
  const { loading } = scope;
  if (node.kind === 'scalar') return named(node, { keywords: new Map(), params: new Map(), scope });
  const entry = (key: string) =>
    node.kind === 'mapping' ? node.entries.find((item) => textOf(item.key) === key)?.value : undefined;
  const name = entry('role') ?? entry('name') ?? entry('src');
  if (node.kind !== 'mapping' || name === undefined) {
    const message = `a role is a name, or a mapping with 'role' in it, not ${describeNode(node)}`;
    loading.error({ code: 'bad-role', message, span: node.span, hint: 'write `- role: name`' });
    return undefined;
  }
  const others = node.entries.filter((item) => !GALAXY_KEYS.has(textOf(item.key) ?? ''));
  const params: MappingEntry[] = [];
  const keywords = readKeywords({
    entries: others,
    place: 'role',
    loading,
    unknown: (item) => params.push(item),
  });
  return named(name, { keywords, params: readParams(params, loading), scope });
}

interface Given {
  readonly keywords: Keywords;
  readonly params: Dict;
  readonly scope: StaticScope;
}

function named(node: YamlNode, { keywords, params, scope }: Given): RoleEntry | undefined {
  const { loading } = scope;
  const written = textOf(node);
  const { span } = node;
  if (node.kind !== 'scalar' || written === undefined || written === '') {
    loading.error({
      code: 'bad-role',
      message: `the name of a role is a text, not ${describeNode(node)}`,
      span,
    });
    return undefined;
  }
  const name = mayHoldTemplate(written) ? renderName(new TemplateText(written, node.origin), scope) : written;
  if (name === undefined) {
    const message = `a role is read before the play starts, and '${written}' is not known then`;
    const hint = "use the action 'include_role', or give the variables with --extra-vars";
    loading.error({ code: 'dynamic-import', message, span, hint });
    return undefined;
  }
  return { name, span, keywords, params };
}
