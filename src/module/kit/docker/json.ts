/** Access to what the API answers: data of a host, of which nothing is known before it is looked at. */
export interface JsonRecord {
  readonly [key: string]: Json;
}
export type Json = null | boolean | number | string | readonly Json[] | JsonRecord;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member as a record: an empty one when it is anything else. */
export function recordIn(value: unknown, ...path: readonly string[]): JsonRecord {
  const member = memberOf(value, path);
  return isRecord(member) ? member : {};
}

/** The member as a list: an empty one when it is anything else. */
export function listIn(value: unknown, ...path: readonly string[]): readonly Json[] {
  const member = memberOf(value, path);
  return Array.isArray(member) ? (member as readonly Json[]) : [];
}

/** The member as text: empty when it is anything else. */
export function textIn(value: unknown, ...path: readonly string[]): string {
  const member = memberOf(value, path);
  return typeof member === 'string' ? member : '';
}

/** What is below a value; null when there is nothing. */
export function memberOf(value: unknown, path: readonly string[]): Json {
  let current: unknown = value;
  for (const name of path) current = isRecord(current) && Object.hasOwn(current, name) ? current[name] : null;
  return (current ?? null) as Json;
}
