import type { Filter } from '../../../jinja/plugins.ts';
import { bindArguments } from '../../../values/arguments.ts';
import { dictGet, dictHas, dictSet } from '../../../values/dict.ts';
import { typeError, valueError } from '../../../values/errors.ts';
import { repr, str } from '../../../values/printing.ts';
import { isTruthy } from '../../../values/truth.ts';
import type { Dict, Value } from '../../../values/types.ts';

interface Source {
  readonly name: Value;
  readonly key: Value;
  readonly items: readonly Value[];
  /** Where it stands in the list, for messages. */
  readonly number: number;
}

/** ansible.utils.consolidate: several lists of dicts as one dict by the value that they have in common. */
export const consolidate: Filter = (value, args) => {
  const names = ['fail_missing_match_key', 'fail_missing_match_value', 'fail_duplicate'] as const;
  const bound = bindArguments('consolidate', args, names, {
    fail_missing_match_key: true,
    fail_missing_match_value: true,
    fail_duplicate: true,
  });
  if (!Array.isArray(value)) throw typeError('consolidate takes a list of data sources');
  const sources = value.map(toSource);
  const tables = sources.map((source) =>
    byKey(source, {
      needsKey: isTruthy(bound.fail_missing_match_key),
      isUnique: isTruthy(bound.fail_duplicate),
    }),
  );
  const result: Dict = new Map();
  for (const table of tables) for (const key of table.keys()) dictSet(result, key, null);
  for (const key of result.keys()) {
    const row: Dict = new Map();
    sources.forEach(({ name, number }, index) => {
      const found = dictGet(tables[index] ?? new Map(), key);
      if (found === undefined && isTruthy(bound.fail_missing_match_value)) {
        throw valueError(`consolidate: the data source ${number} has no entry for ${repr(key)}`);
      }
      dictSet(row, name, found ?? new Map());
    });
    dictSet(result, key, row);
  }
  return result;
};

function toSource(source: Value, index: number): Source {
  const number = index + 1;
  const part = (name: string): Value => {
    const found = source instanceof Map ? dictGet(source, name) : undefined;
    if (found === undefined) throw valueError(`consolidate: the data source ${number} has no '${name}'`);
    return found;
  };
  const data = part('data');
  if (!Array.isArray(data)) {
    throw typeError(`consolidate: the data of the data source ${number} must be a list of dicts`);
  }
  return { name: str(part('name')), key: part('match_key'), items: data, number };
}

function byKey(source: Source, options: { readonly needsKey: boolean; readonly isUnique: boolean }): Dict {
  const table: Dict = new Map();
  for (const item of source.items) {
    const key = item instanceof Map ? dictGet(item, source.key) : undefined;
    if (key === undefined) {
      if (!options.needsKey) continue;
      throw valueError(
        `consolidate: the key ${repr(source.key)} is missing in the data source ${source.number}`,
      );
    }
    if (options.isUnique && dictHas(table, key)) {
      throw valueError(`consolidate: ${repr(key)} occurs more than once in the data source ${source.number}`);
    }
    dictSet(table, key, item);
  }
  return table;
}
