import { toBoolean } from '../values/boolean-words.ts';
import { str } from '../values/printing.ts';
import { TemplateText } from '../values/template-text.ts';
import { typeName } from '../values/type-name.ts';
import { Float, Tuple, type Value } from '../values/types.ts';
import type { ArgumentType } from './argument-spec.ts';
import { parseDictText } from './dict-text.ts';

/** A value in an argument's type, or what that type accepts. */
export type Coercion =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly expected: string };

/** Brings one rendered value into a type of the argument spec, by the rules observed with ansible-core 2.14. */
export function coerce(value: Value, type: ArgumentType): Coercion {
  const given = value instanceof TemplateText ? value.text : value;
  switch (type) {
    case 'raw':
      return { ok: true, value };
    case 'str':
    case 'path':
      return { ok: true, value: str(given) };
    case 'bool':
      return toBool(given);
    case 'int':
      return toInt(given);
    case 'float':
      return toFloat(given);
    case 'list':
      return toList(given);
    case 'dict':
      return toDict(given);
    case 'bytes':
      return toSize(given, 'B');
    case 'bits':
      return toSize(given, 'b');
  }
}

/** A value's description for messages: its text when that is short, and its type. */
export function describeValue(value: Value): string {
  const given = value instanceof TemplateText ? value.text : value;
  const text = typeof given === 'string' ? JSON.stringify(given) : str(given);
  return text.length > 60
    ? `a ${typeName(given)} of ${text.length} characters`
    : `${text} (${typeName(given)})`;
}

function toBool(value: Value): Coercion {
  const found = toBoolean(value);
  return found === undefined
    ? { ok: false, expected: 'a boolean (yes, no, true, false, on, off, 1, 0)' }
    : { ok: true, value: found };
}

function toInt(value: Value): Coercion {
  if (typeof value === 'number') return { ok: true, value };
  if (typeof value === 'boolean') return { ok: true, value: value ? 1 : 0 };
  if (typeof value === 'string' && /^\s*[+-]?\d+(?:_\d+)*\s*$/.test(value)) {
    const number = Number(value.replaceAll('_', ''));
    if (Number.isSafeInteger(number)) return { ok: true, value: number };
  }
  return { ok: false, expected: 'a whole number' };
}

function toFloat(value: Value): Coercion {
  if (value instanceof Float) return { ok: true, value };
  if (typeof value === 'number') return { ok: true, value: new Float(value) };
  if (typeof value === 'boolean') return { ok: true, value: new Float(value ? 1 : 0) };
  if (typeof value === 'string' && /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(value)) {
    return { ok: true, value: new Float(Number(value)) };
  }
  return { ok: false, expected: 'a number' };
}

function toList(value: Value): Coercion {
  if (Array.isArray(value)) return { ok: true, value };
  if (value instanceof Tuple) return { ok: true, value: value.items };
  if (typeof value === 'string') return { ok: true, value: value.split(',') };
  if (typeof value === 'number' || typeof value === 'boolean' || value instanceof Float)
    return { ok: true, value: [str(value)] };
  return { ok: false, expected: 'a list' };
}

function toDict(value: Value): Coercion {
  if (value instanceof Map) return { ok: true, value };
  const parsed = typeof value === 'string' ? parseDictText(value) : undefined;
  return parsed === undefined
    ? { ok: false, expected: 'a dictionary (or JSON, or key=value text)' }
    : { ok: true, value: parsed };
}

const sizeUnits = 'BKMGTPEZY';

/** `10`, `1K`, `1.5MB` in bytes, or `1Kb` in bits: powers of 1024. */
function toSize(value: Value, unit: 'B' | 'b'): Coercion {
  const match = /^\s*(\d*\.?\d+)\s*([BKMGTPEZY])?(?:b|bit|byte)?s?\s*$/i.exec(str(value));
  if (match === null) return { ok: false, expected: `a size (10, 1K, 1.5M${unit})` };
  const exponent = Math.max(0, sizeUnits.indexOf((match[2] ?? 'B').toUpperCase()));
  return { ok: true, value: Math.round(Number(match[1]) * 1024 ** exponent) };
}
