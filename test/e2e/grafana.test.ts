import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe-lab.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { startVendorSite, type VendorSite } from '../stand-ins/vendor-site.ts';
import { snapshot } from './support/files.ts';
import { ansibleOutcome, tsplayOutcome } from './support/outcomes.ts';
import { ansiblePlaybook, ansibleVersion, tsplay } from './support/programs.ts';

const written = ['/etc/grafana', '/etc/systemd/system', '/opt/grafana', '/etc/nginx'];
const webhook = 'https://hooks.example.test/services/T0?key=a$b&c=${D}#e';

describeLab('dashboards and alerts in grafana behind nginx (stand-ins for grafana and influxdb)', () => {
  let lab: Lab;
  let site: VendorSite;
  let folder: string;
  let arguments_: readonly string[];

  const run = (...more: readonly string[]) => tsplay(['run', ...arguments_, ...more]);
  const runJson = async (...more: readonly string[]) => {
    const outcome = tsplayOutcome(await run('--output', 'json', ...more));
    return { ...outcome, changed: outcome.tasks.filter((line) => line.endsWith(': changed')) };
  };
  const extra = (variables: Readonly<Record<string, unknown>>) => ['-e', JSON.stringify(variables)];
  const onHost = async (command: string) => (await lab.host('monit1').exec(command)).stdout.trim();
  /** What Grafana's API answers to its administrator, through nginx. */
  const asked = async (path: string) =>
    JSON.parse(
      await onHost(
        `curl -sS --cacert /etc/nginx/tls/monit.example.test.crt --resolve monit.example.test:443:127.0.0.1 -u 'admin:pass"w;#$ord' 'https://monit.example.test/api/${path}'`,
      ),
    );

  beforeAll(async () => {
    lab = await startLab({ hosts: [{ name: 'monit1' }] });
    // The stand-in reads provisioning with it; Grafana needs none.
    await lab.host('monit1').exec('apt-get update -qq && apt-get install -y -qq python3-yaml');
    site = await startVendorSite(lab);
    folder = await mkdtemp(join(tmpdir(), 'tsplay-e2e-'));
    await writeFile(join(folder, 'lab.yml'), lab.inventory({ user: 'admin' }));
    const dashboard = { uid: 'own', title: 'Our own', schemaVersion: 39, panels: [] };
    const ownDashboards = join(folder, 'dashboards');
    await mkdir(ownDashboards);
    await writeFile(join(ownDashboards, 'own.json'), JSON.stringify(dashboard));
    const variables = {
      ...(await site.variables('influxdb', 'influxd', '2.9.1')),
      ...(await site.variables('grafana', 'grafana', '13.2.1')),
      vendor_program_download_retries: 1,
      vault_influxdb_password: 'password-of-the-test',
      vault_influxdb_token: 'the-token-of-the-test',
      vault_grafana_password: 'pass"w;#$ord',
      grafana_start_timeout: 10,
      grafana_dashboards_src: ownDashboards,
      grafana_smtp_host: 'mail.example.test:587',
      grafana_smtp_password: 'secret-of-mail',
      grafana_ini: { log: { level: 'warn #1' } },
      grafana_contact_points: [
        {
          name: 'Operators & $more',
          receivers: [
            { type: 'email', settings: { addresses: 'ops@example.test' } },
            { type: 'slack', settings: { recipient: '#ops' }, secrets: { url: webhook } },
          ],
        },
      ],
      grafana_alerts: { memory: { above: 85 }, cpu: { enabled: false } },
    };
    await writeFile(join(folder, 'variables.json'), JSON.stringify(variables));
    arguments_ = [
      'playbooks/monitoring.yml',
      ...['-i', 'inventory/hosts.yml', '-i', join(folder, 'lab.yml')],
      ...['-e', `@${join(folder, 'variables.json')}`, '--limit', 'monit1'],
      ...['--tags', 'influxdb,grafana,nginx'],
    ];
  });
  afterAll(async () => {
    await site?.stop();
    await lab?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('check mode where nothing is installed predicts, and makes nothing', async () => {
    const before = await snapshot(lab.host('monit1'), written);
    const { recap, changed, code } = await runJson('--check');
    expect(code).toBe(0);
    expect(recap.monit1).toMatchObject({ failed: 0 });
    expect(changed).toContain('grafana : Provision data sources, dashboards and alerts | monit1: changed');
    expect(changed).toContain('nginx : Configure the sites | monit1: changed');
    expect(await snapshot(lab.host('monit1'), written)).toEqual(before);
  });

  test('the first run changes, the second changes nothing and check mode agrees', async () => {
    const first = await runJson();
    expect(first.tasks.filter((line) => line.endsWith(': failed'))).toEqual([]);
    expect(first.code).toBe(0);
    const second = await runJson();
    expect(second.changed).toEqual([]);
    expect(second.code).toBe(0);
    expect((await runJson('--check')).changed).toEqual([]);
  });

  test('through nginx and TLS, its API shows data sources, rules, dashboards and whom to tell', async () => {
    const uids = (rows: readonly { readonly uid: string }[]) => rows.map(({ uid }) => uid).sort();
    expect(uids(await asked('datasources'))).toEqual(['influxdb', 'loki']);
    expect(await asked('datasources/uid/influxdb/health')).toMatchObject({ status: 'OK' });
    const rules = await asked('v1/provisioning/alert-rules');
    expect(uids(rules)).toEqual(['disk', 'log-errors', 'memory', 'service', 'silent', 'site']);
    const memory = rules.find(({ uid }: { uid: string }) => uid === 'memory');
    expect(memory.data.map(({ refId }: { refId: string }) => refId)).toEqual(['A', 'B', 'C']);
    expect(memory.data[2].model.conditions).toEqual([{ evaluator: { type: 'gt', params: [85] } }]);
    expect(uids(await asked('search'))).toEqual([
      'own',
      'stack-databases',
      'stack-hosts',
      'stack-logs',
      'stack-nginx',
    ]);
    const { contactPoints } = await asked('v1/provisioning/contact-points/export?decrypt=true');
    expect(contactPoints.map(({ name }: { name: string }) => name)).toEqual(
      Array(2).fill('Operators & $more'),
    );
    expect(contactPoints[1].settings).toEqual({ recipient: '#ops', url: webhook });
    expect(await asked('v1/provisioning/policies')).toMatchObject({ receiver: 'Operators & $more' });
  });

  test('80 leads to 443, which speaks HTTP/2, sends headers and lets connections be upgraded', async () => {
    const curl = 'curl -ksS -D - -o /dev/null --resolve monit.example.test:443:127.0.0.1';
    expect(await onHost(`${curl} -H 'Host: monit.example.test' http://127.0.0.1/x`)).toMatch(
      /301[\s\S]*Location: https:\/\/monit\.example\.test\/x/,
    );
    const login = await onHost(`${curl} --http2 https://monit.example.test/login`);
    expect(login).toMatch(/^HTTP\/2 200/);
    expect(login.toLowerCase()).toContain('strict-transport-security: max-age=31536000');
    const upgrade = `-m 2 --http1.1 -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Origin: https://monit.example.test'`;
    expect(await onHost(`${curl} ${upgrade} https://monit.example.test/api/live/ws || true`)).toMatch(
      /^HTTP\/1\.1 101/,
    );
  });

  test('secrets are with root alone, and nobody is told of them', async () => {
    expect(await onHost('stat -c "%a %U" /etc/grafana/grafana.env')).toBe('600 root');
    const readable = await onHost(
      "find /etc/grafana /etc/systemd/system -type f ! -name grafana.env -exec cat {} +; tr '\\0' ' ' < /proc/$(systemctl show -p MainPID --value grafana)/cmdline",
    );
    for (const secret of ['pass"w', 'hooks.example.test', 'secret-of-mail']) {
      expect(readable).not.toContain(secret);
    }
    expect(readable).toContain('"""warn #1"""');
    const { stdout } = await run('--diff', '-v', ...extra({ grafana_smtp_password: 'another-secret' }));
    expect(stdout).toContain('grafana : Write the secrets');
    expect(stdout).not.toMatch(/another-secret|hooks\.example|pass"w/);
    await runJson();
  });

  test.each([
    'datasources/datasources.yml',
    'dashboards/dashboards.yml',
    'alerting/contact-points.yml',
    'alerting/policies.yml',
    'alerting/rules.yml',
  ])('%s edited by hand is found by check mode', async (file) => {
    await lab.host('monit1').exec(`sed -i 's/orgId/orgID/' /etc/grafana/provisioning/${file}`);
    const { stdout } = await run('--check', '--diff');
    expect(stdout).toContain(`/etc/grafana/provisioning/${file}`);
    expect(stdout).toMatch(/^-.*orgID/m);
    expect(stdout).toMatch(/^\+.*orgId/m);
    expect(await onHost(`grep -c orgID /etc/grafana/provisioning/${file}`)).not.toBe('0');
  });

  test('the next run mends them, restarts once, and removes files and dashboards of others', async () => {
    await lab
      .host('monit1')
      .exec('touch /etc/grafana/provisioning/alerting/rules.yml.bak /etc/grafana/dashboards/old.json');
    expect((await runJson()).changed).toEqual([
      'vendor_program : Look for files that are newer than the running program | monit1: changed',
      'grafana : Provision data sources, dashboards and alerts | monit1: changed',
      'grafana : Remove what is not wanted | monit1: changed',
      'grafana : Remove dashboards that are not wanted | monit1: changed',
      'grafana : Restart grafana | monit1: changed',
    ]);
    expect((await runJson('--check')).changed).toEqual([]);
  });

  test('an alert that lacks something is refused before anything is written', async () => {
    const before = await snapshot(lab.host('monit1'), written);
    const refused = await run(...extra({ grafana_alerts: { own: { title: 'Own', above: 1 } } }));
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain('the alert own');
    expect(await snapshot(lab.host('monit1'), written)).toEqual(before);
  });

  test('a rule that only Grafana can refuse fails the run, and taking it back mends it', async () => {
    const rule = { uid: 'own', title: 'Own', data: [{ refId: 'A', datasourceUid: 'loki', model: {} }] };
    const group = { name: 'own', folder: 'Own', interval: '1m', rules: [rule] };
    const refused = await run(...extra({ grafana_alert_groups: [group], grafana_start_timeout: 2 }));
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain('Wait until the program is ready');
    const { changed, code } = await runJson();
    expect(code).toBe(0);
    expect(changed).toContain('grafana : Restart grafana | monit1: changed');
    expect(await asked('health')).toMatchObject({ database: 'ok' });
  });

  test('a password that was changed in Grafana is said', async () => {
    const { code, stdout } = await run(...extra({ vault_grafana_password: 'another-password' }));
    expect(code).toBe(2);
    expect(stdout).toContain('Grafana does not let admin in');
    expect(stdout).not.toContain('another-password');
    expect((await runJson()).code).toBe(0);
  });

  test.runIf(ansibleVersion !== undefined)('the real Ansible finds nothing to change after us', async () => {
    const oracle = ansibleOutcome(
      await ansiblePlaybook([...arguments_], { ANSIBLE_STDOUT_CALLBACK: 'json' }),
    );
    expect(oracle.tasks.filter((line) => /: (changed|failed)$/.test(line))).toEqual([]);
    expect(oracle.recap.monit1).toMatchObject({ changed: 0, failed: 0 });
  });
});
