import { undefinedError } from '../values/errors.ts';
import { str } from '../values/printing.ts';
import { Bytes, Callable, Float, ObjectValue, Tuple, Undefined, type Value } from '../values/types.ts';
import { VaultText } from '../values/vault-text.ts';
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
  const shown = printed(value);
  if (typeof shown === 'object' && shown !== null && isPlainCollection(shown, new Set())) {
    return shown;
  }
  return textToValue(str(shown));
}

/** What `{{ }}` prints for a value: nothing for None, the text of bytes, and views of a dict or a range as lists. */
export function printed(value: Value): Value {
  if (typeof value !== 'object') {
    return value;
  }
  if (value === null) {
    return '';
  }
  if (value instanceof Bytes) {
    return Buffer.from(value.data).toString('utf8');
  }
  return value instanceof ObjectValue && VIEWS.has(value.typeName)
    ? Array.from(value.iterate() ?? [])
    : value;
}

const VIEWS = new Set(['dict_keys', 'dict_values', 'dict_items', 'range', 'generator']);

/** What `{{ name }}` alone gives: the variable itself, but text is read as any rendered text. */
export function variableToValue(value: Value): Value {
  if (typeof value === 'string' || value instanceof VaultText) {
    return textToValue(str(value));
  }
  if (value instanceof Undefined) {
    throw undefinedError(value);
  }
  if (value instanceof Callable) {
    return str(value);
  }
  return value instanceof Tuple ? value.items : value;
}

/**
 * Lists and dicts that are the same after they were printed and read: of texts, finite numbers, bools and None.
 * `known` are those that were looked at: a value may hold one of them many times over.
 */
function isPlainCollection(value: Value, known: Set<Value>): boolean {
  if (known.has(value)) {
    return true;
  }
  known.add(value);
  if (Array.isArray(value)) {
    return value.every((item) => isPlainMember(item, known));
  }
  if (value instanceof Map) {
    for (const [key, item] of value) {
      if (!isPlainMember(key, known) || !isPlainMember(item, known)) {
        return false;
      }
    }
    return true;
  }
  return false;
}

function isPlainMember(value: Value, known: Set<Value>): boolean {
  if (value === null || typeof value !== 'object' || value instanceof Bytes || value instanceof VaultText) {
    return true;
  }
  if (value instanceof Float) {
    return Number.isFinite(value.value);
  }
  if (value instanceof Tuple) {
    return value.items.every((item) => isPlainMember(item, known));
  }
  return !(value instanceof ObjectValue) && isPlainCollection(value, known);
}
