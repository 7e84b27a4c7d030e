import { type Diagnostic, TsplayError } from '../errors.ts';
import { describeNode, type MappingEntry, type YamlNode } from '../source/node.ts';
import type { SourceFile, Span } from '../source/span.ts';
import { toValue } from '../source/to-value.ts';
import { parseYaml } from '../source/yaml.ts';
import { didYouMean } from '../util/nearest.ts';
import type { InventoryGraph } from './graph.ts';
import { parseHostEntry } from './host-address.ts';
import { readByPlugin } from './plugins/index.ts';
import type { PluginInput } from './plugins/plugin-input.ts';

interface Reading {
  readonly file: SourceFile;
  readonly graph: InventoryGraph;
  readonly report: (diagnostic: Diagnostic) => void;
}

export interface YamlReading {
  readonly report: (diagnostic: Diagnostic) => void;
  /** For files that are a plugin's: without it they are refused. */
  readonly plugins?: Pick<PluginInput, 'templating' | 'sources'> | undefined;
}

/**
 * Adds an inventory in YAML to the graph: groups with `hosts`, `vars` and `children`, or what a plugin makes of the file.
 * What is in error is reported and skipped.
 */
export function readYamlInventory(
  file: SourceFile,
  graph: InventoryGraph,
  { report, plugins }: YamlReading,
): void {
  const { documents, diagnostics } = parseYaml(file);
  for (const diagnostic of diagnostics) report(diagnostic);
  const [document] = documents;
  if (document === undefined) return;
  const reading: Reading = { file, graph, report };
  const entries = mappingOf(document, 'an inventory is a mapping of groups', reading);
  const plugin = entries.find(({ key }) => nameOf(key) === 'plugin');
  if (plugin !== undefined) {
    readByPlugin(plugin.value, plugins && { ...plugins, document, graph, report });
    return;
  }
  for (const { key, value } of entries) {
    const name = groupName(key, reading);
    if (name !== undefined) readGroup({ name, body: value, reading });
  }
}

interface GroupInput {
  readonly name: string;
  readonly body: YamlNode;
  readonly reading: Reading;
}

const groupKeys = ['hosts', 'vars', 'children'];

function readGroup({ name, body, reading }: GroupInput): void {
  const { graph, report } = reading;
  graph.addGroup(name);
  if (isNothing(body)) return;
  for (const { key, value } of mappingOf(
    body,
    `group '${name}' is a mapping of hosts, vars and children`,
    reading,
  )) {
    const keyword = nameOf(key);
    if (keyword === 'vars') readGroupVars(name, value, reading);
    else if (keyword === 'hosts') readHosts(name, value, reading);
    else if (keyword === 'children') readChildren(name, value, reading);
    else report(unknownKey(name, key));
  }
}

function readGroupVars(group: string, node: YamlNode, reading: Reading): void {
  for (const { key, value } of section(node, `'vars' of group '${group}'`, reading)) {
    const name = nameOf(key);
    if (name === undefined) continue;
    reading.graph.setGroupVariable(group, { name, value: variableValue(value, reading), span: key.span });
  }
}

function readHosts(group: string, node: YamlNode, reading: Reading): void {
  if (node.kind === 'scalar' && !isNothing(node)) {
    guarded(node.span, reading, () => readHost({ entry: node.text, group, body: undefined, reading }));
    return;
  }
  for (const { key, value } of section(node, `'hosts' of group '${group}'`, reading)) {
    const entry = nameOf(key);
    if (entry === undefined) reading.report(notAName(key, 'host'));
    else guarded(key.span, reading, () => readHost({ entry, group, body: value, reading }));
  }
}

interface HostInput {
  readonly entry: string;
  readonly group: string;
  readonly body: YamlNode | undefined;
  readonly reading: Reading;
}

function readHost({ entry, group, body, reading }: HostInput): void {
  const { file, graph } = reading;
  const { names, port } = parseHostEntry(entry);
  for (const name of names) graph.addHost({ name, group, port, source: file.path });
  if (body === undefined || isNothing(body)) return;
  for (const { key, value } of mappingOf(body, `host '${entry}' is a mapping of its variables`, reading)) {
    const variable = nameOf(key);
    if (variable === undefined) continue;
    const made = { name: variable, value: variableValue(value, reading), span: key.span };
    for (const name of names) graph.setHostVariable(name, made);
  }
}

function readChildren(group: string, node: YamlNode, reading: Reading): void {
  for (const { key, value } of section(node, `'children' of group '${group}'`, reading)) {
    const name = groupName(key, reading);
    if (name === undefined) continue;
    guarded(key.span, reading, () => reading.graph.addChild(group, name));
    readGroup({ name, body: value, reading });
  }
}

function variableValue(node: YamlNode, { report }: Reading): ReturnType<typeof toValue> {
  return toValue(node, { trusted: true, report });
}

/** The entries of a group's section: a mapping, or nothing. */
function section(node: YamlNode, what: string, reading: Reading): readonly MappingEntry[] {
  if (isNothing(node)) return [];
  return mappingOf(node, `${what} is a mapping, each name followed by a colon`, reading);
}

function mappingOf(node: YamlNode, rule: string, { report }: Reading): readonly MappingEntry[] {
  if (node.kind === 'mapping') return node.entries;
  report({
    severity: 'error',
    code: 'inventory-wrong-type',
    message: `${rule}; this is ${describeNode(node)}`,
    span: node.span,
    hint: node.kind === 'sequence' ? "write 'name:' instead of '- name'" : undefined,
  });
  return [];
}

function isNothing(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.style === 'plain' && /^(?:|~|null|Null|NULL)$/.test(node.text);
}

/** A scalar's text as a name: `1:` and `yes:` are what they look like here. */
function nameOf(node: YamlNode): string | undefined {
  return node.kind === 'scalar' && node.text !== '' ? node.text : undefined;
}

function groupName(node: YamlNode, { report }: Reading): string | undefined {
  const name = nameOf(node);
  if (name === undefined) report(notAName(node, 'group'));
  return name;
}

function guarded(span: Span, { report }: Reading, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    const { code, message, hint } = error;
    report({ severity: 'error', code, message, hint, span: error.span ?? span });
  }
}

function unknownKey(name: string, key: YamlNode): Diagnostic {
  const written = nameOf(key);
  return {
    severity: 'warning',
    code: 'unknown-inventory-key',
    message: `${describeNode(key)} in group '${name}' is ignored: a group has hosts, vars and children`,
    span: key.span,
    hint:
      (written === undefined ? undefined : didYouMean(written, groupKeys)) ??
      'groups below a group stand under children',
  };
}

function notAName(node: YamlNode, what: string): Diagnostic {
  return {
    severity: 'error',
    code: 'inventory-wrong-type',
    message: `the name of a ${what} is text; this is ${describeNode(node)}`,
    span: node.span,
  };
}
