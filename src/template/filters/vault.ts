import type { Filter } from '../../jinja/plugins.ts';
import { isEncrypted } from '../../source/encrypted.ts';
import { bindArguments } from '../../values/arguments.ts';
import { typeError, undefinedError } from '../../values/errors.ts';
import { isText, textOf } from '../../values/text.ts';
import { isTruthy } from '../../values/truth.ts';
import { typeName } from '../../values/type-name.ts';
import { Secret, Undefined, type Value } from '../../values/types.ts';
import { VaultText } from '../../values/vault-text.ts';
import { createVault, encrypt, type VaultSecret } from '../../vault/vault.ts';
import { optionalText } from './arguments.ts';

/** ansible-core 2.14 takes the label as `vaultid`; its documentation and later releases call it `vault_id`. */
const LABEL_DEFAULTS = { vaultid: 'filter_default', vault_id: null };

/** Texts of Ansible Vault made and opened with a secret of their own, whatever passwords the run was given. */
export const vaultFilters: Readonly<Record<string, Filter>> = {
  vault: (value, args) => {
    const names = ['secret', 'salt', 'vaultid', 'wrap_object', 'vault_id'] as const;
    const defaults = { salt: null, wrap_object: false, ...LABEL_DEFAULTS };
    const bound = bindArguments('vault', args, names, defaults);
    const salt = optionalText(bound.salt);
    const encrypted = encrypt(
      Buffer.from(requireString(value, 'vault takes'), 'utf8'),
      vaultSecret(bound.secret, bound.vault_id ?? bound.vaultid),
      salt === undefined || salt === '' ? undefined : Buffer.from(salt, 'utf8'),
    );
    // Wrapped, it prints as it is and to_yaml writes it with its tag.
    return isTruthy(bound.wrap_object) ? new VaultText(encrypted, () => encrypted) : encrypted;
  },
  unvault: (value, args) => {
    const bound = bindArguments('unvault', args, ['secret', 'vaultid', 'vault_id'] as const, LABEL_DEFAULTS);
    const text = value instanceof VaultText ? value.encrypted : requireString(value, 'unvault takes');
    if (!isEncrypted(text)) return text;
    const secret = vaultSecret(bound.secret, bound.vault_id ?? bound.vaultid);
    return Buffer.from(createVault({ secrets: [secret] }).decrypt({ text })).toString('utf8');
  },
};

/** Keys are derived once for each secret: equal texts must be one secret. */
const secrets = new Map<string, Secret>();
const MOST_SECRETS = 100;

function vaultSecret(written: Value, label: Value): VaultSecret {
  const text = requireString(written, 'the secret of a vault filter is');
  const secret = secrets.get(text) ?? new Secret(text);
  if (secrets.size >= MOST_SECRETS) secrets.clear();
  secrets.set(text, secret);
  return { label: requireString(label, 'the vault id is'), secret };
}

function requireString(value: Value, what: string): string {
  if (value instanceof Undefined) throw undefinedError(value);
  if (!isText(value)) throw typeError(`${what} a str, not ${typeName(value)}`);
  return textOf(value) ?? '';
}
