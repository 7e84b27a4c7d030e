import { DEFAULT_LABEL } from './envelope.ts';

/** Where the password of a vault id comes from. */
export type PasswordSource =
  | { readonly kind: 'prompt' }
  /** A file with the password, or a program that prints it. */
  | { readonly kind: 'file'; readonly path: string };

export interface VaultId {
  readonly label: string;
  readonly source: PasswordSource;
}

/** `LABEL@SOURCE`, or a source alone; the source is `prompt` or a path. `defaultLabel` is for those without one. */
export function parseVaultId(text: string, defaultLabel: string = DEFAULT_LABEL): VaultId {
  const at = text.indexOf('@');
  const label = at < 0 ? '' : text.slice(0, at);
  const source = at < 0 ? text : text.slice(at + 1);
  return {
    label: label === '' ? defaultLabel : label,
    source:
      source === 'prompt' || source === 'prompt_ask_vault_pass'
        ? { kind: 'prompt' }
        : { kind: 'file', path: source },
  };
}
