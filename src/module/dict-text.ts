import { TsplayError } from '../errors.ts';
import { parseJson } from '../values/json.ts';
import type { Dict, Value } from '../values/types.ts';

/** A dictionary written as text: JSON, or `a=1, b=two`. Undefined when it is neither. */
export function parseDictText(text: string): Dict | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) {
    const value = jsonOrUndefined(trimmed);
    return value instanceof Map ? value : undefined;
  }
  if (!trimmed.includes('=')) return undefined;
  const dict: Dict = new Map();
  for (const field of splitFields(trimmed)) {
    const at = field.indexOf('=');
    if (at < 1) return undefined;
    dict.set(field.slice(0, at), field.slice(at + 1));
  }
  return dict;
}

/** JSON as values; undefined when the text is not JSON. */
function jsonOrUndefined(text: string): Value | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof TsplayError) return undefined;
    throw error;
  }
}

/** Fields end at a comma or blank outside quotes; quotes go, a backslash keeps the next character. */
function splitFields(text: string): readonly string[] {
  const fields: string[] = [];
  let field = '';
  let quote: string | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '\\') {
      index += 1;
      field += text.charAt(index);
    } else if (quote === undefined && (character === '"' || character === "'")) {
      quote = character;
    } else if (character === quote) {
      quote = undefined;
    } else if (quote === undefined && (character === ',' || character === ' ')) {
      if (field !== '') fields.push(field);
      field = '';
    } else {
      field += character;
    }
  }
  if (field !== '') fields.push(field);
  return fields;
}
