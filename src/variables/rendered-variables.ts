import { TsplayError } from '../errors.ts';
import { toBoolean } from '../values/boolean-words.ts';
import { str } from '../values/printing.ts';
import type { Value } from '../values/types.ts';

/** Where one setting of a host may come from: its variables by any of these names, then a keyword. */
export interface SettingNames {
  readonly variables: readonly string[];
  readonly keyword?: string;
}

/** A host's variables and a task's keywords, rendered; undefined for what is not set. */
export interface SettingSource {
  readonly variable: (name: string) => Value | undefined;
  readonly keyword: (name: string) => Value | undefined;
}

export interface Setting {
  readonly name: string;
  readonly value: Value;
}

/** The first that is set: variables beat keywords. None and empty text count as not set. */
export function findSetting(source: SettingSource, names: SettingNames): Setting | undefined {
  for (const name of names.variables) {
    const value = source.variable(name);
    if (isSet(value)) return { name, value };
  }
  if (names.keyword === undefined) return undefined;
  const value = source.keyword(names.keyword);
  return isSet(value) ? { name: names.keyword, value } : undefined;
}

function isSet(value: Value | undefined): value is Value {
  return value !== undefined && value !== null && value !== '';
}

/** A text; numbers are written out. Throws for anything else; undefined when it is not set. */
export function textSetting(source: SettingSource, names: SettingNames): string | undefined {
  const setting = findSetting(source, names);
  if (setting === undefined) return undefined;
  if (typeof setting.value === 'string') return setting.value;
  if (typeof setting.value === 'number' || typeof setting.value === 'bigint') return str(setting.value);
  throw wrongValue(setting, 'a text');
}

/** A boolean or one of Ansible's words for one. Throws for anything else; undefined when it is not set. */
export function booleanSetting(source: SettingSource, names: SettingNames): boolean | undefined {
  const setting = findSetting(source, names);
  if (setting === undefined) return undefined;
  const known = toBoolean(setting.value);
  if (known === undefined) throw wrongValue(setting, 'true or false');
  return known;
}

/** A whole number within bounds, both included. */
export function numberSetting(
  source: SettingSource,
  names: SettingNames,
  bounds: { readonly min: number; readonly max: number },
): number | undefined {
  const setting = findSetting(source, names);
  if (setting === undefined) return undefined;
  const text = typeof setting.value === 'object' ? '' : String(setting.value).trim();
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= bounds.min && number <= bounds.max) return number;
  throw wrongValue(setting, `a whole number from ${bounds.min} to ${bounds.max}`);
}

function wrongValue({ name, value }: Setting, accepted: string): TsplayError {
  return new TsplayError({
    code: 'invalid-connection-variable',
    message: `'${name}' is ${isSecretName(name) ? 'of a wrong type' : `'${str(value)}'`}; it must be ${accepted}`,
  });
}

function isSecretName(name: string): boolean {
  return /pass/.test(name);
}
