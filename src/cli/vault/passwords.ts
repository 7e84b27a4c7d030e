import { TsplayError } from '../../errors.ts';
import type { Secret } from '../../values/types.ts';
import { loadSettings } from '../../variables/settings.ts';
import { DEFAULT_LABEL } from '../../vault/envelope.ts';
import type { VaultOptions, VaultSecret } from '../../vault/vault.ts';
import { parseVaultId } from '../../vault/vault-id.ts';
import { askSecret } from '../ask-secret.ts';
import type { VaultPasswordOptions } from '../options.ts';
import type { Terminal } from '../output.ts';
import { printDiagnostics } from '../report-error.ts';
import { readVaultPasswords } from '../vault-passwords.ts';

export interface VaultVerbOptions extends VaultPasswordOptions {
  readonly encryptVaultId?: string;
}

/** The passwords that a verb of `tsplay vault` works with. */
export interface Passwords {
  /** For opening; asked for when none was named. */
  opening(): Promise<VaultOptions>;
  /** The one to encrypt with; asked for, twice, when none was named. */
  encrypting(): Promise<VaultSecret>;
  /** The label of passwords that are given without one. */
  readonly label: string;
}

/** Reads the settings and what they and the options name; nothing is asked before it is needed. */
export async function readPasswords(options: VaultVerbOptions, terminal: Terminal): Promise<Passwords> {
  const { settings, diagnostics } = loadSettings({ directory: process.cwd(), environment: process.env });
  const named = await readVaultPasswords(options, settings.vault);
  printDiagnostics([...diagnostics, ...named.diagnostics], terminal);
  const label = settings.vault.identity ?? DEFAULT_LABEL;
  return {
    label,
    async opening() {
      const asked = named.secrets.length > 0 ? [] : [{ label, secret: await askSecret('Vault password: ') }];
      return { secrets: [...named.secrets, ...asked], matchLabels: settings.vault.idMatch ?? false };
    },
    async encrypting() {
      const wanted = options.encryptVaultId ?? settings.vault.encryptIdentity;
      if (named.secrets.length === 0 && wanted === undefined)
        return { label, secret: await askNewPassword() };
      return chooseSecret(named.secrets, wanted);
    },
  };
}

function chooseSecret(secrets: readonly VaultSecret[], wanted: string | undefined): VaultSecret {
  const labels = secrets.map((secret) => secret.label).join(', ') || 'none';
  const [first] = wanted === undefined ? secrets : secrets.filter((secret) => secret.label === wanted);
  if (first === undefined) {
    throw new TsplayError({
      code: 'vault-unknown-id',
      message: `there is no password for the vault id '${wanted ?? ''}'; there are: ${labels}`,
      hint: `give it with --vault-id ${wanted ?? 'LABEL'}@FILE`,
    });
  }
  if (wanted === undefined && secrets.length > 1) {
    throw new TsplayError({
      code: 'vault-ambiguous-id',
      message: `there are several passwords to encrypt with: ${labels}`,
      hint: 'say which one with --encrypt-vault-id LABEL',
    });
  }
  return first;
}

export interface NewPasswordOptions {
  readonly newVaultPasswordFile?: string;
  readonly newVaultId?: string;
}

/** The password of `rekey`: from its own options, else asked for. */
export async function readNewPassword(
  { newVaultPasswordFile, newVaultId }: NewPasswordOptions,
  label: string,
): Promise<VaultSecret> {
  if (newVaultPasswordFile !== undefined && newVaultId !== undefined) {
    throw new TsplayError({
      code: 'vault-ambiguous-id',
      message: 'give the new password with --new-vault-id or with --new-vault-password-file, not with both',
    });
  }
  const path = newVaultPasswordFile === undefined ? undefined : `${label}@${newVaultPasswordFile}`;
  const id = newVaultId ?? path;
  const parsed = id === undefined ? undefined : parseVaultId(id, label);
  if (id === undefined || parsed?.source.kind === 'prompt') {
    return { label: parsed?.label ?? label, secret: await askNewPassword() };
  }
  const read = await readVaultPasswords({ vaultId: [id] }, noSettings(label));
  const [secret] = read.secrets;
  if (secret === undefined) {
    throw new TsplayError({ code: 'vault-password', message: 'no password was read', fault: 'internal' });
  }
  return secret;
}

function noSettings(label: string) {
  return {
    identity: label,
    passwordFile: undefined,
    identityList: [],
    encryptIdentity: undefined,
    idMatch: undefined,
    askPassword: undefined,
  };
}

async function askNewPassword(): Promise<Secret> {
  const first = await askSecret('New vault password: ');
  const second = await askSecret('Confirm new vault password: ');
  if (first.reveal() === '') {
    throw new TsplayError({ code: 'vault-password-empty', message: 'a vault password cannot be empty' });
  }
  if (first.reveal() !== second.reveal()) {
    throw new TsplayError({ code: 'vault-password-differs', message: 'the two passwords are not the same' });
  }
  return first;
}
