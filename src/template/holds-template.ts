import { TemplateText } from '../values/template-text.ts';
import { Tuple, type Value } from '../values/types.ts';

/**
 * Lists and dicts that were found to hold no template: large facts are walked once, not once a task. Values are
 * never changed in place, so what is found holds for good.
 */
const plain = new WeakSet<object>();

/** Whether rendering would change the value: TemplateText becomes a plain str, a tuple a list. */
export function holdsTemplate(value: Value): boolean {
  if (value === null || typeof value !== 'object') {
    return false;
  }
  if (value instanceof TemplateText || value instanceof Tuple) {
    return true;
  }
  if (!Array.isArray(value) && !(value instanceof Map)) {
    return false;
  }
  if (plain.has(value)) {
    return false;
  }
  const holds = value instanceof Map ? dictHolds(value) : value.some(holdsTemplate);
  if (!holds) {
    plain.add(value);
  }
  return holds;
}

function dictHolds(dict: ReadonlyMap<Value, Value>): boolean {
  for (const [key, value] of dict) {
    if (key instanceof TemplateText || holdsTemplate(value)) {
      return true;
    }
  }
  return false;
}
