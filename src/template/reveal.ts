import { type Dict, Tuple, type Value } from '../values/types.ts';
import { VaultText } from '../values/vault-text.ts';

/** Lists and dicts that were found to hold nothing encrypted. Values are never changed in place. */
const open = new WeakSet<object>();

/**
 * A value with every encrypted text in it as plain text: what leaves a template for a task is to be used now. Throws
 * for the first that cannot be decrypted.
 */
export function revealed(value: Value): Value {
  if (value instanceof VaultText) {
    return value.value;
  }
  return holdsVault(value) ? revealedMembers(value) : value;
}

function revealedMembers(value: Value): Value {
  if (value instanceof Map) {
    const dict: Dict = new Map();
    for (const [key, item] of value) {
      dict.set(key, revealed(item));
    }
    return dict;
  }
  if (value instanceof Tuple) {
    return new Tuple(value.items.map(revealed));
  }
  return Array.isArray(value) ? (value as readonly Value[]).map(revealed) : value;
}

function holdsVault(value: Value): boolean {
  if (value === null || typeof value !== 'object' || open.has(value)) {
    return false;
  }
  if (value instanceof VaultText) {
    return true;
  }
  const members = value instanceof Tuple ? value.items : value instanceof Map ? [...value.values()] : value;
  if (!Array.isArray(members)) {
    return false;
  }
  const holds = (members as readonly Value[]).some(holdsVault);
  if (!holds) {
    open.add(value);
  }
  return holds;
}
