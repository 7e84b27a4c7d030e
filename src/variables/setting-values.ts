import { dirname, resolve } from 'node:path';
import type { Diagnostic } from '../errors.ts';
import { isHostList } from '../inventory/host-list.ts';
import { toBoolean } from '../values/boolean-words.ts';
import { expandHome } from './home-path.ts';
import type { IniFile } from './ini-file.ts';
import type { LoadSettingsOptions } from './settings-file.ts';

/** What settings are read from. */
export interface Reading {
  readonly path: string | undefined;
  readonly file: IniFile;
  readonly options: LoadSettingsOptions;
  readonly report: (diagnostic: Diagnostic) => void;
}

export interface Found {
  readonly value: string;
  /** What relative paths start from: the folder of ansible.cfg, or the working directory. */
  readonly directory: string;
  /** For messages. */
  readonly origin: string;
  readonly diagnosticSpan: Diagnostic['span'];
}

/** The environment beats the file; an empty text is no setting. */
export function find({ path, file, options }: Reading, key: string, variable: string): Found | undefined {
  const set = options.environment[variable];
  if (set !== undefined && set !== '') {
    return { value: set, directory: options.directory, origin: variable, diagnosticSpan: undefined };
  }
  const entry = file.get(key);
  if (entry === undefined || entry.value === '' || path === undefined) return undefined;
  return { value: entry.value, directory: dirname(path), origin: key, diagnosticSpan: entry.span };
}

/** Absolute paths; a host list stays as it is. */
export function paths(found: Found | undefined, separator: RegExp): readonly string[] | undefined {
  if (found === undefined) return undefined;
  const { value, directory } = found;
  const parts = value.split(separator).map((part) => part.trim());
  if (separator.source === ',' && isHostList(value) && parts.some((part) => part === '')) return [value];
  return parts.filter((part) => part !== '').map((part) => resolve(directory, expandHome(part)));
}

/** The words of a list with commas. */
export function words(list: string | undefined): readonly string[] {
  return (list ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** Undefined when it is not set, or wrong, which is reported. So with the others. */
export function boolean(reading: Reading, key: string, variable: string): boolean | undefined {
  const found = find(reading, key, variable);
  if (found === undefined) return undefined;
  return toBoolean(found.value) ?? wrong(reading, found, 'true or false');
}

export function number(reading: Reading, key: string, variable: string): number | undefined {
  const found = find(reading, key, variable);
  if (found === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(found.value)) return Number(found.value);
  return wrong(reading, found, 'a whole number above 0');
}

export function wrong(
  { report }: Reading,
  { origin, value, diagnosticSpan }: Found,
  accepted: string,
): undefined {
  report({
    severity: 'error',
    code: 'invalid-setting',
    message: `setting '${origin}' is '${value}'; it must be ${accepted}`,
    span: diagnosticSpan,
  });
  return undefined;
}

interface Choice<T extends string> {
  readonly key: string;
  readonly variable: string;
  readonly choices: readonly T[];
}

export function choice<T extends string>(
  reading: Reading,
  { key, variable, choices }: Choice<T>,
): T | undefined {
  const found = find(reading, key, variable);
  if (found === undefined) return undefined;
  return (
    choices.find((name) => name === found.value) ?? wrong(reading, found, `one of ${choices.join(', ')}`)
  );
}
