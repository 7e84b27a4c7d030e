import { chmodSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { locationOf } from '../../src/source/diagnostics.ts';
import { loadSettings } from '../../src/variables/settings.ts';
import { settingsByName } from '../../src/variables/settings-by-name.ts';
import { writeFiles } from '../inventory/cases/write-files.ts';

const text = `; how this project is played
[defaults]
inventory = hosts, inv/prod.yml
roles_path=roles:~/roles
host_key_checking = False   ; lab only
remote_user: deploy
private_key_file = ~/.ssh/lab
forks = 20
timeout=30
callback_whitelist = profile_tasks

[privilege_escalation]
become = yes
become_user = admin

[ssh_connection]
ssh_common_args = -o UserKnownHostsFile=/dev/null
`;

describe('ansible.cfg', () => {
  test('beside the project: paths start from its folder, unknown keys are left out', () => {
    const directory = writeFiles({ 'ansible.cfg': text });
    const { settings, diagnostics } = loadSettings({ directory, environment: {} });
    expect(diagnostics).toEqual([]);
    expect(settings).toMatchObject({
      file: join(directory, 'ansible.cfg'),
      inventory: [join(directory, 'hosts'), join(directory, 'inv/prod.yml')],
      rolesPath: [join(directory, 'roles'), join(homedir(), 'roles')],
      hostKeyChecking: false,
      remoteUser: 'deploy',
      privateKeyFile: join(homedir(), '.ssh/lab'),
      forks: 20,
      timeout: 30,
      become: true,
      becomeUser: 'admin',
      becomeMethod: undefined,
      sshArguments: ['-o UserKnownHostsFile=/dev/null'],
    });
  });

  test('the environment names the file and beats what it says', () => {
    const directory = writeFiles({ 'ansible.cfg': '[defaults]\nforks=1\n', 'other/my.cfg': text });
    const environment = {
      ANSIBLE_CONFIG: 'other/my.cfg',
      ANSIBLE_FORKS: '3',
      ANSIBLE_HOST_KEY_CHECKING: 'True',
      ANSIBLE_INVENTORY: 'a,b,',
    };
    const { settings } = loadSettings({ directory, environment });
    expect(settings).toMatchObject({
      forks: 3,
      hostKeyChecking: true,
      remoteUser: 'deploy',
      inventory: ['a,b,'],
    });
    expect(settings.rolesPath?.[0]).toBe(join(directory, 'other/roles'));
  });

  test('a folder that anyone may write to is not trusted', () => {
    const directory = writeFiles({ 'ansible.cfg': '[defaults]\nforks=1\n' });
    chmodSync(directory, 0o777);
    const { settings, diagnostics } = loadSettings({ directory, environment: {} });
    expect(settings.forks).not.toBe(1);
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'settings-not-trusted' }]);
  });

  test('a wrong value is an error at its place', () => {
    const directory = writeFiles({
      'ansible.cfg': '[defaults]\nforks = many\nhost_key_checking = perhaps\n',
    });
    const { diagnostics } = loadSettings({ directory, environment: {} });
    const places = diagnostics.map(({ code, span }) => [
      code,
      span && locationOf(span).slice(directory.length + 1),
    ]);
    expect(places).toEqual([
      ['invalid-setting', 'ansible.cfg:3:21'],
      ['invalid-setting', 'ansible.cfg:2:9'],
    ]);
  });

  test('says how facts are gathered and kept, and that dicts are merged', () => {
    const directory = writeFiles({
      'ansible.cfg': `[defaults]
gathering = smart
gather_subset = !all, network
gather_timeout = 5
fact_caching = jsonfile
fact_caching_connection = cache/facts
fact_caching_timeout = 0
hash_behaviour = merge
collections_paths = own:/opt/collections
`,
    });
    const environment = { ANSIBLE_CACHE_PLUGIN_PREFIX: 'p_' };
    const { settings, diagnostics } = loadSettings({ directory, environment });
    expect(diagnostics).toEqual([]);
    expect(settings).toMatchObject({
      gathering: 'smart',
      gatherSubset: ['!all', 'network'],
      gatherTimeout: 5,
      factCache: { folder: join(directory, 'cache/facts'), prefix: 'p_', timeout: 0 },
      mergesDicts: true,
      collectionsPath: [join(directory, 'own'), '/opt/collections'],
    });
  });

  test('has the extensions of Jinja, and gives every setting by the name that Ansible has for it', () => {
    const directory = writeFiles({
      'ansible.cfg': '[defaults]\njinja2_extensions = jinja2.ext.do, jinja2.ext.loopcontrols\nforks = 7\n',
    });
    const { settings } = loadSettings({ directory, environment: { ANSIBLE_BECOME_USER: 'ann' } });
    expect(settings.jinjaExtensions).toEqual(['jinja2.ext.do', 'jinja2.ext.loopcontrols']);
    const byName = settingsByName(settings, { forks: 20 });
    expect(byName.get('DEFAULT_FORKS')).toBe(7);
    expect(byName.get('DEFAULT_BECOME_USER')).toBe('ann');
    expect(byName.get('DEFAULT_REMOTE_USER')).toBeNull();
    expect(byName.get('CONFIG_FILE')).toBe(join(directory, 'ansible.cfg'));
  });

  test.each([
    [{ ANSIBLE_CACHE_PLUGIN: 'redis' }, 'warning'],
    [{ ANSIBLE_CACHE_PLUGIN: 'jsonfile' }, 'warning'],
    [{ ANSIBLE_GATHERING: 'sometimes' }, 'error'],
    [{ ANSIBLE_HASH_BEHAVIOUR: 'mix' }, 'error'],
  ])('does not leave %j out in silence', (environment, severity) => {
    const { settings, diagnostics } = loadSettings({
      directory: '/',
      environment: { ...environment, ANSIBLE_CONFIG: '/dev/null' },
    });
    expect(diagnostics).toMatchObject([{ severity }]);
    expect(settings.factCache).toBeUndefined();
  });
});
