import { TsplayError } from '../../errors.ts';
import type { ScalarNode, YamlNode } from '../../source/node.ts';
import { str } from '../../values/printing.ts';
import { TemplateText } from '../../values/template-text.ts';
import type { Dict, ReadonlyDict, Value } from '../../values/types.ts';
import { groupsOf } from '../group-order.ts';
import type { Host } from '../types.ts';
import { type KeyedGroup, keyedGroupNames, safeGroupName } from './keyed-groups.ts';
import type { PluginInput } from './plugin-input.ts';
import { broken, type PluginOptions, pluginOptions, wrong } from './plugin-options.ts';

const knownOptions = [
  ...['plugin', 'strict', 'compose', 'groups', 'keyed_groups'],
  ...['leading_separator', 'use_extra_vars', 'use_vars_plugins'],
];
const knownOfGroup = ['key', 'prefix', 'separator', 'parent_group', 'default_value', 'trailing_separator'];

/**
 * The inventory plugin `constructed`: gives the hosts of the sources before it variables (`compose`) and groups
 * (`groups`, `keyed_groups`) that are worked out from their variables. Unless `strict`, an expression that fails for a
 * host is passed over. Throws `inventory-plugin-option`.
 */
export function readConstructed(input: PluginInput): void {
  const { document, graph, report } = input;
  const options = pluginOptions({ node: document, known: knownOptions, report });
  const construction: Construction = {
    ...input,
    strict: options.flag('strict', false),
    compose: options.entries('compose').map(([name, value]) => [name, expression(value, name)]),
    groups: options.entries('groups').map(([name, value]) => [safeGroupName(name), expression(value, name)]),
    keyed: options
      .sections('keyed_groups', knownOfGroup)
      .map((section) => readKeyedGroup(section, options.flag('leading_separator', true))),
    toldOf: new Set(),
    withFiles: options.flag('use_vars_plugins', false),
    extraVars: options.flag('use_extra_vars', false) ? input.templating.extraVars : new Map(),
  };
  for (const host of graph.snapshot().hosts.values()) construct(host, construction);
}

interface KeyedGroupOption extends KeyedGroup {
  readonly key: ScalarNode;
  readonly parent: ScalarNode | undefined;
}

interface Construction extends PluginInput {
  readonly strict: boolean;
  readonly compose: readonly (readonly [name: string, expression: ScalarNode])[];
  readonly groups: readonly (readonly [name: string, condition: ScalarNode])[];
  readonly keyed: readonly KeyedGroupOption[];
  readonly withFiles: boolean;
  readonly extraVars: ReadonlyDict;
  /** Expressions that failed. */
  readonly toldOf: Set<ScalarNode>;
}

function expression(node: YamlNode, name: string): ScalarNode {
  if (node.kind === 'scalar') return node;
  throw wrong(node, `'${name}' is an expression`);
}

function readKeyedGroup(section: PluginOptions, leadingSeparator: boolean): KeyedGroupOption {
  const key = section.text('key');
  if (key === undefined)
    throw broken(section.node, "'key' is missing: a keyed group is named after an expression");
  if (section.has('default_value') && section.has('trailing_separator')) {
    throw broken(section.node, "a keyed group has 'default_value' or 'trailing_separator', not both");
  }
  return {
    key,
    leadingSeparator,
    prefix: section.text('prefix')?.text ?? '',
    separator: section.text('separator')?.text ?? '_',
    defaultValue: section.text('default_value')?.text,
    trailingSeparator: section.flag('trailing_separator', true),
    parent: section.text('parent_group'),
  };
}

