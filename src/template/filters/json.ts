import type { Filter } from '../../jinja/plugins.ts';
import { bindArguments } from '../../values/arguments.ts';
import { typeError, undefinedError, valueError } from '../../values/errors.ts';
import { toList } from '../../values/iterate.ts';
import { formatJson, parseJson } from '../../values/json.ts';
import { str } from '../../values/printing.ts';
import { textOf } from '../../values/text.ts';
import { isTruthy } from '../../values/truth.ts';
import { typeName } from '../../values/type-name.ts';
import { Bytes, type CallArguments, type ObjectValue, Undefined, type Value } from '../../values/types.ts';
import { DateTime } from '../datetime/date-time.ts';
import { PlainDate } from '../datetime/plain-date.ts';
import { mappingOf } from '../mapping.ts';
import { requireInteger } from './arguments.ts';

const OPTIONS = [
  'indent',
  'sort_keys',
  'ensure_ascii',
  'separators',
  'vault_to_text',
  'preprocess_unsafe',
] as const;

/** JSON as Python's `json` module writes and reads it. */
export const jsonFilters: Readonly<Record<string, Filter>> = {
  to_json: (value, args) => toJson(value, args, { indent: null, sort_keys: false }),
  to_nice_json: (value, args) => toJson(value, args, { indent: 4, sort_keys: true }),
  from_json: (value) => {
    if (value instanceof Undefined) {
      throw undefinedError(value);
    }
    const text = value instanceof Bytes ? Buffer.from(value.data).toString('utf8') : textOf(value);
    if (text === undefined) {
      throw typeError(`from_json takes a str, not ${typeName(value)}`);
    }
    return parseJson(text);
  },
};

function toJson(value: Value, args: CallArguments, own: { indent: Value; sort_keys: Value }): Value {
  const keywordOnly = { positional: args.positional, keyword: args.keyword };
  if (args.positional.length > 1) {
    throw typeError('to_json takes its options by name');
  }
  const defaults = {
    ...own,
    ensure_ascii: true,
    separators: null,
    vault_to_text: true,
    preprocess_unsafe: true,
  };
  const bound = bindArguments('to_json', keywordOnly, OPTIONS, defaults);
  return formatJson(value, {
    indent: indentOf(bound.indent),
    sortKeys: isTruthy(bound.sort_keys) ? 'strict' : false,
    ensureAscii: isTruthy(bound.ensure_ascii),
    separators: bound.separators === null ? undefined : separatorsOf(bound.separators),
    fallback: plainForm,
  });
}

function indentOf(indent: Value): number | string | undefined {
  return indent === null ? undefined : (textOf(indent) ?? requireInteger(indent, 'indent'));
}

function separatorsOf(value: Value): readonly [string, string] {
  const [item, key, ...more] = toList(value);
  if (item === undefined || key === undefined || more.length > 0) {
    throw valueError('separators are two texts: between items, and between a key and its value');
  }
  return [str(item), str(key)];
}

/** Dates as text, and what stands for a dict as one. */
function plainForm(value: ObjectValue): Value {
  if (value instanceof DateTime) {
    return value.isoformat();
  }
  if (value instanceof PlainDate) {
    return str(value);
  }
  const dict = mappingOf(value);
  if (dict !== undefined) {
    return dict;
  }
  throw typeError(`Object of type ${value.typeName} is not JSON serializable`);
}
