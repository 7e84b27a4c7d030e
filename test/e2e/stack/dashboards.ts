import { expect, test } from 'vitest';
import { snapshot } from '../support/files.ts';
import { extra, type Stack } from '../support/stack-plays.ts';
import { grafanaPassword, webhook } from './variables.ts';

const written = ['/etc/grafana', '/etc/systemd/system', '/opt/grafana'];
const onlyGrafana = ['--tags', 'grafana', '--limit', 'monit1'];

export function showsDashboards(stack: Stack): void {
  const onMonit = (command: string) => stack.onHost('monit1', command);
  /** What Grafana's API answers to its administrator, through nginx. */
  const asked = async (path: string) =>
    JSON.parse(
      await onMonit(
        `curl -sS --cacert /etc/nginx/tls/monit.example.test.crt --resolve monit.example.test:443:127.0.0.1 -u 'admin:${grafanaPassword}' 'https://monit.example.test/api/${path}'`,
      ),
    );
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
    expect(await onMonit(`${curl} -H 'Host: monit.example.test' http://127.0.0.1/x`)).toMatch(
      /301[\s\S]*Location: https:\/\/monit\.example\.test\/x/,
    );
    const login = await onMonit(`${curl} --http2 https://monit.example.test/login`);
    expect(login).toMatch(/^HTTP\/2 200/);
    expect(login.toLowerCase()).toContain('strict-transport-security: max-age=31536000');
    const upgrade = `-m 2 --http1.1 -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Origin: https://monit.example.test'`;
    expect(await onMonit(`${curl} ${upgrade} https://monit.example.test/api/live/ws || true`)).toMatch(
      /^HTTP\/1\.1 101/,
    );
  });

  test('secrets are with root alone, and nobody is told of them', async () => {
    expect(await onMonit('stat -c "%a %U" /etc/grafana/grafana.env')).toBe('600 root');
    const readable = await onMonit(
      "find /etc/grafana /etc/systemd/system -type f ! -name grafana.env -exec cat {} +; tr '\\0' ' ' < /proc/$(systemctl show -p MainPID --value grafana)/cmdline",
    );
    for (const secret of ['pass"w', 'hooks.example.test', 'secret-of-mail']) {
      expect(readable).not.toContain(secret);
    }
    expect(readable).toContain('"""warn #1"""');
    const { stdout } = await stack.run(
      ...onlyGrafana,
      '--diff',
      '-v',
      ...extra({ grafana_smtp_password: 'another-secret' }),
    );
    expect(stdout).toContain('grafana : Write the secrets');
    expect(stdout).not.toMatch(/another-secret|hooks\.example|pass"w/);
    await stack.playWell(...onlyGrafana);
  });

  test('files of provisioning that were edited by hand are found by check mode, and mended with one restart', async () => {
    const files = [
      'datasources/datasources',
      'dashboards/dashboards',
      'alerting/contact-points',
      'alerting/policies',
    ];
    await onMonit(`cd /etc/grafana/provisioning && sed -i s/orgId/orgID/ ${files.map((file) => `${file}.yml`).join(' ')}
touch alerting/rules.yml.bak ../dashboards/old.json`);
    const { stdout } = await stack.run(...onlyGrafana, '--check', '--diff');
    for (const file of files) expect(stdout).toContain(`/etc/grafana/provisioning/${file}.yml`);
    expect(stdout).toMatch(/^-.*orgID/m);
    expect(stdout).toMatch(/^\+.*orgId/m);
    expect(await onMonit('grep -rlc orgID /etc/grafana/provisioning | wc -l')).toBe(`${files.length}`);
    expect((await stack.playWell(...onlyGrafana)).changed).toEqual([
      'vendor_program : Look for files that are newer than the running program | monit1',
      'grafana : Provision data sources, dashboards and alerts | monit1',
      'grafana : Remove what is not wanted | monit1',
      'grafana : Remove dashboards that are not wanted | monit1',
      'grafana : Restart grafana | monit1',
    ]);
  });

  test('an alert that lacks something is refused before anything is written', async () => {
    const before = await snapshot(stack.host('monit1'), written);
    const refused = await stack.run(
      ...onlyGrafana,
      ...extra({ grafana_alerts: { own: { title: 'Own', above: 1 } } }),
    );
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain('the alert own');
    expect(await snapshot(stack.host('monit1'), written)).toEqual(before);
  });

  test('a rule that only Grafana can refuse fails the run, and taking it back mends it', async () => {
    const rule = { uid: 'own', title: 'Own', data: [{ refId: 'A', datasourceUid: 'loki', model: {} }] };
    const group = { name: 'own', folder: 'Own', interval: '1m', rules: [rule] };
    const refused = await stack.run(
      ...onlyGrafana,
      ...extra({ grafana_alert_groups: [group], grafana_start_timeout: 2 }),
    );
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain('Wait until the program is ready');
    const { changed } = await stack.playWell(...onlyGrafana);
    expect(changed).toContain('grafana : Restart grafana | monit1');
    expect(await asked('health')).toMatchObject({ database: 'ok' });
  });

  test('a password that was changed in Grafana is said', async () => {
    const { code, stdout } = await stack.run(
      ...onlyGrafana,
      ...extra({ vault_grafana_password: 'another-password' }),
    );
    expect(code).toBe(2);
    expect(stdout).toContain('Grafana does not let admin in');
    expect(stdout).not.toContain('another-password');
    await stack.playWell(...onlyGrafana);
  });
}
