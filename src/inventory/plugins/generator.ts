import type { YamlNode } from '../../source/node.ts';
import { toValue } from '../../source/to-value.ts';
import { str } from '../../values/printing.ts';
import { TemplateText } from '../../values/template-text.ts';
import type { ReadonlyDict, Value } from '../../values/types.ts';
import type { PluginInput } from './plugin-input.ts';
import { broken, type PluginOptions, pluginOptions, wrong } from './plugin-options.ts';
import type { InventoryTemplating } from './templating.ts';

const knownOfGroup = ['name', 'parents', 'vars'];
/** More hosts than anybody has: layers multiply quickly. */
const MOST_HOSTS = 100_000;

type Layer = readonly [name: string, members: readonly Value[]];

/**
 * The inventory plugin `generator`: a host for each combination of the members of its layers, in groups whose names
 * are worked out from the same combination. Throws `inventory-plugin-option`, and what rendering a name throws.
 */
export function readGenerator(input: PluginInput): void {
  const { document, graph, templating, report } = input;
  const options = pluginOptions({ node: document, known: ['plugin', 'hosts', 'layers'], report });
  const hosts = options.section('hosts', knownOfGroup);
  const layers = options.entries('layers').map(([name, node]): Layer => [name, membersOf(node, name)]);
  const count = layers.reduce((product, [, members]) => product * members.length, 1);
  if (count > MOST_HOSTS) {
    throw broken(document, `the layers come to ${count} hosts, and ${MOST_HOSTS} are the most`);
  }
  for (const combination of combinations(layers)) {
    const name = nameOf(hosts, { combination, templating });
    graph.addHost({ name, group: 'all' });
    addParents({ input, combination, options: hosts, addTo: (group) => graph.addHost({ name, group }) });
  }
}

interface Level {
  readonly input: PluginInput;
  readonly combination: ReadonlyDict;
  /** Of the host, or of the group, whose parents these are. */
  readonly options: PluginOptions;
  readonly addTo: (group: string) => void;
}

function addParents({ input, combination, options, addTo }: Level): void {
  const { graph, templating } = input;
  for (const parent of options.sections('parents', knownOfGroup)) {
    const group = nameOf(parent, { combination, templating });
    graph.addGroup(group);
    addTo(group);
    for (const [name, node] of parent.entries('vars')) {
      const value = templating.render(toValue(node, { trusted: true }), [combination]);
      graph.setGroupVariable(group, { name, value });
    }
    addParents({ input, combination, options: parent, addTo: (above) => graph.addChild(above, group) });
  }
}

interface Naming {
  readonly combination: ReadonlyDict;
  readonly templating: InventoryTemplating;
}

function nameOf(options: PluginOptions, { combination, templating }: Naming): string {
  const name = options.text('name');
  if (name === undefined) throw broken(options.node, "'name' is missing: hosts and their parents have one");
  return str(templating.render(new TemplateText(name.text, name.origin), [combination]));
}

function membersOf(node: YamlNode, layer: string): readonly Value[] {
  if (node.kind !== 'sequence') throw wrong(node, `the layer '${layer}' is a list`);
  return node.items.map((item) => {
    if (item.kind !== 'scalar') throw wrong(item, `the members of the layer '${layer}' are texts`);
    return toValue(item, { trusted: true });
  });
}

/** The members of the last layer change fastest. */
function combinations(layers: readonly Layer[]): readonly ReadonlyDict[] {
  return layers.reduce<readonly ReadonlyDict[]>(
    (begun, [name, members]) =>
      begun.flatMap((combination) => members.map((member) => new Map([...combination, [name, member]]))),
    [new Map()],
  );
}
