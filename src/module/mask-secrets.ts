import type { Value } from '../values/types.ts';
import type { ArgumentSpec } from './argument-spec.ts';

/** What stands in a result for a text that was given in a secret argument. */
const MASK = 'VALUE_SPECIFIED_IN_NO_LOG_PARAMETER';

/** The texts of the arguments that are declared secret (`noLog`), longest first. */
export function secretTexts(spec: ArgumentSpec, args: Readonly<Record<string, unknown>>): readonly string[] {
  const found = Object.entries(spec)
    .filter(([, declaration]) => declaration.noLog === true)
    .map(([name]) => args[name])
    .filter((value): value is string => typeof value === 'string' && value !== '');
  return found.sort((a, b) => b.length - a.length);
}

/** A result in which none of the texts stands any more, whole or as a part. Without texts it is the same object. */
export function maskSecrets<T extends Value>(value: T, secrets: readonly string[]): T {
  return secrets.length === 0 ? value : (mask(value, secrets) as T);
}

function mask(value: Value, secrets: readonly string[]): Value {
  if (typeof value === 'string') {
    return secrets.reduce((text, secret) => text.replaceAll(secret, () => MASK), value);
  }
  if (Array.isArray(value)) return (value as readonly Value[]).map((item) => mask(item, secrets));
  if (value instanceof Map) {
    return new Map([...value].map(([key, item]) => [mask(key, secrets), mask(item, secrets)]));
  }
  return value;
}
