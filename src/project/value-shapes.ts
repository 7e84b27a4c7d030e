import type { KeyPlaces } from '../source/key-places.ts';
import { TemplateText } from '../values/template-text.ts';
import { type Dict, Float, type Value } from '../values/types.ts';
import { VaultText } from '../values/vault-text.ts';

/*
 * The forms that keywords give their values. Each function gives undefined when a value does not fit.
 */

/** A whole number, or its text. */
export function toInteger(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^[-+]?\d{1,15}$/.test(value.trim()) ? Number(value) : undefined;
}

/** A number, or its decimal text. */
export function toNumber(value: Value): number | Float | undefined {
  if (value instanceof Float) return value;
  const isDecimal = typeof value === 'string' && /^[-+]?\d{1,15}\.\d+$/.test(value.trim());
  return isDecimal ? new Float(Number(value)) : toInteger(value);
}

/** `30%` as text. */
export function percentText(value: Value): string | undefined {
  return typeof value === 'string' && /^\d+(?:\.\d+)?%$/.test(value.trim()) ? value.trim() : undefined;
}

/** A text; numbers and booleans as Python prints them. */
export function toText(value: Value): Value | undefined {
  if (typeof value === 'string' || isTemplate(value)) return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === null) return '';
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

/** A list of texts from a text or any nesting of lists. */
export function toTexts(value: Value): readonly Value[] | undefined {
  if (value === null) return [];
  const texts = (Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value]).map(toText);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** `a, b` is two tags. What a template holds is known only when it is rendered. */
export function splitTags(tag: Value): readonly Value[] {
  if (typeof tag !== 'string') return [tag];
  return tag
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** A dict; nothing is an empty one. */
export function toDict(value: Value): Dict | undefined {
  if (value === null) return new Map();
  return value instanceof Map ? value : undefined;
}

/** A list of dicts from one or several. */
export function toDicts(value: Value): readonly Dict[] | undefined {
  if (value === null) return [];
  const dicts: readonly Value[] = Array.isArray(value) ? value : [value];
  return dicts.every((dict) => dict instanceof Map) ? dicts : undefined;
}

/** A mapping, or the old form: a list of mappings. */
export function toVars(value: Value, places?: KeyPlaces): Dict | undefined {
  if (!Array.isArray(value)) return toDict(value);
  const merged: Dict = new Map();
  for (const item of value) {
    if (!(item instanceof Map)) return undefined;
    for (const [name, content] of item) merged.set(name, content);
    places?.carry(item, merged);
  }
  return merged;
}

/** A list of dicts and templates from one of them or several. */
export function toLayers(value: Value): readonly Value[] | undefined {
  if (value === null) return [];
  const layers: readonly Value[] = Array.isArray(value) ? value : [value];
  return layers.every((layer) => layer instanceof Map || isTemplate(layer)) ? layers : undefined;
}

/** A list of expressions and booleans from one of them or several. */
export function toConditions(value: Value): readonly Value[] | undefined {
  const conditions: readonly Value[] = Array.isArray(value) ? value : [value];
  const isFit = (item: Value) =>
    item === null || isTemplate(item) || typeof item === 'boolean' || typeof item === 'number';
  return conditions.every(isFit) ? conditions.filter((item) => item !== null) : undefined;
}

/** Whether a value is known only when it is rendered: a template, or an encrypted text. */
export function isTemplate(value: Value): value is TemplateText | VaultText {
  return value instanceof TemplateText || value instanceof VaultText;
}
