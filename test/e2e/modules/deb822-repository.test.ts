import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../../lab/describe-lab.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { tsplayOutcome } from '../support/outcomes.ts';
import { tsplay } from '../support/programs.ts';
import { projectWith } from '../support/project.ts';

const dest = '/etc/apt/sources.list.d/vendor-s-own.sources';
const key = '/etc/apt/keyrings/vendor-s-own.asc';

const playbook = `
- hosts: all
  gather_facts: false
  vars: {source: {}}
  tasks:
    - name: Source
      ansible.builtin.deb822_repository:
        name: Vendor S_own
        uris: http://127.0.0.1:8822/debian
        suites: [./]
        signed_by: http://127.0.0.1:8822/key
        architectures: [amd64, arm64]
        trusted: true
        enabled: "{{ source.enabled | default(omit) }}"
        state: "{{ source.state | default('present') }}"
`;

describeLab('a source of packages in the deb822 form', () => {
  let lab: Lab;
  const onHost = async (command: string) => (await lab.host('h1').exec(command)).stdout.trim();
  const play = async (source: Readonly<Record<string, unknown>>, ...more: readonly string[]) => {
    const folder = await projectWith({ 'play.yml': playbook, 'lab.yml': lab.inventory() });
    const extra = JSON.stringify({ source });
    const ran = await tsplay(
      ['run', 'play.yml', '-i', 'lab.yml', '--output', 'json', '-e', extra, ...more],
      {},
      folder,
    );
    const { recap, tasks } = tsplayOutcome(ran);
    expect(tasks.filter((line) => line.endsWith(': failed'))).toEqual([]);
    return recap['h1']?.['changed'];
  };

  beforeAll(async () => {
    lab = await startLab({ hosts: [{ name: 'h1' }] });
    await onHost(`mkdir -p /srv/www/debian && cd /srv/www
printf '%s\\n' '-----BEGIN PGP PUBLIC KEY BLOCK-----' '' abcd '-----END PGP PUBLIC KEY BLOCK-----' >key
: >debian/Packages
systemd-run --quiet python3 -m http.server 8822 --bind 127.0.0.1 --directory /srv/www
for n in 1 2 3 4 5 6 7 8 9; do (: </dev/tcp/127.0.0.1/8822) 2>/dev/null && break; sleep 0.2; done`);
  });
  afterAll(() => lab?.stop());

  test('is written with its key as predicted, stays as it is, changes, and goes with its key', async () => {
    expect(await play({}, '--check')).toBe(1);
    expect(await onHost(`ls ${dest} ${key} 2>/dev/null`)).toBe('');
    expect(await play({})).toBe(1);
    expect(await onHost(`cat ${dest}; stat -c '%a %U' ${dest} ${key}`)).toBe(
      [
        'X-Repolib-Name: Vendor S_own',
        'Types: deb',
        'URIs: http://127.0.0.1:8822/debian',
        'Suites: ./',
        'Architectures: amd64 arm64',
        `Signed-By: ${key}`,
        'Trusted: yes',
        '644 root',
        '644 root',
      ].join('\n'),
    );
    expect(await onHost('apt-get update --print-uris | grep -o 127.0.0.1:8822 | head -n 1')).toBe(
      '127.0.0.1:8822',
    );
    expect(await play({})).toBe(0);
    expect(await play({ enabled: false })).toBe(1);
    expect(await onHost(`grep Enabled ${dest}`)).toBe('Enabled: no');
    expect(await play({ state: 'absent' }, '--check')).toBe(1);
    expect(await play({ state: 'absent' })).toBe(1);
    expect(await onHost(`ls ${dest} ${key} 2>/dev/null`)).toBe('');
    expect(await play({ state: 'absent' })).toBe(0);
  });
});
