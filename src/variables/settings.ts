import { resolve } from 'node:path';
import type { Diagnostic } from '../errors.ts';
import { readSource } from '../source/read.ts';
import type { JsonFactCacheSettings } from './fact-cache.ts';
import { expandHome } from './home-path.ts';
import { parseIniFile } from './ini-file.ts';
import {
  boolean,
  choice,
  type Found,
  find,
  number,
  paths,
  type Reading,
  words,
  wrong,
} from './setting-values.ts';
import { findSettingsFile, type LoadSettingsOptions } from './settings-file.ts';

/** What ansible.cfg and the environment say; undefined for what neither does. */
export interface Settings {
  /** The ansible.cfg that was read. */
  readonly file: string | undefined;
  /** Paths are absolute; host lists stay as they are. */
  readonly inventory: readonly string[] | undefined;
  readonly rolesPath: readonly string[] | undefined;
  /** Folders that hold `ansible_collections/`. */
  readonly collectionsPath: readonly string[] | undefined;
  /** Folders that hold modules (`library`). */
  readonly modulePaths: readonly string[] | undefined;
  readonly hostKeyChecking: boolean | undefined;
  readonly remoteUser: string | undefined;
  readonly remotePort: number | undefined;
  readonly privateKeyFile: string | undefined;
  readonly forks: number | undefined;
  /** Whether what set_stats kept is shown after the recap. */
  readonly showCustomStats: boolean | undefined;
  /** Whether failed tasks open the debugger. */
  readonly taskDebugger: boolean | undefined;
  /** Seconds that a task may take that says no `timeout`. */
  readonly taskTimeout: number | undefined;
  /** Of plays that name none. */
  readonly strategy: string | undefined;
  /** Seconds to connect within. */
  readonly timeout: number | undefined;
  readonly gathering: 'implicit' | 'explicit' | 'smart' | undefined;
  readonly gatherSubset: readonly string[] | undefined;
  /** Seconds. */
  readonly gatherTimeout: number | undefined;
  readonly factPath: string | undefined;
  /** Where facts are kept from run to run; undefined for in memory alone. */
  readonly factCache: JsonFactCacheSettings | undefined;
  /** `hash_behaviour = merge`: dicts of all layers are merged. */
  readonly mergesDicts: boolean;
  readonly become: boolean | undefined;
  readonly becomeMethod: string | undefined;
  readonly becomeUser: string | undefined;
  /** `jinja2_extensions`, by their names in Jinja: `jinja2.ext.do`. */
  readonly jinjaExtensions: readonly string[];
  /** `ansible_managed`: what template files say of where they come from. */
  readonly managed: string | undefined;
  /** `ssh_args`, `ssh_common_args` and `ssh_extra_args`, in this order. */
  readonly sshArguments: readonly string[];
  /** `ssh_executable`. */
  readonly sshExecutable: string | undefined;
  readonly vault: VaultSettings;
}

/** Where vault passwords come from, and how they are used. */
export interface VaultSettings {
  readonly passwordFile: string | undefined;
  /** `LABEL@SOURCE` each. */
  readonly identityList: readonly string[];
  /** The label of passwords that are given without one. */
  readonly identity: string | undefined;
  readonly encryptIdentity: string | undefined;
  /** Try only the passwords whose label is that of the text. */
  readonly idMatch: boolean | undefined;
  readonly askPassword: boolean | undefined;
}

