import { describe, expect, it } from 'vitest';
import { parseVariables, variablesOrThrow } from '../../src/inventory/variable-file.ts';
import type { Value } from '../../src/values/types.ts';
import { renderRole } from './render-role.ts';

/** Two clusters, as an inventory has them. */
const inventory = `
inventory_hostname: prom-a1
prometheus_scope: [cluster_a]
groups:
  all: [prom-a1, web-a1, alert-a1, prom-b1]
  cluster_a: [prom-a1, web-a1, alert-a1]
  prometheus: [prom-a1, prom-b1]
  alertmanager: [alert-a1]
  web: [web-a1]
hostvars:
  prom-a1: {ansible_host: 192.0.2.1}
  web-a1: {ansible_host: 192.0.2.2, prometheus_scrape_address: 198.51.100.2, prometheus_target_labels: {rack: r7}}
  alert-a1: {}
  prom-b1: {ansible_host: 192.0.2.9}
`;

function roleWith(yaml: string, role = 'prometheus') {
  const given = variablesOrThrow(parseVariables({ path: 'group_vars/all.yml', text: inventory + yaml }));
  return renderRole(role, given as ReadonlyMap<string, Value>);
}

interface Job {
  readonly name: string;
  readonly targets: readonly { readonly targets: readonly string[]; readonly labels?: unknown }[];
}
const jobs = (yaml: string) =>
  new Map(
    (roleWith(yaml).variable('prometheus_wanted_jobs') as readonly Job[]).map((job) => [job.name, job]),
  );

describe('the jobs of Prometheus', () => {
  it('ask the machines of their groups that are of its scope, each labelled with its name', () => {
    const found = jobs('');
    expect([...found.keys()]).toEqual(['prometheus', 'node', 'alertmanager']);
    expect(found.get('prometheus')?.targets).toEqual([
      { targets: ['192.0.2.1:9090'], labels: { host: 'prom-a1' } },
    ]);
    expect(found.get('node')?.targets).toEqual([
      { targets: ['192.0.2.1:9100'], labels: { host: 'prom-a1' } },
      { targets: ['198.51.100.2:9100'], labels: { host: 'web-a1', rack: 'r7' } },
      { targets: ['alert-a1:9100'], labels: { host: 'alert-a1' } },
    ]);
  });

  it('are changed, switched off and added by name', () => {
    const found = jobs(`
prometheus_jobs:
  node: {port: 9200}
  alertmanager: {enabled: false}
  shop: {groups: [web, absent], port: 8000, targets: ["203.0.113.1:1"], labels: {team: sales}}
`);
    expect([...found.keys()]).toEqual(['prometheus', 'node', 'shop']);
    expect(found.get('node')?.targets[0]?.targets).toEqual(['192.0.2.1:9200']);
    expect(found.get('shop')?.targets).toEqual([
      { targets: ['198.51.100.2:8000'], labels: { host: 'web-a1', rack: 'r7', team: 'sales' } },
      { targets: ['203.0.113.1:1'], labels: { team: 'sales' } },
    ]);
  });

  it('have their targets in files when asked to, and send alerts without the replica', () => {
    const text = roleWith('prometheus_file_sd: true').template('prometheus.yml.j2');
    expect(text).toContain('/etc/prometheus/targets/node.yml');
    expect(text).not.toContain('192.0.2.1:9100');
    expect(text).toMatch(/action: labeldrop\s+regex: replica/);
    expect(text).toContain('alert-a1:9093');
  });
});

describe('the alerts of Prometheus', () => {
  it('take their thresholds from variables, and leave messages to Prometheus', () => {
    const text = roleWith(`
prometheus_alerts:
  MemoryHigh: {above: 91, for: 7m}
  CpuBusy: {enabled: false}
  Own: {expr: "a > b", summary: !unsafe "{{ $labels.host }} says \\"no\\""}
`).template('stack.yml.j2');
    expect(text).toContain('expr: "(instance:node_memory_used:percent) > 91"');
    expect(text).toContain('for: "7m"');
    expect(text).not.toContain('CpuBusy');
    expect(text).toContain('expr: "a > b"');
    expect(text).toContain('summary: "{{ $labels.host }} says \\"no\\""');
  });
});

describe('options', () => {
  it('have what Prometheus is started with, and nothing that is not set', () => {
    const options = (yaml: string) => roleWith(yaml).variable('prometheus_every_option') as string[];
    expect(options('').some((option) => /block-duration|web.config|external-url|size/.test(option))).toBe(
      false,
    );
    expect(options('prometheus_min_block_duration: 2h\nprometheus_options: [--x]')).toEqual(
      expect.arrayContaining(['--storage.tsdb.min-block-duration=2h', '--x']),
    );
  });

  it('are words again for systemd whatever they hold', () => {
    const given = parseVariables({
      path: 'group_vars/all.yml',
      text: "vendor_program_name: x\nvendor_program_options: ['--plain=1', '--odd=a b\"c\\d$e`f']\n",
    });
    const role = renderRole('vendor_program', variablesOrThrow(given) as ReadonlyMap<string, Value>);
    expect(role.template('options.j2')).toContain('ARGS="--plain=1 --odd=a\\\\ b\\\\\\"c\\\\\\\\d\\$e\\`f"');
  });
});

describe('Alertmanager', () => {
  it('tells the first receiver of everything, or nobody', () => {
    const route = (yaml: string) => roleWith(yaml, 'alertmanager').template('alertmanager.yml.j2');
    expect(route('')).toMatch(/route:\s+receiver: nobody/);
    expect(route('alertmanager_receivers: [{name: ops}, {name: night}]')).toMatch(/route:\s+receiver: ops/);
  });

  it('gossips with the others of its group, and with nobody when it is alone', () => {
    const options = (yaml: string) => roleWith(yaml, 'alertmanager').variable('alertmanager_every_option');
    expect(options('')).toContain('--cluster.listen-address=');
    expect(options('alertmanager_peers_group: prometheus')).toEqual(
      expect.arrayContaining(['--cluster.listen-address=0.0.0.0:9094', '--cluster.peer=192.0.2.9:9094']),
    );
  });

  it('keeps the password of mail out of its configuration', () => {
    const role = roleWith(
      'alertmanager_smtp_host: "m:25"\nalertmanager_smtp_password: of-mail',
      'alertmanager',
    );
    const text = role.template('alertmanager.yml.j2');
    expect(text).not.toContain('of-mail');
    expect(text).toContain('smtp_auth_password_file: /etc/prometheus/alertmanager-secrets/smtp');
  });
});
