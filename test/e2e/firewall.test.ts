import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe-lab.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { tsplayOutcome } from './support/outcomes.ts';
import { projectFolder, tsplay } from './support/programs.ts';
import { projectWith } from './support/project.ts';

const playbook = (firewall: string) => `
- hosts: all
  gather_facts: false
  vars:
    vendor_program_name: sleeper
    vendor_program_ports:
      - port: 9999
      - {port: 9998, protocol: udp, from: [192.0.2.0/24, '2001:db8::/32']}
  tasks:
    - ansible.builtin.include_role: {name: vendor_program, tasks_from: firewall-${firewall}.yml}
`;

describeLab('the ports of a program, with a firewall that really runs', () => {
  let lab: Lab;
  const onHost = async (command: string) => {
    const { code, stdout, stderr } = await lab.host('h1').exec(command);
    expect(code, stderr).toBe(0);
    return stdout.trim();
  };
  const play = async (firewall: string, ...more: readonly string[]) => {
    const folder = await projectWith({
      'play.yml': playbook(firewall),
      'ansible.cfg': `[defaults]\nroles_path = ${join(projectFolder, 'roles')}\n`,
      'lab.yml': lab.inventory(),
    });
    const ran = await tsplay(['run', 'play.yml', '-i', 'lab.yml', '--output', 'json', ...more], {}, folder);
    const outcome = tsplayOutcome(ran);
    expect(outcome.tasks.filter((line) => line.endsWith(': failed'))).toEqual([]);
    return outcome.recap['h1'];
  };

  beforeAll(async () => {
    lab = await startLab({ hosts: [{ name: 'h1' }] });
    await onHost(
      'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends firewalld netbase ufw iptables',
    );
  });
  afterAll(() => lab?.stop());

  test('firewalld opens them now and for good, as predicted, and a second run changes nothing', async () => {
    await onHost('systemctl restart firewalld');
    expect(await play('firewalld', '--check')).toMatchObject({ changed: 2, failed: 0 });
    expect(await onHost('firewall-cmd --list-ports; firewall-cmd --list-rich-rules')).toBe('');
    expect(await play('firewalld')).toMatchObject({ changed: 2, failed: 0 });
    for (const permanent of ['', '--permanent ']) {
      expect(await onHost(`firewall-cmd ${permanent}--list-ports`)).toBe('9999/tcp');
      const rules = await onHost(`firewall-cmd ${permanent}--list-rich-rules`);
      expect(rules.split('\n').toSorted()).toEqual([
        'rule family="ipv4" source address="192.0.2.0/24" port port="9998" protocol="udp" accept',
        'rule family="ipv6" source address="2001:db8::/32" port port="9998" protocol="udp" accept',
      ]);
    }
    expect(await play('firewalld')).toMatchObject({ changed: 0, failed: 0 });
  });

  test('ufw opens them, as predicted, and a second run changes nothing', async () => {
    await onHost('systemctl stop firewalld; ufw allow 22/tcp && ufw --force enable');
    expect(await play('ufw', '--check')).toMatchObject({ changed: 2, failed: 0 });
    expect(await play('ufw')).toMatchObject({ changed: 2, failed: 0 });
    const status = await onHost('ufw status');
    expect(status).toMatch(/^9999\/tcp +ALLOW +Anywhere +# sleeper$/m);
    expect(status).toMatch(/^9998\/udp +ALLOW +192\.0\.2\.0\/24 +# sleeper$/m);
    expect(status).toMatch(/^9998\/udp +ALLOW +2001:db8::\/32 +# sleeper$/m);
    expect(await play('ufw')).toMatchObject({ changed: 0, failed: 0 });
  });
});