function construct(host: Host, construction: Construction): void {
  const { graph, templating } = construction;
  const composed: Dict = new Map();
  const known = layersOf(host, construction);
  // As with Ansible: conditions of groups know what is composed, and not the extra variables.
  const ofGroups = [composed, ...known];
  const render = (text: TemplateText): Value =>
    templating.render(text, [construction.extraVars, ...ofGroups]);

  for (const [name, node] of construction.compose) {
    passOver({ host, node, construction }, () => {
      const value = templating.render(wrapped(node, EXPRESSION), [construction.extraVars, ...known]);
      composed.set(name, value);
      graph.setHostVariable(host.name, { name, value });
    });
  }
  for (const [name, node] of construction.groups) {
    passOver({ host, node, construction }, () => {
      const answer = templating.render(wrapped(node, CONDITION), ofGroups);
      if (str(answer) === 'True') graph.addHost({ name: host.name, group: name });
    });
  }
  for (const group of construction.keyed) {
    passOver({ host, node: group.key, construction }, () => {
      const value = render(wrapped(group.key, EXPRESSION));
      const names = keyedGroupNames(value, group) ?? nothingToNameAfter(group.key, value, construction);
      for (const name of names) {
        graph.addHost({ name: host.name, group: name });
        if (group.parent === undefined) continue;
        const parent = safeGroupName(str(render(new TemplateText(group.parent.text, group.parent.origin))));
        graph.addChild(parent, name);
      }
    });
  }
}

/** A missing value is no reason to stop; one that can name nothing is, strict or not. */
function nothingToNameAfter(key: ScalarNode, value: Value, { strict }: Construction): readonly string[] {
  if ((value === null || value === '') && !strict) return [];
  throw broken(
    key,
    `'${key.text}' gives ${str(value) || 'nothing'}: groups are named after a text, a list or a dict`,
  );
}

/** What the sources before this one say of a host, the strongest first. */
function layersOf(host: Host, { templating, withFiles, sources }: Construction): readonly ReadonlyDict[] {
  const groups = groupsOf(host);
  const folders = withFiles
    ? [...new Set(sources.map((source) => templating.folders.besideSource(source)))]
    : [];
  const magic: ReadonlyDict = new Map<Value, Value>([
    ['inventory_hostname', host.name],
    ['inventory_hostname_short', host.name.split('.')[0] ?? host.name],
    [
      'group_names',
      groups
        .map((group) => group.name)
        .filter((name) => name !== 'all' && name !== 'ungrouped')
        .sort(),
    ],
    ...(host.source === undefined ? [] : [['inventory_file', host.source] as const]),
  ]);
  return [
    magic,
    templating.factsOf(host.name) ?? new Map(),
    ...folders.flatMap((folder) => folder.host(host.name)).reverse(),
    host.vars,
    ...folders.flatMap((folder) => groups.flatMap((group) => folder.group(group.name))).reverse(),
    ...groups.map((group) => group.vars).reverse(),
  ];
}

const EXPRESSION = ['{{ ', ' }}'] as const;
const CONDITION = ['{% if ', ' %}True{% else %}False{% endif %}'] as const;

/** The expression as a template of its own, which finds its place in the file. */
function wrapped(
  { text, origin }: ScalarNode,
  [before, after]: typeof EXPRESSION | typeof CONDITION,
): TemplateText {
  return new TemplateText(`${before}${text}${after}`, {
    span: origin.span,
    locate: (index) => origin.locate(Math.min(Math.max(0, index - before.length), text.length)),
  });
}

interface Passing {
  readonly host: Host;
  readonly node: ScalarNode;
  readonly construction: Construction;
}

/**
 * Syntax is wrong for every host, and a wrong option as well: only what fails for this one is passed over. An expression
 * is told of once.
 */
function passOver({ host, node, construction }: Passing, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof TsplayError) || error.fault === 'internal') throw error;
    const { strict, report, toldOf } = construction;
    const stops = strict || error.code === 'template-syntax' || error.code === 'inventory-plugin-option';
    if (!stops || toldOf.has(node)) return;
    toldOf.add(node);
    for (const diagnostic of error.diagnostics) {
      const message = `${diagnostic.message} (for host '${host.name}')`;
      report({ ...diagnostic, message, span: diagnostic.span ?? node.span });
    }
  }
}
