import { bindArguments } from '../../values/arguments.ts';
import { sorted } from '../../values/compare.ts';
import { typeError, valueError } from '../../values/errors.ts';
import { getAttribute } from '../../values/members.ts';
import { textOf } from '../../values/text.ts';
import { isTruthy } from '../../values/truth.ts';
import { typeName } from '../../values/type-name.ts';
import { type CallArguments, Tuple, Undefined, type Value } from '../../values/types.ts';
import { ignoringCase } from './attribute.ts';
import { type FilterTable, softText } from './table.ts';

function dictSort(value: Value, args: CallArguments): Value {
  const bound = bindArguments('dictsort', args, ['case_sensitive', 'by', 'reverse'], {
    case_sensitive: false,
    by: 'key',
    reverse: false,
  });
  const by = textOf(bound.by);
  if (by !== 'key' && by !== 'value') throw valueError('You can only sort by either "key" or "value"');
  if (!(value instanceof Map)) throw typeError(`dictsort needs a dict, not ${typeName(value)}`);
  const prepare = ignoringCase(isTruthy(bound.case_sensitive));
  const keyOf = ([key, item]: readonly [Value, Value]): Value => prepare(by === 'key' ? key : item);
  return sorted(value, keyOf, isTruthy(bound.reverse)).map((pair) => new Tuple(pair));
}

function items(value: Value): Value {
  if (value instanceof Undefined) return [];
  if (!(value instanceof Map)) throw typeError('Can only get item pairs from a mapping.');
  return Array.from(value, (pair) => new Tuple(pair));
}

function fallBack(value: Value, args: CallArguments): Value {
  const bound = bindArguments('default', args, ['default_value', 'boolean'], {
    default_value: '',
    boolean: false,
  });
  if (value instanceof Undefined) return bound.default_value;
  return isTruthy(bound.boolean) && !isTruthy(value) ? bound.default_value : value;
}

export const mappingFilters: FilterTable = {
  default: fallBack,
  d: fallBack,
  dictsort: dictSort,
  items,
  attr(value, args) {
    const name = softText(bindArguments('attr', args, ['name']).name);
    const attribute = getAttribute(value, name);
    if (attribute !== undefined) return attribute;
    return new Undefined(`'${typeName(value)} object' has no attribute '${name}'`, name);
  },
};
