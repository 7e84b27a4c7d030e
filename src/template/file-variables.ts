import { readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { TemplateFileOptions } from '../module/context.ts';
import { formatString } from '../values/format-string.ts';
import type { Value } from '../values/types.ts';
import { fieldsAt } from './datetime/calendar.ts';
import { DateTime } from './datetime/date-time.ts';
import { strftime } from './datetime/format.ts';

/**
 * The variables that only a template file has; each is made when it is asked for.
 *
 * @param managed the setting `ansible_managed`: Python's format with `file`, `host` and `uid`, then strftime's with the
 *   file's time
 */
export function fileVariables(
  { path, name = path, destination }: TemplateFileOptions,
  managed: string,
): ReadonlyMap<string, () => Value> {
  return new Map<string, () => Value>([
    ['ansible_managed', () => managedText(managed, { path, name })],
    ['template_host', () => hostname()],
    ['template_path', () => name],
    ['template_fullpath', () => resolve(path)],
    ['template_destpath', () => destination ?? null],
    ['template_uid', () => ownerOf(path)],
    ['template_mtime', () => modifiedAt(path)],
    ['template_run_date', () => dateTimeAt(Date.now(), 0)],
  ]);
}

function managedText(managed: string, file: { readonly path: string; readonly name: string }): string {
  // Nearly always so: nothing of the file is asked for.
  if (!/[{}%]/.test(managed)) return managed;
  const keyword = new Map<string, Value>([
    ['file', file.name],
    ['host', hostname()],
    ['uid', ownerOf(file.path)],
  ]);
  const modified = modifiedAt(file.path);
  return strftime(formatString(managed, { positional: [], keyword }), modified.fields, modified.zoneText());
}

/** The owner's name, or his number where the controller has no such account. */
function ownerOf(path: string): string {
  const { uid } = statSync(path);
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n');
  const entry = accounts.map((line) => line.split(':')).find(([, , number]) => number === String(uid));
  return entry?.[0] ?? String(uid);
}

function modifiedAt(path: string): DateTime {
  const microseconds = (statSync(path, { bigint: true }).mtimeNs + 500n) / 1000n;
  return dateTimeAt(Number(microseconds / 1000n), Number(microseconds % 1000n));
}

/** The local time; `microseconds` are those within the millisecond. */
function dateTimeAt(milliseconds: number, microseconds: number): DateTime {
  const fields = fieldsAt(milliseconds, 'local');
  return new DateTime({ ...fields, microsecond: fields.microsecond + microseconds });
}
