import { TsplayError } from '../errors.ts';
import { parseKeyValue } from '../util/key-value.ts';
import { parseJson } from '../values/json.ts';
import { TemplateText } from '../values/template-text.ts';
import type { Value } from '../values/types.ts';
import type { AnyModule } from './define.ts';

/**
 * The arguments of an ad-hoc call (`-a`): JSON, or `key=value` words, and for modules that take it a free-form text
 * out of which their own options are pulled. All text may hold templates: it is the user's own.
 *
 * Errors: TsplayError `unbalanced-arguments`, `free-form-refused`.
 */
export function parseFreeForm(module: AnyModule, text: string): ReadonlyMap<string, Value> {
  const json = /^\s*\{(?![{%#])/.test(text) ? jsonArguments(text) : undefined;
  if (json !== undefined) return json;
  const { freeForm: target } = module;
  const only = target === undefined ? undefined : optionNames(module, target);
  const { pairs, freeForm } = parseKeyValue(text, only === undefined ? {} : { only });
  const args = new Map<string, Value>(pairs.map(([key, value]) => [key, new TemplateText(value)]));
  if (freeForm.trim() === '') return args;
  if (target === undefined) {
    throw new TsplayError({
      code: 'free-form-refused',
      message: `${module.name} takes key=value arguments, but ${JSON.stringify(freeForm)} is none`,
      hint: 'put values with blanks in quotes: key="two words"',
    });
  }
  return args.set(target, new TemplateText(freeForm));
}

function optionNames(module: AnyModule, target: string): ReadonlySet<string> {
  const names = Object.entries(module.args).flatMap(([name, { aliases }]) => [name, ...(aliases ?? [])]);
  return new Set(names.filter((name) => name !== target));
}

function jsonArguments(text: string): ReadonlyMap<string, Value> | undefined {
  try {
    const value = parseJson(text);
    return value instanceof Map
      ? new Map([...value].map(([key, item]) => [String(key), templated(item)]))
      : undefined;
  } catch (error) {
    if (error instanceof TsplayError) return undefined;
    throw error;
  }
}

function templated(value: Value): Value {
  if (typeof value === 'string') return new TemplateText(value);
  if (Array.isArray(value)) return (value as readonly Value[]).map(templated);
  return value instanceof Map ? new Map([...value].map(([key, item]) => [key, templated(item)])) : value;
}
