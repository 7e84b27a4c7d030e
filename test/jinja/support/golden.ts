/** The golden renderings of test/cases/templating, decoded to values. */

import { readFileSync } from 'node:fs';
import { dictFromEntries } from '../../../src/values/dict.ts';
import { parseJson } from '../../../src/values/json.ts';
import { PySet } from '../../../src/values/set.ts';
import { Bytes, type Dict, Float, type ReadonlyDict, Tuple, type Value } from '../../../src/values/types.ts';

export interface GoldenCase {
  readonly id: string;
  readonly area: string;
  readonly kind: 'template' | 'expression' | 'conditional' | 'file';
  readonly template: Value;
  readonly vars: ReadonlyDict;
  readonly options: ReadonlyDict;
  /** undefined when the case fails. */
  readonly result: Value | undefined;
  readonly errorKind: string | undefined;
}

export function readGolden(): readonly GoldenCase[] {
  const path = new URL('../../cases/templating/golden.jsonl', import.meta.url);
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map(decodeCase);
}

function decodeCase(line: string): GoldenCase {
  const raw = parseJson(line) as Dict;
  const text = (key: string): string => String(raw.get(key));
  return {
    id: text('id'),
    area: text('area'),
    kind: text('kind') as GoldenCase['kind'],
    template: decode(raw.get('template') ?? null),
    vars: decode(raw.get('vars') ?? new Map()) as Dict,
    options: decode(raw.get('options') ?? new Map()) as Dict,
    result: raw.has('result') ? decode(raw.get('result') ?? null) : undefined,
    errorKind: raw.has('error_kind') ? text('error_kind') : undefined,
  };
}

/** A value out of its encoding: see the README beside the cases. */
export function decode(value: Value): Value {
  if (Array.isArray(value)) return value.map(decode);
  if (!(value instanceof Map)) return value;
  const [first] = value;
  if (value.size === 1 && first !== undefined && typeof first[0] === 'string' && first[0].startsWith('$')) {
    return decodeTagged(first[0], first[1]);
  }
  return new Map(Array.from(value, ([key, item]) => [key, decode(item)]));
}

function decodeTagged(tag: string, body: Value): Value {
  const items = Array.isArray(body) ? body.map(decode) : [];
  switch (tag) {
    case '$float':
      return new Float(Number(String(body).replace('inf', 'Infinity')));
    case '$int':
      return BigInt(String(body));
    case '$tuple':
      return new Tuple(items);
    case '$set':
      return new PySet(items);
    case '$dict':
      return dictFromEntries(items.map((pair) => pair as unknown as readonly [Value, Value]));
    case '$bytes':
      return new Bytes(Buffer.from(String(body), 'base64'));
    default:
      return body;
  }
}
