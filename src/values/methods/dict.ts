import { argumentError, bindArguments } from '../arguments.ts';
import { dictCopy, dictDelete, dictFromEntries, dictGet, dictSet } from '../dict.ts';
import { DictView } from '../dict-view.ts';
import { valueError } from '../errors.ts';
import { iterate } from '../iterate.ts';
import { repr } from '../printing.ts';
import { type CallArguments, type Dict, Tuple, type Value } from '../types.ts';
import { type MethodTable, methodTable } from './table.ts';

function update(dict: Dict, { positional, keyword }: CallArguments): null {
  const [source] = positional;
  if (positional.length > 1) throw argumentError('update() takes at most one positional argument');
  if (source instanceof Map) for (const [key, value] of source) dictSet(dict, key, value);
  else if (source !== undefined) {
    for (const pair of iterate(source)) {
      const [key, value, ...more] = iterate(pair);
      if (key === undefined || value === undefined || more.length > 0) {
        throw valueError('update() needs a dictionary or pairs of key and value');
      }
      dictSet(dict, key, value);
    }
  }
  for (const [key, value] of keyword) dict.set(key, value);
  return null;
}

export const dictMethods: MethodTable<Dict> = methodTable<Dict>({
  get(dict, args) {
    const { key, default: fallback } = bindArguments('get', args, ['key', 'default'], { default: null });
    const value = dictGet(dict, key);
    return value === undefined ? fallback : value;
  },
  keys: (dict) => new DictView(dict, 'keys'),
  values: (dict) => new DictView(dict, 'values'),
  items: (dict) => new DictView(dict, 'items'),
  copy: (dict) => dictCopy(dict),
  update,
  pop(dict, args) {
    const { positional } = args;
    const [key = null, fallback] = positional;
    const value = dictGet(dict, key);
    if (value !== undefined) {
      dictDelete(dict, key);
      return value;
    }
    if (fallback !== undefined) return fallback;
    throw valueError(repr(key));
  },
  popitem(dict) {
    const last = Array.from(dict).at(-1);
    if (last === undefined) throw valueError("'popitem(): dictionary is empty'");
    dict.delete(last[0]);
    return new Tuple(last);
  },
  setdefault(dict, args) {
    const { key, default: fallback } = bindArguments('setdefault', args, ['key', 'default'], {
      default: null,
    });
    const value = dictGet(dict, key);
    if (value !== undefined) return value;
    dictSet(dict, key, fallback);
    return fallback;
  },
  clear(dict) {
    dict.clear();
    return null;
  },
  fromkeys(_dict, args) {
    const { keys, value } = bindArguments('fromkeys', args, ['keys', 'value'], { value: null });
    return dictFromEntries(Array.from(iterate(keys), (key): readonly [Value, Value] => [key, value]));
  },
});
