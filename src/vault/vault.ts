import { TsplayError } from '../errors.ts';
import type { EncryptedText, Vault } from '../source/span.ts';
import type { Secret } from '../values/types.ts';
import { open, seal } from './cipher.ts';
import { DEFAULT_LABEL, type Envelope, formatEnvelope, parseEnvelope } from './envelope.ts';

/** A password, under the label of its vault id. */
export interface VaultSecret {
  readonly label: string;
  readonly secret: Secret;
}

export interface VaultOptions {
  /** In the order in which they are tried. */
  readonly secrets: readonly VaultSecret[];
  /** Try only the secrets whose label is that of the text (`vault_id_match`). */
  readonly matchLabels?: boolean;
}

/**
 * A vault with these secrets. Those whose label a text names are tried first, then the others in their order; without
 * any, it says what is missing. Its errors are `vault-format`, `vault-damaged`, `vault-no-password` and
 * `vault-wrong-password`.
 */
export function createVault(options: VaultOptions): Vault {
  return { decrypt: (source) => openText(source, options).content };
}

/** A text that was opened. */
export interface OpenedText {
  readonly content: Buffer;
  /** The label that the text names. */
  readonly label: string;
  /** What opened it. */
  readonly secret: Secret;
}

/** Decrypts a text, and says what with. Its errors are those of `createVault`. */
export function openText(source: EncryptedText, { secrets, matchLabels = false }: VaultOptions): OpenedText {
  const envelope = parseEnvelope(source);
  for (const { secret } of candidates(envelope, { secrets, matchLabels })) {
    const content = open(envelope, secret);
    if (content !== undefined) return { content, label: envelope.label ?? DEFAULT_LABEL, secret };
  }
  throw refusal(envelope, source, { secrets, matchLabels });
}

/** Encrypts bytes as a text of format 1.1, or 1.2 when the label is not the default one. */
export function encrypt(content: Uint8Array, { label, secret }: VaultSecret, salt?: Uint8Array): string {
  return formatEnvelope(seal(content, { label, secret, salt }));
}

function candidates(
  { label = DEFAULT_LABEL }: Envelope,
  { secrets, matchLabels }: Required<VaultOptions>,
): readonly VaultSecret[] {
  const fitting = secrets.filter((secret) => secret.label === label);
  return matchLabels ? fitting : [...fitting, ...secrets.filter((secret) => secret.label !== label)];
}

function refusal(
  { label }: Envelope,
  source: EncryptedText,
  { secrets, matchLabels }: Required<VaultOptions>,
): TsplayError {
  const span = source.spanOf?.(0, source.text.trimEnd().split('\n', 1)[0]?.length ?? 0);
  const id = label === undefined ? '' : ` under the vault id '${label}'`;
  if (secrets.length === 0) {
    return new TsplayError({
      code: 'vault-no-password',
      message: `this is encrypted with Ansible Vault${id}, and no vault password was given`,
      span,
      hint: `--vault-password-file FILE, --vault-id ${label ?? 'LABEL'}@FILE or --ask-vault-pass gives one`,
    });
  }
  const labels = [...new Set(secrets.map((secret) => `'${secret.label}'`))].join(', ');
  return new TsplayError({
    code: 'vault-wrong-password',
    message: `none of the vault passwords given (${labels}) opens this text, which is encrypted${id || ' without a vault id'}`,
    span,
    hint: matchLabels
      ? 'with vault_id_match only passwords of the same vault id are tried'
      : 'the password is another one, or the encrypted text was changed',
  });
}
