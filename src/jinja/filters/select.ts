import { argumentError } from '../../values/arguments.ts';
import { iterate } from '../../values/iterate.ts';
import { isText, textOf } from '../../values/text.ts';
import { isTruthy } from '../../values/truth.ts';
import type { CallArguments, Value } from '../../values/types.ts';
import type { PluginContext } from '../plugins.ts';
import { attributeReader, type ReadKey } from './attribute.ts';
import type { FilterTable } from './table.ts';

function shifted({ positional, keyword }: CallArguments, count: number): CallArguments {
  return { positional: positional.slice(count), keyword };
}

/** What a `select` asks of an item: the named test, or whether it is true. */
function question(args: CallArguments, context: PluginContext): (value: Value) => boolean {
  const [first] = args.positional;
  if (first === undefined) return isTruthy;
  const name = textOf(first);
  if (name === undefined) throw argumentError("a test's name is text");
  const rest = shifted(args, 1);
  return (value) => context.callTest(name, value, rest);
}

function selecting(wanted: boolean, byAttribute: boolean) {
  return (value: Value, args: CallArguments, context: PluginContext): Value => {
    if (!isTruthy(value)) return [];
    let read: ReadKey = (item) => item;
    let rest = args;
    if (byAttribute) {
      const [attribute] = args.positional;
      if (attribute === undefined) throw argumentError('Missing parameter for attribute name');
      read = attributeReader(attribute);
      rest = shifted(args, 1);
    }
    const ask = question(rest, context);
    return Array.from(iterate(value)).filter((item) => ask(read(item)) === wanted);
  };
}

function map(value: Value, args: CallArguments, context: PluginContext): Value {
  if (!isTruthy(value)) return [];
  const [first] = args.positional;
  const attribute = args.keyword.get('attribute');
  if (first === undefined) {
    if (attribute === undefined) throw argumentError('map requires a filter argument');
    for (const name of args.keyword.keys()) {
      if (name !== 'attribute' && name !== 'default')
        throw argumentError(`Unexpected keyword argument '${name}'`);
    }
    return Array.from(iterate(value), attributeReader(attribute, args.keyword.get('default') ?? null));
  }
  if (!isText(first)) throw argumentError("a filter's name is text");
  const name = textOf(first) ?? '';
  const rest = shifted(args, 1);
  return Array.from(iterate(value), (item) => context.callFilter(name, item, rest));
}

export const selectFilters: FilterTable = {
  select: selecting(true, false),
  reject: selecting(false, false),
  selectattr: selecting(true, true),
  rejectattr: selecting(false, true),
  map,
};
