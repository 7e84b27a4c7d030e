import type { Dict, Value } from '../values/types.ts';
import { VaultText } from '../values/vault-text.ts';

/**
 * A result as it may be shown: texts that are encrypted in their file stay so, in the form that Ansible gives them in
 * JSON. What include_vars read is shown without a password, and shows none.
 */
export function sealed(result: Dict): Dict {
  return holdsVault(result) ? (sealedMember(result) as Dict) : result;
}

function sealedMember(value: Value): Value {
  if (value instanceof VaultText) return new Map<Value, Value>([['__ansible_vault', value.encrypted]]);
  if (Array.isArray(value)) return (value as readonly Value[]).map(sealedMember);
  if (!(value instanceof Map)) return value;
  return new Map<Value, Value>(Array.from(value, ([key, item]) => [key, sealedMember(item)]));
}

function holdsVault(value: Value): boolean {
  if (value instanceof VaultText) return true;
  if (Array.isArray(value)) return (value as readonly Value[]).some(holdsVault);
  return value instanceof Map && [...(value.values() as Iterable<Value>)].some(holdsVault);
}
