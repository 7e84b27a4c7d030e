import { noArguments } from '../values/arguments.ts';
import { dictFromEntries } from '../values/dict.ts';
import { tryIterate } from '../values/iterate.ts';
import { Callable, type Dict, ObjectValue, Tuple, type Value } from '../values/types.ts';

/**
 * A value as a dict, when it is one or stands for one (`hostvars`, a host's variables): then all its items are
 * made here. undefined for anything else.
 */
export function mappingOf(value: Value): Dict | undefined {
  if (value instanceof Map) {
    return value;
  }
  const items = value instanceof ObjectValue ? value.getAttribute('items') : undefined;
  const pairs = items instanceof Callable ? tryIterate(items.call(noArguments)) : undefined;
  if (pairs === undefined) {
    return undefined;
  }
  return dictFromEntries(
    Array.from(pairs).flatMap((pair) => {
      const [key, item] = pair instanceof Tuple ? pair.items : [];
      return key === undefined || item === undefined ? [] : [[key, item] as const];
    }),
  );
}
