import { type Diagnostic, TsplayError } from '../errors.ts';
import type { Secret } from '../values/types.ts';
import { expandHome } from '../variables/home-path.ts';
import type { VaultSettings } from '../variables/settings.ts';
import { DEFAULT_LABEL } from '../vault/envelope.ts';
import { readPasswordFile } from '../vault/password-file.ts';
import { createVault, type VaultSecret } from '../vault/vault.ts';
import { parseVaultId, type VaultId } from '../vault/vault-id.ts';
import { askSecret } from './ask-secret.ts';
import type { VaultPasswordOptions } from './options.ts';

export interface VaultPasswords {
  /** In the order in which they are tried: vault ids, password files, what was asked for. */
  readonly secrets: readonly VaultSecret[];
  /** Warnings for sources that gave no password, when others did. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReadOptions {
  /** How a password is asked for; the label is shown when it is not the default one. */
  readonly ask?: (vaultId: string) => Promise<Secret>;
}

/**
 * Reads every vault password that options and settings name, each once. As with Ansible, a source that gives none is a
 * warning while there is another. Throws the TsplayError of the last source when none of them gives a password.
 */
export async function readVaultPasswords(
  options: VaultPasswordOptions,
  settings: VaultSettings,
  { ask = askPassword }: ReadOptions = {},
): Promise<VaultPasswords> {
  const secrets: VaultSecret[] = [];
  const failures: TsplayError[] = [];
  for (const { label, source } of vaultIds(options, settings)) {
    try {
      const vault = createVault({ secrets });
      const secret =
        source.kind === 'prompt'
          ? await ask(label)
          : readPasswordFile(expandHome(source.path), { label, vault });
      secrets.push({ label, secret });
    } catch (error) {
      if (!(error instanceof TsplayError) || error.code === 'interrupted') throw error;
      failures.push(error);
    }
  }
  const last = failures.at(-1);
  if (last !== undefined && secrets.length === 0) throw last;
  const diagnostics = failures.flatMap((failure) => failure.diagnostics);
  return { secrets, diagnostics: diagnostics.map((each) => ({ ...each, severity: 'warning' })) };
}

/** All sources, in Ansible's order. */
function vaultIds(options: VaultPasswordOptions, settings: VaultSettings): readonly VaultId[] {
  const label = settings.identity ?? DEFAULT_LABEL;
  const files = [...(options.vaultPasswordFile ?? [])];
  if (settings.passwordFile !== undefined) files.push(settings.passwordFile);
  const asks = options.askVaultPass ?? options.askVaultPassword ?? settings.askPassword ?? false;
  const ids = [
    ...[...settings.identityList, ...(options.vaultId ?? [])].map((text) => parseVaultId(text, label)),
    ...files.map((path): VaultId => ({ label, source: { kind: 'file', path } })),
    ...(asks ? [{ label, source: { kind: 'prompt' } } satisfies VaultId] : []),
  ];
  const isSame = (one: VaultId, other: VaultId): boolean => JSON.stringify(one) === JSON.stringify(other);
  return ids.filter((id, index) => ids.findIndex((other) => isSame(id, other)) === index);
}

async function askPassword(label: string): Promise<Secret> {
  return askSecret(label === DEFAULT_LABEL ? 'Vault password: ' : `Vault password (${label}): `);
}
