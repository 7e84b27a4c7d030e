import { resolvePlainScalar } from '../../source/yaml-schema.ts';
import { sorted } from '../../values/compare.ts';
import { typeError, undefinedError } from '../../values/errors.ts';
import { formatFloat } from '../../values/float-text.ts';
import { str } from '../../values/printing.ts';
import { textOf } from '../../values/text.ts';
import { typeName } from '../../values/type-name.ts';
import {
  Bytes,
  Float,
  ObjectValue,
  type ReadonlyDict,
  Tuple,
  Undefined,
  type Value,
} from '../../values/types.ts';
import { VaultText } from '../../values/vault-text.ts';
import { DateTime } from '../datetime/date-time.ts';
import { PlainDate } from '../datetime/plain-date.ts';
import { mappingOf } from '../mapping.ts';
import { resolvesAsDate } from './dates.ts';
import type { YamlNode } from './emit.ts';

export interface RepresentOptions {
  readonly sortKeys: boolean;
  /** true: all on one line; false: all in blocks; undefined: collections of nothing but scalars on one line. */
  readonly flow: boolean | undefined;
}

/** A value as YAML nodes. A list or dict that occurs twice becomes an anchor and its aliases, as PyYAML does. */
export function representYaml(value: Value, options: RepresentOptions): YamlNode {
  const occurrences = new Map<Value, number>();
  countCollections(value, occurrences);
  return new Representation(options, occurrences).node(value);
}

function countCollections(value: Value, occurrences: Map<Value, number>): void {
  const children = childrenOf(value);
  if (children === undefined) {
    return;
  }
  const seen = occurrences.get(value) ?? 0;
  occurrences.set(value, seen + 1);
  if (seen === 0) {
    for (const child of children) {
      countCollections(child, occurrences);
    }
  }
}

function childrenOf(value: Value): Iterable<Value> | undefined {
  if (Array.isArray(value)) {
    return value;
  }
  if (value instanceof Map) {
    return [...value].flat();
  }
  return value instanceof Tuple && value.items.length > 0 ? value.items : undefined;
}

class Representation {
  readonly #options: RepresentOptions;
  readonly #occurrences: ReadonlyMap<Value, number>;
  readonly #anchors = new Map<Value, string>();

  constructor(options: RepresentOptions, occurrences: ReadonlyMap<Value, number>) {
    this.#options = options;
    this.#occurrences = occurrences;
  }

  node(written: Value): YamlNode {
    const value = written instanceof Map ? written : (mappingOf(written) ?? written);
    const known = this.#anchors.get(value);
    if (known !== undefined) {
      return { kind: 'alias', anchor: known };
    }
    const isShared = (this.#occurrences.get(value) ?? 0) > 1;
    const anchor = isShared ? `id${String(this.#anchors.size + 1).padStart(3, '0')}` : undefined;
    if (anchor !== undefined) {
      this.#anchors.set(value, anchor);
    }
    if (value instanceof Map) {
      return this.#mapping(value, anchor);
    }
    const items = Array.isArray(value) ? value : value instanceof Tuple ? value.items : undefined;
    if (items !== undefined) {
      const nodes = items.map((item) => this.node(item));
      return { kind: 'sequence', items: nodes, flow: this.#isFlow(nodes), anchor };
    }
    if (value instanceof ObjectValue && value.typeName === 'set') {
      const entries = Array.from(value.iterate() ?? [], (item) => [this.node(item), plain('null')] as const);
      return { kind: 'mapping', entries, flow: this.#isFlow(entries.flat()), tag: '!!set' };
    }
    return scalar(value);
  }

  #mapping(value: ReadonlyDict, anchor: string | undefined): YamlNode {
    const keys = this.#options.sortKeys ? sortedKeys([...value.keys()]) : [...value.keys()];
    const entries = keys.map((key) => [this.node(key), this.node(value.get(key) ?? null)] as const);
    return { kind: 'mapping', entries, flow: this.#isFlow(entries.flat()), anchor };
  }

  #isFlow(children: readonly YamlNode[]): boolean {
    return this.#options.flow ?? children.every((child) => child.kind === 'scalar' && child.literal !== true);
  }
}

/** Keys of types that have no order among each other stay as they are. */
function sortedKeys(keys: readonly Value[]): readonly Value[] {
  const kinds = new Set(keys.map((key) => (textOf(key) === undefined ? 'other' : 'text')));
  if (kinds.size > 1 || keys.includes(null)) {
    return keys;
  }
  return sorted(keys, (key) => key);
}

function plain(text: string): YamlNode {
  return { kind: 'scalar', text, plainAllowed: true };
}

function scalar(value: Value): YamlNode {
  if (value instanceof VaultText) {
    return {
      kind: 'scalar',
      text: withNewline(value.encrypted),
      plainAllowed: false,
      literal: true,
      tag: '!vault',
    };
  }
  const text = textOf(value);
  if (text !== undefined) {
    const staysText =
      typeof resolvePlainScalar(text) === 'string' && !resolvesAsDate(text) && !SPECIAL.test(text);
    return { kind: 'scalar', text, plainAllowed: staysText };
  }
  if (value === null) {
    return plain('null');
  }
  if (typeof value === 'boolean') {
    return plain(value ? 'true' : 'false');
  }
  if (typeof value === 'number' || typeof value === 'bigint') {
    return plain(value.toString());
  }
  if (value instanceof Float) {
    return plain(floatText(value.value));
  }
  if (value instanceof Bytes) {
    const base64 = Buffer.from(value.data).toString('base64');
    return { kind: 'scalar', text: `${base64}\n`, plainAllowed: false, tag: '!!binary' };
  }
  if (value instanceof PlainDate || value instanceof DateTime) {
    return plain(str(value));
  }
  if (value instanceof Undefined) {
    throw undefinedError(value);
  }
  throw typeError(`a ${typeName(value)} cannot be represented in YAML; it takes lists, dicts and scalars`);
}

/** An encrypted text ends with a line break wherever it comes from: its block needs no indicator for its end. */
function withNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** `=` and `<<` have tags of their own in YAML 1.1. */
const SPECIAL = /^(?:=|<<)$/;

function floatText(value: number): string {
  if (Number.isNaN(value)) {
    return '.nan';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? '.inf' : '-.inf';
  }
  const text = formatFloat(value);
  return text.includes('.') ? text : text.replace('e', '.0e');
}
