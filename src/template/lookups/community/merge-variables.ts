import { dictCopy, dictGet, dictSet } from '../../../values/dict.ts';
import { repr, str } from '../../../values/printing.ts';
import { compilePythonRegex } from '../../../values/regex.ts';
import type { Dict, ReadonlyDict, Value } from '../../../values/types.ts';
import { requireChoice } from '../../filters/arguments.ts';
import { lookupError, requireTerm, textOption } from '../options.ts';
import type { Lookup, LookupContext } from '../types.ts';

type Overriding = 'error' | 'warn' | 'ignore';

/**
 * community.general.merge_variables: the lists or dicts of all variables whose names match, as one, in the order of
 * the names.
 */
export const mergeVariables: Lookup = (terms, options, context) => {
  const how = requireChoice(
    textOption(options, 'pattern_type') ?? 'regex',
    ['prefix', 'suffix', 'regex'],
    'pattern_type',
  );
  const overriding = requireChoice(
    textOption(options, 'override') ?? 'error',
    ['error', 'warn', 'ignore'],
    'override',
  );
  return terms.map((term) => {
    const pattern = requireTerm(term, 'merge_variables');
    const names = [...new Set(context.variableNames())].filter(nameMatcher(pattern, how)).sort();
    return merged(names, { initial: options.get('initial_value') ?? null, overriding, context });
  });
};

function nameMatcher(pattern: string, how: 'prefix' | 'suffix' | 'regex'): (name: string) => boolean {
  if (how === 'prefix') return (name) => name.startsWith(pattern);
  if (how === 'suffix') return (name) => name.endsWith(pattern);
  const regex = compilePythonRegex(pattern);
  return (name) => regex.search(name) !== undefined;
}

interface Merging {
  readonly initial: Value;
  readonly overriding: Overriding;
  readonly context: LookupContext;
}

function merged(names: readonly string[], { initial, overriding, context }: Merging): Value {
  let result = initial;
  for (const name of names) {
    const value = context.variable(name) ?? null;
    if (!(value instanceof Map) && !Array.isArray(value)) {
      throw lookupError(
        `the lookup 'merge_variables' merges lists and dicts, and '${name}' is ${repr(value)}`,
      );
    }
    if (result !== null && Array.isArray(result) !== Array.isArray(value)) {
      throw lookupError(
        `the lookup 'merge_variables' cannot merge '${name}' with what is no such collection`,
      );
    }
    if (Array.isArray(value)) result = [...(Array.isArray(result) ? result : []), ...value];
    else if (value instanceof Map) {
      const older = result instanceof Map ? result : new Map<Value, Value>();
      result = mergeDicts(older, value, { overriding, context, path: name });
    }
  }
  return result;
}

interface DictMerging {
  readonly overriding: Overriding;
  readonly context: LookupContext;
  /** Where the newer dict stands, for messages. */
  readonly path: string;
}

function mergeDicts(older: ReadonlyDict, newer: ReadonlyDict, options: DictMerging): Dict {
  const result = dictCopy(older);
  for (const [key, value] of newer) {
    const known = dictGet(result, key);
    const path = `${options.path}.${str(key)}`;
    if (known instanceof Map && value instanceof Map) {
      dictSet(result, key, mergeDicts(known, value, { ...options, path }));
    } else if (Array.isArray(known) && Array.isArray(value)) {
      dictSet(result, key, [...known, ...value]);
    } else {
      if (known !== undefined) noteOverride(known, value, { ...options, path });
      dictSet(result, key, value);
    }
  }
  return result;
}

function noteOverride(known: Value, value: Value, { overriding, context, path }: DictMerging): void {
  const message = `'${path}' would put ${repr(value)} over ${repr(known)}`;
  if (overriding === 'error') throw lookupError(`the lookup 'merge_variables': ${message}`);
  if (overriding === 'warn') context.warn(`merge_variables: ${message}`);
}
