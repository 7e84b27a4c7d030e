import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseVariables, variablesOrThrow } from '../../src/inventory/variable-file.ts';
import type { Value } from '../../src/values/types.ts';
import { projectFolder } from '../e2e/support/programs.ts';
import { createFluxCheck } from './flux.ts';
import { readProvisioning, ruleQueries, rulesOf } from './grafana-files.ts';
import { logqlProblems } from './logql.ts';
import { type RenderedRole, renderRole } from './render-role.ts';

/** The role with variables that are written as an inventory has them. */
function roleWith(yaml: string): RenderedRole {
  const file = parseVariables({ path: 'group_vars/all.yml', text: yaml });
  return renderRole('grafana', variablesOrThrow(file) as ReadonlyMap<string, Value>);
}

const rules = (role: RenderedRole) => rulesOf(role.template('rules.yml.j2'));

describe('the rules of alerts', () => {
  it('are a query, a reduction and a threshold each, and have what Grafana demands', () => {
    for (const rule of rules(renderRole('grafana'))) {
      expect(rule.uid).toMatch(/^[a-z-]{1,40}$/);
      expect(rule.title).not.toBe('');
      expect(rule.condition).toBe('C');
      expect(rule.data.map(({ refId, datasourceUid }) => [refId, datasourceUid])).toEqual([
        ['A', expect.stringMatching(/^(influxdb|loki)$/)],
        ['B', '__expr__'],
        ['C', '__expr__'],
      ]);
      expect(rule.data.map(({ model }) => model['expression'])).toEqual([undefined, 'A', 'B']);
      expect(rule.annotations['summary']).toMatch(/\{\{.*\.Labels\./);
    }
  });

  it('take their thresholds from variables, and leave out what is switched off', () => {
    const role = roleWith(
      'grafana_alerts: {memory: {above: 91, for: 7m}, cpu: {enabled: false}, service: {below: 2}}',
    );
    const found = new Map(rules(role).map((rule) => [rule.uid, rule]));
    expect(found.get('memory')?.for).toBe('7m');
    const threshold = (uid: string) => found.get(uid)?.data[2]?.model['conditions'];
    expect(threshold('memory')).toEqual([{ evaluator: { type: 'gt', params: [91] } }]);
    expect(threshold('service')).toEqual([{ evaluator: { type: 'lt', params: [2] } }]);
    expect(found.has('cpu')).toBe(false);
    expect(readProvisioning(role.template('rules.yml.j2'))['deleteRules']).toEqual([
      { orgId: 1, uid: 'cpu' },
    ]);
  });

  it('ask no data source that there is not', () => {
    const role = roleWith("grafana_loki_url: ''");
    expect(rules(role).map(({ uid }) => uid)).not.toContain('log-errors');
    expect(JSON.stringify(readProvisioning(role.template('datasources.yml.j2')))).not.toContain('loki');
  });

  it('double a $ where Grafana expands it, and nowhere else', () => {
    const [own] = rules(
      roleWith(`
grafana_alerts:
  own: {title: Costs $, query: "from(bucket: \\"$x\\")", above: 1, summary: !unsafe "{{ $labels.host }}", labels: {price: $5}}
`),
    ).filter(({ uid }) => uid === 'own');
    expect(own).toMatchObject({
      title: 'Costs $$',
      labels: { severity: 'warning', price: '$$5' },
      annotations: { summary: '{{ $labels.host }}' },
    });
    expect(own?.data[0]?.model['query']).toBe('from(bucket: "$x")\n');
  });

  it('are in docs/monitoring.md as InfluxData and Grafana take them', async () => {
    const text = readFileSync(join(projectFolder, 'docs/monitoring.md'), 'utf8');
    const example = /^### Add an alert\n[\s\S]*?```yaml\n([\s\S]*?)```/m.exec(text)?.[1] ?? '';
    const found = rules(roleWith(example)).filter(({ uid }) => ['certificate', 'logins'].includes(uid));
    expect(found).toHaveLength(2);
    const check = await createFluxCheck();
    for (const query of ruleQueries(found)) {
      const problems = query.datasource === 'loki' ? logqlProblems(query.text) : await check(query.text);
      expect(problems, query.place).toEqual([]);
    }
  });
});

describe('secrets', () => {
  const role = roleWith(`
grafana_admin_password: of-the-administrator
grafana_secret_key: of-the-database
grafana_smtp_password: of-mail
grafana_influxdb_token: of-influxdb
grafana_contact_points:
  - name: Night & day
    receivers:
      - {type: webhook, settings: {httpMethod: POST}, secrets: {url: "https://of-the-webhook/?a=$b"}}
      - {type: email, settings: {addresses: "a@example.test;b$c@example.test"}}
grafana_datasources:
  - {name: Other, type: prometheus, uid: other-1, url: "http://127.0.0.1:9090", secureJsonData: {basicAuthPassword: of-the-other}}
`);
  const files = [
    'grafana.ini.j2',
    'datasources.yml.j2',
    'contact-points.yml.j2',
    'policies.yml.j2',
    'rules.yml.j2',
  ];

  it.each(files)('are not in %s', (name) => {
    expect(role.template(name)).not.toMatch(/of-(the|mail|influxdb)/);
  });

  it('are in the environment, under the names that the files say', () => {
    const environment = role.template('grafana.env.j2');
    expect(environment.split('\n')).toEqual(
      expect.arrayContaining([
        'DATASOURCE_OTHER_1_BASICAUTHPASSWORD="of-the-other"',
        'GF_SECURITY_ADMIN_PASSWORD="of-the-administrator"',
        'GF_SECURITY_SECRET_KEY="of-the-database"',
        'GF_SMTP_PASSWORD="of-mail"',
        'INFLUX_TOKEN="of-influxdb"',
        'RECEIVER_NIGHT_DAY_1_URL="https://of-the-webhook/?a=\\$b"',
      ]),
    );
    expect(readProvisioning(role.template('contact-points.yml.j2'))).toMatchObject({
      contactPoints: [
        {
          name: 'Night & day',
          receivers: [
            { uid: 'night-day-1', settings: { httpMethod: 'POST', url: '$RECEIVER_NIGHT_DAY_1_URL' } },
            { uid: 'night-day-2', settings: { addresses: 'a@example.test;b$$c@example.test' } },
          ],
        },
      ],
    });
    const { datasources } = readProvisioning(role.template('datasources.yml.j2'));
    expect(datasources).toMatchObject([
      { uid: 'influxdb', secureJsonData: { token: '$INFLUX_TOKEN' } },
      { uid: 'loki' },
      { uid: 'other-1', secureJsonData: { basicAuthPassword: '$DATASOURCE_OTHER_1_BASICAUTHPASSWORD' } },
    ]);
  });
});

describe('grafana.ini', () => {
  it('wraps what would begin a comment, and takes any key of any section', () => {
    const text = roleWith(`
grafana_ini:
  server: {http_port: 3001, protocol: null}
  auth.ldap: {enabled: true, note: "a#b;c"}
`).template('grafana.ini.j2');
    expect(text).toContain('\nhttp_port = 3001\n');
    expect(text).toContain('[auth.ldap]\nenabled = true\nnote = """a#b;c"""\n');
    expect(text).not.toContain('protocol');
  });
});
