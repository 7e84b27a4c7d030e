import { type Dict, ObjectValue, type ReadonlyDict, type Value } from '../values/types.ts';

class Omit extends ObjectValue {
  readonly typeName = 'omit';
  override repr(): string {
    return '__omit_place_holder__';
  }
}

/** The variable `omit`: an argument with this value is as if it had not been given. */
export const omit: ObjectValue = new Omit();

/** A dict without the entries whose value is `omit`, at any depth; the same dict when there are none. */
export function dropOmitted(args: Dict): Dict {
  return holdsOmit(args) ? withoutOmit(args) : args;
}

function holdsOmit(value: Value): boolean {
  if (value === omit) {
    return true;
  }
  if (Array.isArray(value)) {
    return value.some(holdsOmit);
  }
  return value instanceof Map && Array.from(value.values()).some(holdsOmit);
}

function withoutOmit(dict: ReadonlyDict): Dict {
  const kept: Dict = new Map();
  for (const [key, value] of dict) {
    if (value !== omit) {
      kept.set(key, cleaned(value));
    }
  }
  return kept;
}

function cleaned(value: Value): Value {
  if (Array.isArray(value)) {
    return value.filter((item) => item !== omit).map(cleaned);
  }
  return value instanceof Map ? withoutOmit(value) : value;
}