export interface LoadedSettings {
  readonly settings: Settings;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the settings as Ansible finds them: an environment variable beats the file; the file is ANSIBLE_CONFIG, else
 * ansible.cfg here, ~/.ansible.cfg, /etc/ansible/ansible.cfg. Keys that mean nothing here are left out. Throws what
 * `readSource` throws.
 */
export function loadSettings(options: LoadSettingsOptions): LoadedSettings {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const path = findSettingsFile(options, report);
  const file = path === undefined ? new Map() : parseIniFile(readSource(path, { what: 'settings' }));
  const reading: Reading = { path, file, options, report };
  return { settings: readSettings(reading), diagnostics };
}

function readSettings(reading: Reading): Settings {
  const text = (key: string, variable: string): string | undefined => find(reading, key, variable)?.value;
  const sshArguments = ['ssh_args', 'ssh_common_args', 'ssh_extra_args'].map((name) =>
    text(`ssh_connection.${name}`, `ANSIBLE_${name.toUpperCase()}`),
  );
  return {
    file: reading.path,
    inventory: paths(find(reading, 'defaults.inventory', 'ANSIBLE_INVENTORY'), /,/),
    rolesPath: paths(find(reading, 'defaults.roles_path', 'ANSIBLE_ROLES_PATH'), /:/),
    collectionsPath: paths(
      find(reading, 'defaults.collections_path', 'ANSIBLE_COLLECTIONS_PATH') ??
        find(reading, 'defaults.collections_paths', 'ANSIBLE_COLLECTIONS_PATHS'),
      /:/,
    ),
    modulePaths: paths(find(reading, 'defaults.library', 'ANSIBLE_LIBRARY'), /:/),
    hostKeyChecking: boolean(reading, 'defaults.host_key_checking', 'ANSIBLE_HOST_KEY_CHECKING'),
    remoteUser: text('defaults.remote_user', 'ANSIBLE_REMOTE_USER'),
    remotePort: number(reading, 'defaults.remote_port', 'ANSIBLE_REMOTE_PORT'),
    privateKeyFile: paths(find(reading, 'defaults.private_key_file', 'ANSIBLE_PRIVATE_KEY_FILE'), /\n/)?.[0],
    forks: number(reading, 'defaults.forks', 'ANSIBLE_FORKS'),
    showCustomStats: boolean(reading, 'defaults.show_custom_stats', 'ANSIBLE_SHOW_CUSTOM_STATS'),
    taskDebugger: boolean(reading, 'defaults.enable_task_debugger', 'ANSIBLE_ENABLE_TASK_DEBUGGER'),
    taskTimeout: number(reading, 'defaults.task_timeout', 'ANSIBLE_TASK_TIMEOUT'),
    strategy: text('defaults.strategy', 'ANSIBLE_STRATEGY'),
    timeout: number(reading, 'defaults.timeout', 'ANSIBLE_TIMEOUT'),
    gathering: choice(reading, {
      key: 'defaults.gathering',
      variable: 'ANSIBLE_GATHERING',
      choices: ['implicit', 'explicit', 'smart'],
    }),
    gatherSubset: text('defaults.gather_subset', 'ANSIBLE_GATHER_SUBSET')
      ?.split(',')
      .map((name) => name.trim()),
    gatherTimeout: number(reading, 'defaults.gather_timeout', 'ANSIBLE_GATHER_TIMEOUT'),
    factPath: text('defaults.fact_path', 'ANSIBLE_FACT_PATH'),
    factCache: factCache(reading),
    mergesDicts:
      choice(reading, {
        key: 'defaults.hash_behaviour',
        variable: 'ANSIBLE_HASH_BEHAVIOUR',
        choices: ['replace', 'merge'],
      }) === 'merge',
    become: boolean(reading, 'privilege_escalation.become', 'ANSIBLE_BECOME'),
    becomeMethod: text('privilege_escalation.become_method', 'ANSIBLE_BECOME_METHOD'),
    becomeUser: text('privilege_escalation.become_user', 'ANSIBLE_BECOME_USER'),
    managed: reading.file.get('defaults.ansible_managed')?.value,
    jinjaExtensions: words(text('defaults.jinja2_extensions', 'ANSIBLE_JINJA2_EXTENSIONS')),
    sshArguments: sshArguments.filter((argument) => argument !== undefined),
    sshExecutable: text('ssh_connection.ssh_executable', 'ANSIBLE_SSH_EXECUTABLE'),
    vault: readVaultSettings(reading),
  };
}

function readVaultSettings(reading: Reading): VaultSettings {
  const setting = (name: string): Found | undefined =>
    find(reading, `defaults.${name}`, `ANSIBLE_${name.toUpperCase()}`);
  return {
    passwordFile: paths(setting('vault_password_file'), /\n/)?.[0],
    identityList: words(setting('vault_identity_list')?.value),
    identity: setting('vault_identity')?.value,
    encryptIdentity: setting('vault_encrypt_identity')?.value,
    idMatch: boolean(reading, 'defaults.vault_id_match', 'ANSIBLE_VAULT_ID_MATCH'),
    askPassword: boolean(reading, 'defaults.ask_vault_pass', 'ANSIBLE_ASK_VAULT_PASS'),
  };
}

/** `fact_caching`: what is kept elsewhere than in files is kept for one run. */
function factCache(reading: Reading): JsonFactCacheSettings | undefined {
  const plugin = find(reading, 'defaults.fact_caching', 'ANSIBLE_CACHE_PLUGIN');
  const name = plugin?.value.replace(/^ansible\.(?:builtin|legacy)\./, '') ?? 'memory';
  if (plugin === undefined || name === 'memory') return undefined;
  const place = find(reading, 'defaults.fact_caching_connection', 'ANSIBLE_CACHE_PLUGIN_CONNECTION');
  if (name !== 'jsonfile' || place === undefined) {
    reading.report({
      severity: 'warning',
      code: 'setting-unsupported',
      message:
        name === 'jsonfile'
          ? 'fact_caching = jsonfile needs fact_caching_connection, a folder: facts are kept for this run alone'
          : `fact_caching = ${plugin.value} is not supported: facts are kept for this run alone`,
      span: plugin.diagnosticSpan,
      hint: 'set fact_caching = jsonfile and fact_caching_connection to a folder',
    });
    return undefined;
  }
  const timeout = find(reading, 'defaults.fact_caching_timeout', 'ANSIBLE_CACHE_PLUGIN_TIMEOUT');
  const seconds = timeout === undefined ? 86_400 : Number(timeout.value);
  if (timeout !== undefined && !/^\d{1,12}$/.test(timeout.value))
    wrong(reading, timeout, 'a number of seconds');
  return {
    folder: resolve(place.directory, expandHome(place.value)),
    prefix: find(reading, 'defaults.fact_caching_prefix', 'ANSIBLE_CACHE_PLUGIN_PREFIX')?.value ?? '',
    timeout: Number.isFinite(seconds) ? seconds : 86_400,
  };
}
