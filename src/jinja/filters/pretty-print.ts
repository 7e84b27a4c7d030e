import { order } from '../../values/compare.ts';
import { repr } from '../../values/printing.ts';
import { Tuple, type Value } from '../../values/types.ts';

const width = 80;

/** Python's pprint: on one line when it fits, else a member a line; keys in order. */
export function prettyPrint(value: Value): string {
  return print(value, 0, 0);
}

function print(value: Value, indent: number, allowance: number): string {
  const flat = repr(inOrder(value));
  if (flat.length + indent + allowance <= width) return flat;
  const inner = indent + 1;
  const separator = `,\n${' '.repeat(inner)}`;
  if (value instanceof Map) {
    const entries = sortedEntries(value);
    const lines = entries.map(([key, item], index) => {
      const head = `${repr(key)}: `;
      const isLast = index === entries.length - 1;
      return head + print(item, inner + head.length, isLast ? allowance + 1 : 1);
    });
    return `{${lines.join(separator)}}`;
  }
  const items = value instanceof Tuple ? value.items : value;
  if (!Array.isArray(items)) return flat;
  const lines = (items as readonly Value[]).map((item, index) =>
    print(item, inner, index === items.length - 1 ? allowance + 1 : 1),
  );
  const body = lines.join(separator);
  if (value instanceof Tuple) return items.length === 1 ? `(${body},)` : `(${body})`;
  return `[${body}]`;
}

function inOrder(value: Value): Value {
  if (value instanceof Map) return new Map(sortedEntries(value).map(([key, item]) => [key, inOrder(item)]));
  if (Array.isArray(value)) return value.map(inOrder);
  return value instanceof Tuple ? new Tuple(value.items.map(inOrder)) : value;
}

function sortedEntries(dict: ReadonlyMap<Value, Value>): [Value, Value][] {
  const entries = Array.from(dict);
  const texts = entries.every(([key]) => typeof key === 'string');
  const numbers = entries.every(([key]) => typeof key === 'number');
  return texts || numbers ? entries.sort(([a], [b]) => order(a, b)) : entries;
}
