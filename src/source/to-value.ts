import { type Diagnostic, TsplayError } from '../errors.ts';
import { mayHoldTemplate, TemplateText } from '../values/template-text.ts';
import { type Dict, Tuple, type Value } from '../values/types.ts';
import { isEncrypted, VAULT_MAGIC, vaultText } from './encrypted.ts';
import type { KeyPlaces } from './key-places.ts';
import { type MappingNode, type ScalarNode, type SequenceNode, STANDARD_TAG, type YamlNode } from './node.ts';
import { isVault, scalarValue } from './scalar-value.ts';

export interface ToValueOptions {
  /** Whether the text is the project's own, so that it may hold templates. */
  readonly trusted: boolean;
  /** Every text becomes TemplateText, delimiters or not: for values that are expressions (`when`, `that`). */
  readonly expressions?: boolean;
  /** Takes what is wrong with the value, which then is null; without it, it is thrown as a `TsplayError`. */
  readonly report?: (diagnostic: Diagnostic) => void;
  /** Learns where the keys of all dicts stand. */
  readonly places?: KeyPlaces | undefined;
}

/** The value of a node. A node that several aliases share becomes one shared value. */
export function toValue(node: YamlNode, options: ToValueOptions): Value {
  return convert(node, { options, known: new Map() });
}

interface Conversion {
  readonly options: ToValueOptions;
  readonly known: Map<YamlNode, Value>;
}

function convert(node: YamlNode, conversion: Conversion): Value {
  const within = node.tag === '!unsafe' ? untrusted(conversion) : conversion;
  if (node.kind === 'scalar') return convertScalar(node, within.options);
  const known = conversion.known.get(node);
  if (known !== undefined) return known;
  const value = convertCollection(node, within);
  conversion.known.set(node, value);
  return value;
}

function convertScalar(node: ScalarNode, options: ToValueOptions): Value {
  if (isVault(node)) return isEncrypted(node.text.trimStart()) ? vaultText(node) : refuseVault(node, options);
  const value = scalarValue(node);
  if (typeof value !== 'string' || !options.trusted) return value;
  return options.expressions === true || mayHoldTemplate(value)
    ? new TemplateText(value, node.origin)
    : value;
}

function convertCollection(node: SequenceNode | MappingNode, conversion: Conversion): Value {
  switch (node.kind) {
    case 'sequence':
      return node.tag === `${STANDARD_TAG}omap` || node.tag === `${STANDARD_TAG}pairs`
        ? node.items.map((item) => toPair(item, conversion))
        : node.items.map((item) => convert(item, conversion));
    case 'mapping': {
      if (node.tag === `${STANDARD_TAG}set`) return node.entries.map(({ key }) => keyOf(key));
      const dict: Dict = new Map();
      for (const { key, value } of node.entries) dict.set(keyOf(key), convert(value, conversion));
      const { places } = conversion.options;
      if (places !== undefined) for (const { key } of node.entries) places.note(dict, keyOf(key), key.span);
      return dict;
    }
    default:
      return node satisfies never;
  }
}

/** Keys are never rendered, so they stay plain text; what is no scalar has been refused as a key. */
function keyOf(node: YamlNode): Value {
  return node.kind === 'scalar' ? scalarValue(node) : null;
}

function untrusted({ options }: Conversion): Conversion {
  return { options: { ...options, trusted: false }, known: new Map() };
}

function toPair(node: YamlNode, conversion: Conversion): Value {
  const first = node.kind === 'mapping' ? node.entries[0] : undefined;
  if (first === undefined) return convert(node, conversion);
  return new Tuple([keyOf(first.key), convert(first.value, conversion)]);
}

function refuseVault(node: YamlNode, options: ToValueOptions): Value {
  const diagnostic: Diagnostic = {
    severity: 'error',
    code: 'vault-format',
    message: `a value tagged !vault starts with ${VAULT_MAGIC}, and this does not`,
    span: node.span,
    hint: 'make one with: tsplay vault encrypt-string --name NAME',
  };
  if (options.report === undefined) throw new TsplayError(diagnostic);
  options.report(diagnostic);
  return null;
}
