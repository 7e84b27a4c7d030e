import { bindArguments } from '../arguments.ts';
import { sorted } from '../compare.ts';
import { equals } from '../equality.ts';
import { typeError, valueError } from '../errors.ts';
import { iterate } from '../iterate.ts';
import { assertListLength } from '../operators.ts';
import { isTruthy } from '../truth.ts';
import { typeName } from '../type-name.ts';
import { type CallArguments, Callable, type Tuple, type Value } from '../types.ts';
import { intArgument, type MethodTable, methodTable } from './table.ts';

function indexOf(items: readonly Value[], args: CallArguments, type: string): number {
  const { value, start, stop } = bindArguments('index', args, ['value', 'start', 'stop'], {
    start: 0,
    stop: items.length,
  });
  const within = (bound: Value): number => {
    const index = intArgument(bound, 'an index');
    return index < 0 ? Math.max(0, index + items.length) : index;
  };
  const end = Math.min(items.length, within(stop));
  for (let index = within(start); index < end; index += 1) {
    if (equals(items[index] ?? null, value)) return index;
  }
  throw valueError(`${type}.index(x): x not in ${type}`);
}

function count(items: readonly Value[], args: CallArguments): number {
  const { value } = bindArguments('count', args, ['value']);
  return items.filter((item) => equals(item, value)).length;
}

function sortInPlace(list: Value[], args: CallArguments): null {
  const { key, reverse } = bindArguments('sort', args, ['key', 'reverse'], { key: null, reverse: false });
  const keyOf = (item: Value): Value => {
    if (key === null) return item;
    if (!(key instanceof Callable)) throw typeError(`'${typeName(key)}' object is not callable`);
    return key.call({ positional: [item], keyword: new Map() });
  };
  list.splice(0, list.length, ...sorted(list, keyOf, isTruthy(reverse)));
  return null;
}

export const listMethods: MethodTable<Value[]> = methodTable<Value[]>({
  append(list, args) {
    list.push(bindArguments('append', args, ['object']).object);
    return null;
  },
  extend(list, args) {
    const items = Array.from(iterate(bindArguments('extend', args, ['iterable']).iterable));
    assertListLength(list.length + items.length);
    for (const item of items) list.push(item);
    return null;
  },
  insert(list, args) {
    const { index, object } = bindArguments('insert', args, ['index', 'object']);
    list.splice(intArgument(index, 'an index'), 0, object);
    return null;
  },
  pop(list, args) {
    const { index } = bindArguments('pop', args, ['index'], { index: -1 });
    const wanted = intArgument(index, 'an index');
    const [item] = wanted < -list.length ? [] : list.splice(wanted, 1);
    if (item === undefined)
      throw valueError(list.length === 0 ? 'pop from empty list' : 'pop index out of range');
    return item;
  },
  remove(list, args) {
    const { value } = bindArguments('remove', args, ['value']);
    const index = list.findIndex((item) => equals(item, value));
    if (index === -1) throw valueError('list.remove(x): x not in list');
    list.splice(index, 1);
    return null;
  },
  clear(list) {
    list.length = 0;
    return null;
  },
  reverse(list) {
    list.reverse();
    return null;
  },
  sort: sortInPlace,
  copy: (list) => [...list],
  index: (list, args) => indexOf(list, args, 'list'),
  count,
});

export const tupleMethods: MethodTable<Tuple> = methodTable<Tuple>({
  index: (tuple, args) => indexOf(tuple.items, args, 'tuple'),
  count: (tuple, args) => count(tuple.items, args),
});
