import { type Diagnostic, TsplayError } from '../../errors.ts';
import { describeNode, type MappingNode, type ScalarNode, type YamlNode } from '../../source/node.ts';
import { scalarValue } from '../../source/scalar-value.ts';
import { didYouMean } from '../../util/nearest.ts';
import { toBoolean } from '../../values/boolean-words.ts';

/** The file of an inventory plugin, or a mapping in it. */
export interface PluginOptions {
  /** Throws for what is no mapping with names. */
  entries(name: string): readonly (readonly [name: string, value: YamlNode, key: ScalarNode])[];
  /** A mapping in this one, without which there is nothing. */
  section(name: string, known: readonly string[]): PluginOptions;
  /** Throws for what is no list of mappings. */
  sections(name: string, known: readonly string[]): readonly PluginOptions[];
  /** As it is written. Throws for what is no text. */
  text(name: string): ScalarNode | undefined;
  /** Throws for what is neither true nor false. */
  flag(name: string, byDefault: boolean): boolean;
  has(name: string): boolean;
  readonly node: YamlNode;
}

export interface PluginOptionsInput {
  readonly node: YamlNode;
  readonly known: readonly string[];
  readonly report: (diagnostic: Diagnostic) => void;
}

/** Reads options by name; one that is not known is warned about. Throws `inventory-plugin-option` for a wrong one. */
export function pluginOptions({ node, known, report }: PluginOptionsInput): PluginOptions {
  const values = new Map<string, YamlNode>();
  for (const { key, value } of mappingOf(node, 'this').entries) {
    const name = nameOf(key).text;
    if (!known.includes(name)) report(unknownOption(key, known));
    values.set(name, value);
  }
  const given = (name: string): YamlNode | undefined => {
    const value = values.get(name);
    return value === undefined || isNothing(value) ? undefined : value;
  };
  const text = (name: string): ScalarNode | undefined => {
    const value = given(name);
    if (value === undefined || value.kind === 'scalar') return value;
    throw wrong(value, `'${name}' is a text`);
  };
  return {
    node,
    text,
    has: (name) => given(name) !== undefined,
    entries(name) {
      const value = given(name);
      if (value === undefined) return [];
      return mappingOf(value, `'${name}'`).entries.map((entry) => {
        const key = nameOf(entry.key);
        return [key.text, entry.value, key] as const;
      });
    },
    section(name, names) {
      const value = given(name);
      if (value === undefined) throw broken(node, `'${name}' is missing, a mapping`);
      return pluginOptions({ node: value, known: names, report });
    },
    sections(name, names) {
      const value = given(name);
      if (value === undefined) return [];
      if (value.kind !== 'sequence') throw wrong(value, `'${name}' is a list`);
      return value.items.map((item) => pluginOptions({ node: item, known: names, report }));
    },
    flag(name, byDefault) {
      const value = text(name);
      if (value === undefined) return byDefault;
      return toBoolean(scalarValue(value)) ?? refuse(wrong(value, `'${name}' is true or false`));
    },
  };
}

function refuse(error: TsplayError): never {
  throw error;
}

function mappingOf(node: YamlNode, what: string): MappingNode {
  if (node.kind === 'mapping') return node;
  throw wrong(node, `${what} is a mapping`);
}

function nameOf(node: YamlNode): ScalarNode {
  if (node.kind === 'scalar') return node;
  throw wrong(node, 'the name of an option is a text');
}

function isNothing(node: YamlNode): boolean {
  return node.kind === 'scalar' && scalarValue(node) === null;
}

/** An option of a plugin that is not what it must be. */
export function wrong(node: YamlNode, rule: string): TsplayError {
  return broken(node, `${rule}; this is ${describeNode(node)}`);
}

/** Options of a plugin that do not go together, or lack something. */
export function broken(node: YamlNode, message: string): TsplayError {
  return new TsplayError({ code: 'inventory-plugin-option', message, span: node.span });
}

function unknownOption(key: YamlNode, known: readonly string[]): Diagnostic {
  return {
    severity: 'warning',
    code: 'inventory-plugin-option',
    message: `${describeNode(key)} is no option of this plugin and is ignored`,
    span: key.span,
    hint: didYouMean(nameOf(key).text, known),
  };
}
