import { Bytes, Float, type Value } from '../values/types.ts';
import { type ScalarNode, STANDARD_TAG, type YamlNode } from './node.ts';
import { parseFloatText, parseInteger, resolvePlainScalar } from './yaml-schema.ts';

/** Tags with a meaning here. `!vault` and `!unsafe` are Ansible's own. */
export const KNOWN_TAGS: ReadonlySet<string> = new Set([
  ...['str', 'int', 'float', 'bool', 'null', 'seq', 'map', 'binary', 'timestamp', 'set', 'omap', 'pairs'].map(
    (name) => STANDARD_TAG + name,
  ),
  '!vault',
  '!vault-encrypted',
  '!unsafe',
]);

/** Whether a scalar holds an encrypted text. */
export function isVault(node: YamlNode): boolean {
  return node.tag === '!vault' || node.tag === '!vault-encrypted';
}

/** What a scalar means by its tag, its style and its text; the text itself where it does not fit its tag. */
export function scalarValue(node: ScalarNode): Value {
  if (node.tag === undefined) return node.style === 'plain' ? resolvePlainScalar(node.text) : node.text;
  switch (node.tag.startsWith(STANDARD_TAG) ? node.tag.slice(STANDARD_TAG.length) : '') {
    case 'null':
      return null;
    case 'int':
      return /^[-+]?[0-9]/.test(node.text) && typeof resolvePlainScalar(node.text) !== 'string'
        ? (parseInteger(node.text) ?? node.text)
        : node.text;
    case 'float': {
      const value = parseFloatText(node.text);
      return Number.isNaN(value) && !/nan$/i.test(node.text) ? node.text : new Float(value);
    }
    case 'bool':
    case 'timestamp':
      return resolvePlainScalar(node.text);
    case 'binary':
      return new Bytes(Buffer.from(node.text.replace(/\s/g, ''), 'base64'));
    default:
      return node.text;
  }
}

/** The identity of a node as a dict's key, equal for equal keys (in Python 1, 1.0 and True are); undefined for what cannot be one. */
export function keyIdentity(node: YamlNode): string | undefined {
  if (node.kind !== 'scalar') return undefined;
  const value = scalarValue(node);
  if (value instanceof Float) return `number ${value.value}`;
  if (typeof value === 'boolean') return `number ${Number(value)}`;
  if (typeof value === 'number' || typeof value === 'bigint') return `number ${value}`;
  return `${typeof value} ${String(value)}`;
}
