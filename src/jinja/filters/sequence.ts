import { bindArguments } from '../../values/arguments.ts';
import { order, sorted } from '../../values/compare.ts';
import { dictHas, dictSet } from '../../values/dict.ts';
import { equals } from '../../values/equality.ts';
import { typeError, valueError } from '../../values/errors.ts';
import { iterate, lengthOf, tryIterate } from '../../values/iterate.ts';
import { escapeHtml, Markup } from '../../values/markup.ts';
import { assertListLength, assertTextLength, binary } from '../../values/operators.ts';
import { str } from '../../values/printing.ts';
import { characters, textOf } from '../../values/text.ts';
import { isTruthy } from '../../values/truth.ts';
import { typeName } from '../../values/type-name.ts';
import { type CallArguments, type Dict, Tuple, Undefined, type Value } from '../../values/types.ts';
import { attributeReader, ignoringCase, multiAttributeReader } from './attribute.ts';
import { type FilterTable, intValue, plainFilters } from './table.ts';

function extreme(callee: 'min' | 'max', value: Value, args: CallArguments): Value {
  const bound = bindArguments(callee, args, ['case_sensitive', 'attribute'], {
    case_sensitive: false,
    attribute: null,
  });
  const prepare = ignoringCase(isTruthy(bound.case_sensitive));
  const read = attributeReader(bound.attribute);
  let best: { readonly item: Value; readonly key: Value } | undefined;
  for (const item of iterate(value)) {
    const key = prepare(read(item));
    if (best === undefined || (callee === 'min' ? order(key, best.key) < 0 : order(key, best.key, '>') > 0)) {
      best = { item, key };
    }
  }
  return best === undefined ? new Undefined('No aggregated item, sequence was empty.') : best.item;
}

/** A member of `groupby`'s result: a tuple whose parts also have names. */
class Group extends Tuple {
  override getAttribute(name: string): Value | undefined {
    if (name === 'grouper') return this.items[0];
    return name === 'list' ? this.items[1] : undefined;
  }
}

function groupBy(value: Value, args: CallArguments): Value {
  const bound = bindArguments('groupby', args, ['attribute', 'default', 'case_sensitive'], {
    default: null,
    case_sensitive: false,
  });
  const read = attributeReader(bound.attribute, bound.default);
  const prepare = ignoringCase(isTruthy(bound.case_sensitive));
  const items = sorted(iterate(value), (item) => prepare(read(item)));
  const groups: { readonly grouper: Value; readonly key: Value; readonly members: Value[] }[] = [];
  for (const item of items) {
    const grouper = read(item);
    const key = prepare(grouper);
    const last = groups.at(-1);
    if (last !== undefined && equals(last.key, key)) last.members.push(item);
    else groups.push({ grouper, key, members: [item] });
  }
  return groups.map(({ grouper, members }) => new Group([grouper, members]));
}

function unique(value: Value, args: CallArguments): Value {
  const bound = bindArguments('unique', args, ['case_sensitive', 'attribute'], {
    case_sensitive: false,
    attribute: null,
  });
  const prepare = ignoringCase(isTruthy(bound.case_sensitive));
  const read = attributeReader(bound.attribute);
  const seen: Dict = new Map();
  const kept: Value[] = [];
  for (const item of iterate(value)) {
    const key = prepare(read(item));
    if (dictHas(seen, key)) continue;
    dictSet(seen, key, true);
    kept.push(item);
  }
  return kept;
}

function batch(value: Value, args: CallArguments): Value {
  const { linecount, fill_with: fill } = bindArguments('batch', args, ['linecount', 'fill_with'], {
    fill_with: null,
  });
  const size = intValue(linecount, 'linecount');
  const rows: Value[][] = [];
  let row: Value[] = [];
  for (const item of iterate(value)) {
    if (row.length === size) {
      rows.push(row);
      row = [];
    }
    row.push(item);
  }
  if (row.length === 0) return rows;
  if (fill !== null) {
    assertListLength(size);
    while (row.length < size) row.push(fill);
  }
  return [...rows, row];
}

function slices(value: Value, args: CallArguments): Value {
  const { slices: wanted, fill_with: fill } = bindArguments('slice', args, ['slices', 'fill_with'], {
    fill_with: null,
  });
  const items = Array.from(iterate(value));
  const count = intValue(wanted, 'slices');
  if (count <= 0) throw valueError('integer division or modulo by zero');
  assertListLength(count);
  const size = Math.floor(items.length / count);
  const longer = items.length % count;
  let position = 0;
  return Array.from({ length: count }, (_, index) => {
    const end = position + size + (index < longer ? 1 : 0);
    const part = items.slice(position, end);
    position = end;
    if (fill !== null && index >= longer) part.push(fill);
    return part;
  });
}

function reverse(value: Value): Value {
  const text = textOf(value);
  if (text !== undefined) return characters(text).reverse().join('');
  const items = tryIterate(value);
  if (items === undefined) throw typeError(`'${typeName(value)}' object is not reversible`);
  return Array.from(items).reverse();
}

function join(value: Value, args: CallArguments, autoescape: boolean): Value {
  const { d, attribute } = bindArguments('join', args, ['d', 'attribute'], { d: '', attribute: null });
  const read = attributeReader(attribute);
  const separator = str(d);
  const print = (item: Value): string =>
    autoescape && !(item instanceof Markup) ? escapeHtml(str(item)) : str(item);
  let length = 0;
  const parts = Array.from(iterate(value), (item) => {
    const part = print(read(item));
    length += part.length + separator.length;
    assertTextLength(length);
    return part;
  });
  return autoescape ? new Markup(parts.join(escapeHtml(separator))) : parts.join(separator);
}

export const sequenceFilters: FilterTable = {
  ...plainFilters({
    list: (value) => Array.from(iterate(value)),
    length: lengthOf,
    count: lengthOf,
    reverse,
  }),
  first(value) {
    for (const item of iterate(value)) return item;
    return new Undefined('No first item, sequence was empty.');
  },
  last(value) {
    const item = Array.from(iterate(value)).at(-1);
    return item === undefined ? new Undefined('No last item, sequence was empty.') : item;
  },
  random(value) {
    const items = Array.from(iterate(value));
    const item = items[Math.floor(Math.random() * items.length)];
    return item === undefined ? new Undefined('No random item, sequence was empty.') : item;
  },
  min: (value, args) => extreme('min', value, args),
  max: (value, args) => extreme('max', value, args),
  sort(value, args) {
    const bound = bindArguments('sort', args, ['reverse', 'case_sensitive', 'attribute'], {
      reverse: false,
      case_sensitive: false,
      attribute: null,
    });
    const keyOf = multiAttributeReader(bound.attribute, ignoringCase(isTruthy(bound.case_sensitive)));
    return sorted(iterate(value), keyOf, isTruthy(bound.reverse));
  },
  unique,
  groupby: groupBy,
  batch,
  slice: slices,
  join: (value, args, context) => join(value, args, context.autoescape),
  sum(value, args) {
    const { attribute, start } = bindArguments('sum', args, ['attribute', 'start'], {
      attribute: null,
      start: 0,
    });
    const read = attributeReader(attribute);
    if (textOf(start) !== undefined) throw typeError("sum() can't sum strings [use ''.join(seq) instead]");
    let total = start;
    for (const item of iterate(value)) total = binary('+', total, read(item));
    return total;
  },
};
