import { join } from 'node:path';
import { Float, type Value } from '../values/types.ts';
import { expandHome } from './home-path.ts';
import type { Settings } from './settings.ts';

/** What holds where a setting says nothing. */
export interface SettingDefaults {
  readonly forks: number;
}

const ROLE_FOLDERS = ['~/.ansible', '/usr/share/ansible', '/etc/ansible'];

/** The settings that count here, by the names that Ansible's own list gives them. */
export function settingsByName(settings: Settings, defaults: SettingDefaults): ReadonlyMap<string, Value> {
  const { vault, factCache } = settings;
  return new Map<string, Value>([
    ['CONFIG_FILE', settings.file ?? null],
    ['DEFAULT_HOST_LIST', settings.inventory ?? []],
    [
      'DEFAULT_ROLES_PATH',
      settings.rolesPath ?? ROLE_FOLDERS.map((folder) => join(expandHome(folder), 'roles')),
    ],
    ['HOST_KEY_CHECKING', settings.hostKeyChecking ?? true],
    ['DEFAULT_REMOTE_USER', settings.remoteUser ?? null],
    ['DEFAULT_REMOTE_PORT', settings.remotePort ?? null],
    ['DEFAULT_PRIVATE_KEY_FILE', settings.privateKeyFile ?? null],
    ['DEFAULT_FORKS', settings.forks ?? defaults.forks],
    ['DEFAULT_STRATEGY', settings.strategy ?? 'linear'],
    ['DEFAULT_TIMEOUT', settings.timeout ?? 10],
    ['DEFAULT_GATHERING', settings.gathering ?? 'implicit'],
    ['DEFAULT_GATHER_SUBSET', settings.gatherSubset ?? null],
    ['DEFAULT_GATHER_TIMEOUT', settings.gatherTimeout ?? null],
    ['DEFAULT_FACT_PATH', settings.factPath ?? null],
    ['DEFAULT_HASH_BEHAVIOUR', settings.mergesDicts ? 'merge' : 'replace'],
    ['DEFAULT_JINJA2_EXTENSIONS', settings.jinjaExtensions],
    ['DEFAULT_JINJA2_NATIVE', false],
    ['DEFAULT_MANAGED_STR', settings.managed ?? 'Ansible managed'],
    ['DEFAULT_BECOME', settings.become ?? false],
    ['DEFAULT_BECOME_METHOD', settings.becomeMethod ?? 'sudo'],
    ['DEFAULT_BECOME_USER', settings.becomeUser ?? 'root'],
    ['CACHE_PLUGIN', factCache === undefined ? 'memory' : 'jsonfile'],
    ['CACHE_PLUGIN_CONNECTION', factCache?.folder ?? null],
    ['CACHE_PLUGIN_TIMEOUT', wholeOrFloat(factCache?.timeout ?? 86_400)],
    ['DEFAULT_VAULT_PASSWORD_FILE', vault.passwordFile ?? null],
    ['DEFAULT_VAULT_IDENTITY_LIST', vault.identityList],
    ['DEFAULT_VAULT_IDENTITY', vault.identity ?? 'default'],
    ['DEFAULT_VAULT_ENCRYPT_IDENTITY', vault.encryptIdentity ?? null],
    ['DEFAULT_VAULT_ID_MATCH', vault.idMatch ?? false],
    ['DEFAULT_ASK_VAULT_PASS', vault.askPassword ?? false],
    ['RETRY_FILES_ENABLED', false],
    ['RETRY_FILES_SAVE_PATH', null],
  ]);
}

function wholeOrFloat(number: number): Value {
  return Number.isInteger(number) ? number : new Float(number);
}
