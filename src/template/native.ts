import { undefinedError } from '../values/errors.ts';
import { str } from '../values/printing.ts';
import { Bytes, Float, ObjectValue, Tuple, Undefined, type Value } from '../values/types.ts';
import { parseLiteral } from './literal.ts';

/**
 * What a rendered text stands for, as Ansible has it without `jinja2_native`: text that looks like a list or dict
 * is read as one, `True` and `False` are booleans, all other text is text.
 */
export function textToValue(text: string): Value {
  switch (text.charAt(0)) {
    case '[':
    case '{':
      return parseLiteral(text) ?? text;
    case 'T':
      return text === 'True' ? true : text;
    case 'F':
      return text === 'False' ? false : text;
    default:
      return text;
  }
}

/** What `{{ expression }}` alone gives for a value: as printing it and reading the text, without the detour. */
export function expressionToValue(value: Value): Value {
  if (typeof value === 'boolean') {
    return value;
  }
  if (value === null) {
    return '';
  }
  if (typeof value === 'object' && isPlainCollection(value)) {
    return value;
  }
  return textToValue(str(value));
}

/** What `{{ name }}` alone gives: the variable itself, but text is read as any rendered text. */
export function variableToValue(value: Value): Value {
  if (typeof value === 'string') {
    return textToValue(value);
  }
  if (value instanceof Undefined) {
    throw undefinedError(value);
  }
  return value instanceof Tuple ? value.items : value;
}

/** Lists and dicts that are the same after they were printed and read: of texts, finite numbers, bools and None. */
function isPlainCollection(value: Value): boolean {
  if (Array.isArray(value)) {
    return value.every(isPlainMember);
  }
  if (value instanceof Map) {
    for (const [key, item] of value) {
      if (!isPlainMember(key) || !isPlainMember(item)) {
        return false;
      }
    }
    return true;
  }
  return false;
}

function isPlainMember(value: Value): boolean {
  if (value === null || typeof value !== 'object' || value instanceof Bytes) {
    return true;
  }
  if (value instanceof Float) {
    return Number.isFinite(value.value);
  }
  if (value instanceof Tuple) {
    return value.items.every(isPlainMember);
  }
  return !(value instanceof ObjectValue) && isPlainCollection(value);
}
