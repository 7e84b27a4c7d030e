import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe-lab.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { startVendorSite, type VendorSite } from '../stand-ins/vendor-site.ts';
import { snapshot } from './support/files.ts';
import { ansibleOutcome, tsplayOutcome } from './support/outcomes.ts';
import { poll } from './support/poll.ts';
import { ansiblePlaybook, ansibleVersion, projectFolder, tsplay } from './support/programs.ts';
import { releaseOfPackage } from './support/release-archive.ts';

const written = ['/etc/prometheus', '/etc/default', '/etc/systemd/system', '/opt'];
/** Of `of-the-test`. */
const bcrypt = '$2b$05$abcdefghijklmnopqrstuuZQDFqlfhxikusxVp2uYfh7fKmiQU08a';
/** An option with all that systemd means something by: an exclusion of mount points, as they are often written. */
const odd = '--collector.filesystem.mount-points-exclude=^/(dev|"a b"|it\'s)($|/\\d`)';

describeLab('a cluster watched by two replicas of Prometheus, Debian’s and a release', () => {
  let lab: Lab;
  let site: VendorSite;
  let webhook: Server;
  let folder: string;
  let arguments_: readonly string[];
  /** What Alertmanager told, as it told it. */
  const told: string[] = [];

  const run = (...more: readonly string[]) =>
    tsplay(['run', 'playbooks/prometheus-thanos.yml', ...arguments_, ...more]);
  const runJson = async (...more: readonly string[]) => {
    const outcome = tsplayOutcome(await run('--output', 'json', ...more));
    return { ...outcome, changed: outcome.tasks.filter((line) => line.endsWith(': changed')) };
  };
  const extra = (variables: Readonly<Record<string, unknown>>) => ['-e', JSON.stringify(variables)];
  const onHost = async (name: string, command: string) => (await lab.host(name).exec(command)).stdout.trim();
  const mainPid = (host: string, unit: string) =>
    onHost(host, `systemctl show --property=MainPID --value ${unit}`);
  const programOf = async (host: string, unit: string) =>
    onHost(host, `tr '\\0' '\\n' < /proc/${await mainPid(host, unit)}/cmdline | head -n 1`);

  interface Sample {
    readonly metric: Readonly<Record<string, string>>;
    readonly value: readonly [number, string];
  }
  /** What a query gives on a replica; waits until it gives something. */
  const found = (replica: string, query: string) =>
    poll(`${query} on ${replica}`, async () => {
      const url = new URL(`http://${lab.host(replica).address}:9090/api/v1/query`);
      url.searchParams.set('query', query);
      const answer = (await (await fetch(url)).json()) as {
        readonly data: { readonly result: readonly Sample[] };
      };
      return answer.data.result.length > 0 ? answer.data.result : undefined;
    });

  beforeAll(async () => {
    lab = await startLab({ hosts: [{ name: 'prom-a1' }, { name: 'prom-a2' }, { name: 'alert-a1' }] });
    site = await startVendorSite(lab);
    folder = await mkdtemp(join(tmpdir(), 'tsplay-e2e-'));
    webhook = createServer((request, response) => {
      request.on('data', (text: Buffer) => told.push(text.toString()));
      request.on('end', () => response.end());
    });
    const gateway = new URL(site.url).hostname;
    await new Promise<void>((resolve) => webhook.listen(0, gateway, resolve));
    const bound = webhook.address();
    if (bound === null || typeof bound === 'string') throw new Error('the webhook has no port');

    const maker = lab.host('prom-a2');
    await maker.exec('apt-get update -qq');
    const releases = {
      ...site.serve(
        'prometheus',
        '2.42.0',
        await releaseOfPackage(maker, {
          package: 'prometheus',
          folder: 'prometheus-2.42.0.linux-amd64',
          programs: { prometheus: 'usr/bin/prometheus', promtool: 'usr/bin/promtool' },
        }),
      ),
      ...site.serve(
        'node_exporter',
        '1.5.0',
        await releaseOfPackage(maker, {
          package: 'prometheus-node-exporter',
          folder: 'node_exporter-1.5.0.linux-amd64',
          programs: { node_exporter: 'usr/bin/prometheus-node-exporter' },
        }),
      ),
      ...site.serve(
        'alertmanager',
        '0.25.0',
        await releaseOfPackage(maker, {
          package: 'prometheus-alertmanager',
          folder: 'alertmanager-0.25.0.linux-amd64',
          programs: { alertmanager: 'usr/bin/prometheus-alertmanager', amtool: 'usr/bin/amtool' },
        }),
      ),
    };
    const variables = {
      ...releases,
      // The host has no right to make user namespaces, which Debian's unit asks for.
      prometheus_unit_overrides: { Service: { PrivateUsers: false } },
      prometheus_scope: ['cluster_a'],
      prometheus_scrape_interval: '1s',
      prometheus_scrape_timeout: '1s',
      prometheus_evaluation_interval: '1s',
      prometheus_alerts: { MachineSilent: { for: '1s' } },
      node_exporter_options: [odd],
      alertmanager_receivers: [
        { name: 'operators', webhook_configs: [{ url: `http://${gateway}:${bound.port}/` }] },
      ],
      alertmanager_route: { group_wait: '1s' },
      alertmanager_smtp_host: '127.0.0.1:25',
      alertmanager_smtp_username: 'alerts',
      alertmanager_smtp_password: 'of-mail',
      vendor_program_download_retries: 1,
    };
    await writeFile(join(folder, 'variables.json'), JSON.stringify(variables));
    const archives =
      'all: {hosts: {prom-a2: {prometheus_install: archive, node_exporter_install: archive}}}\n';
    await writeFile(join(folder, 'archives.yml'), archives);
    await writeFile(join(folder, 'lab.yml'), lab.inventory({ user: 'admin' }));
    arguments_ = [
      ...['-i', 'inventory/prometheus', '-i', join(folder, 'lab.yml'), '-i', join(folder, 'archives.yml')],
      ...['-e', `@${join(folder, 'variables.json')}`, '--limit', 'prom-a1,prom-a2,alert-a1'],
      ...['--tags', 'node_exporter,alertmanager,prometheus'],
    ];
  });
  afterAll(async () => {
    webhook?.close();
    await site?.stop();
    await lab?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('check mode where nothing is installed predicts, and makes nothing', async () => {
    const hosts = ['prom-a1', 'prom-a2'].map((name) => lab.host(name));
    const before = await Promise.all(hosts.map((host) => snapshot(host, written)));
    const { recap, changed, code } = await runJson('--check');
    expect(code).toBe(0);
    expect(recap['prom-a1']).toMatchObject({ failed: 0 });
    expect(changed).toContain('vendor_program : Install the package | prom-a1: changed');
    expect(changed).toContain('vendor_program : Put the release in its place | prom-a2: changed');
    expect(changed).toContain('prometheus : Configure Prometheus | prom-a2: changed');
    expect(await Promise.all(hosts.map((host) => snapshot(host, written)))).toEqual(before);
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

  test('each replica measures all machines, by the programs that were asked for', async () => {
    expect(await programOf('prom-a1', 'prometheus')).toBe('/usr/bin/prometheus');
    expect(await programOf('prom-a2', 'prometheus')).toBe('/opt/prometheus/current/prometheus');
    for (const replica of ['prom-a1', 'prom-a2']) {
      for (const host of ['prom-a1', 'prom-a2', 'alert-a1']) {
        await found(replica, `instance:node_memory_used:percent{host="${host}"}`);
        await found(replica, `up{job="node", host="${host}"} == 1`);
      }
      const federated = await fetch(`http://${lab.host(replica).address}:9090/federate?match[]=node_load1`);
      expect(await federated.text()).toContain(`cluster="a",replica="${replica}"`);
      const exporter = await mainPid(replica, 'prometheus-node-exporter');
      const words = await onHost(replica, `tr '\\0' '\\n' < /proc/${exporter}/cmdline`);
      expect(words.split('\n')).toContain(odd);
    }
  });

  test('the rules of the stack pass their unit tests', async () => {
    const cases = await readFile(join(projectFolder, 'test/cases/prometheus/stack-rules.yml'), 'utf8');
    await writeFile(`${lab.host('prom-a1').rootfs}/tmp/stack-rules.yml`, cases);
    // What the test of an alert waits for is what the stack ships.
    const shipped = await runJson('--limit', 'prom-a1', ...extra({ prometheus_alerts: {} }));
    expect(shipped.changed).toEqual([
      'prometheus : Write the rules of the stack | prom-a1: changed',
      'prometheus : Reload Prometheus | prom-a1: changed',
    ]);
    const tested = await lab.host('prom-a1').exec('promtool test rules /tmp/stack-rules.yml');
    expect(tested.stdout + tested.stderr).toContain('SUCCESS');
    expect(tested.code).toBe(0);
    expect((await runJson('--limit', 'prom-a1')).code).toBe(0);
  });

  test('an alert of both replicas is one, is told, and the next run mends what it was about', async () => {
    await onHost('alert-a1', 'systemctl stop prometheus-node-exporter');
    for (const replica of ['prom-a1', 'prom-a2']) {
      await found(replica, 'ALERTS{alertname="MachineSilent", alertstate="firing", host="alert-a1"}');
    }
    interface Alert {
      readonly labels: Readonly<Record<string, string>>;
    }
    const [alert, ...others] = await poll('the alert', async () => {
      const alerts = JSON.parse(
        await onHost(
          'alert-a1',
          'amtool --alertmanager.url=http://127.0.0.1:9093 alert query -o json alertname=MachineSilent host=alert-a1',
        ),
      ) as readonly Alert[];
      return alerts.length > 0 ? alerts : undefined;
    });
    expect(others).toEqual([]);
    expect(alert?.labels).toMatchObject({ cluster: 'a', severity: 'critical', job: 'node' });
    expect(alert?.labels).not.toHaveProperty('replica');
    await poll('the message', async () =>
      told.some((text) => text.includes('alert-a1 does not answer any more')) ? true : undefined,
    );
    expect((await runJson('--limit', 'alert-a1')).changed).toEqual([
      'vendor_program : Start the program, now and at boot | alert-a1: changed',
    ]);
  });

  test('files edited by hand are found as exactly that, and the next run mends them', async () => {
    await onHost(
      'prom-a1',
      "sed -i 's/scrape_interval: 1s/scrape_interval: 9s/' /etc/prometheus/prometheus.yml",
    );
    await onHost('prom-a2', "sed -i 's/retention.time=15d/retention.time=1d/' /etc/default/prometheus");
    await onHost('alert-a1', "sed -i 's/group_wait: 1s/group_wait: 2s/' /etc/prometheus/alertmanager.yml");
    const expected = [
      'alertmanager : Configure Alertmanager | alert-a1: changed',
      'alertmanager : Look for configuration that it has not read | alert-a1: changed',
      'alertmanager : Reload Alertmanager | alert-a1: changed',
      'prometheus : Configure Prometheus | prom-a1: changed',
      'prometheus : Look for configuration that it has not read | prom-a1: changed',
      'prometheus : Reload Prometheus | prom-a1: changed',
      'prometheus : Restart Prometheus | prom-a2: changed',
      'vendor_program : Look for files that are newer than the running program | prom-a2: changed',
      'vendor_program : Write the options | prom-a2: changed',
    ];
    const shown = await run('--check', '--diff', '--limit', 'prom-a1');
    expect(shown.stdout).toMatch(/^-\s+scrape_interval: 9s$/m);
    expect(shown.stdout).toMatch(/^\+\s+scrape_interval: 1s$/m);
    expect((await runJson('--check')).changed.toSorted()).toEqual(expected);
    const before = await Promise.all(['prom-a1', 'prom-a2'].map((host) => mainPid(host, 'prometheus')));
    expect((await runJson()).changed.toSorted()).toEqual(expected);
    const after = await Promise.all(['prom-a1', 'prom-a2'].map((host) => mainPid(host, 'prometheus')));
    expect([after[0] === before[0], after[1] === before[1]]).toEqual([true, false]);
  });

  test('rules that nobody wants go, and what was not read is made good by a reload', async () => {
    const before = await mainPid('prom-a1', 'prometheus');
    // Prometheus tells when it last read its configuration to the second.
    await onHost('prom-a1', 'sleep 1.1; cd /etc/prometheus/rules && touch stack.yml stray.yml');
    expect((await runJson('--limit', 'prom-a1')).changed).toEqual([
      'prometheus : Look for configuration that it has not read | prom-a1: changed',
      'prometheus : Remove rules that are not wanted | prom-a1: changed',
      'prometheus : Reload Prometheus | prom-a1: changed',
    ]);
    expect(await mainPid('prom-a1', 'prometheus')).toBe(before);
  });

  test('what promtool or amtool refuses never goes live, and the old ones go on', async () => {
    const refusals = [
      { host: 'prom-a2', variables: { prometheus_alerts: { Own: { expr: 'up{' } } }, says: 'parse error' },
      {
        host: 'prom-a1',
        variables: { prometheus_rules: { own: [{ name: 'own', rules: [{ record: 'a b', expr: '1' }] }] } },
        says: 'invalid recording rule name',
      },
      {
        host: 'prom-a1',
        variables: { prometheus_jobs: { own: { targets: ['a:1'], config: { nonsense: 1 } } } },
        says: 'field nonsense not found',
      },
      {
        host: 'alert-a1',
        variables: { alertmanager_route: { receiver: 'nobody-there' } },
        says: 'undefined receiver',
      },
    ];
    const state = () =>
      Promise.all(
        lab.hosts.map(async (host) => [
          await snapshot(host, ['/etc/prometheus', '/etc/default']),
          await mainPid(host.name, 'prometheus'),
          await mainPid(host.name, 'prometheus-alertmanager'),
        ]),
      );
    const before = await state();
    for (const { host, variables, says } of refusals) {
      const refused = await run('--limit', host, ...extra(variables));
      expect(refused.code, says).toBe(2);
      expect(refused.stdout).toContain(says);
    }
    expect(await state()).toEqual(before);
    expect((await fetch(`http://${lab.host('prom-a1').address}:9090/-/ready`)).status).toBe(200);
    expect((await runJson()).changed).toEqual([]);
  });

  test('with a certificate and users nobody else is answered, and secrets are read by the account alone', async () => {
    const tls = '/etc/prometheus/tls';
    await onHost(
      'prom-a1',
      `install -d ${tls} && openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=prom-a1 -keyout ${tls}/key -out ${tls}/crt && chgrp prometheus ${tls}/key && chmod 640 ${tls}/key`,
    );
    const variables = extra({
      prometheus_tls_certificate: `${tls}/crt`,
      prometheus_tls_key: `${tls}/key`,
      prometheus_web_users: { monitoring: bcrypt },
      prometheus_web_username: 'monitoring',
      prometheus_web_password: 'of-the-test',
      prometheus_secrets: { elsewhere: 'of-elsewhere' },
      prometheus_remote_write: [
        {
          url: 'http://prom-a2:9090/api/v1/write',
          basic_auth: { username: 'a', password_file: '/etc/prometheus/secrets/elsewhere' },
        },
      ],
      prometheus_jobs: { prometheus: { config: { tls_config: { insecure_skip_verify: true } } } },
      // It gives up at its end what nobody takes.
      prometheus_options: ['--storage.remote.flush-deadline=1s'],
      prometheus_file_sd: true,
    });
    const played = await run('--limit', 'prom-a1', '--diff', ...variables);
    expect(played.code).toBe(0);
    expect(played.stdout).not.toMatch(/of-the-test|of-elsewhere|\$2b\$/);
    expect((await runJson('--limit', 'prom-a1', ...variables)).changed).toEqual([]);
    const asked = (user: string) =>
      onHost('prom-a1', `curl -sk -o /dev/null -w '%{http_code}' ${user} https://127.0.0.1:9090/-/ready`);
    expect([await asked(''), await asked('-u monitoring:of-the-test')]).toEqual(['401', '200']);
    await poll('its own metrics', async () => {
      const up = await onHost(
        'prom-a1',
        `curl -sk -u monitoring:of-the-test 'https://127.0.0.1:9090/api/v1/query?query=up\\{job="prometheus",host="prom-a1"\\}'`,
      );
      return up.includes('"1"]') ? true : undefined;
    });
    const readable = await onHost(
      'prom-a1',
      `find /etc/prometheus -type f -perm /o+r ! -path '${tls}/crt' ! -name 'README*'`,
    );
    expect(readable).toBe('');
    expect(await onHost('alert-a1', 'stat -c "%a %U:%G" /etc/prometheus/alertmanager-secrets/smtp')).toBe(
      '640 root:prometheus',
    );
    expect((await runJson('--limit', 'prom-a1')).code).toBe(0);
    expect(await onHost('prom-a1', 'ls /etc/prometheus/secrets /etc/prometheus/targets')).not.toMatch(
      /elsewhere|\.yml/,
    );
  });

  test('a release takes the place of the package and gives it back, and silences stay', async () => {
    const amtool = 'amtool --alertmanager.url=http://127.0.0.1:9093';
    await onHost('alert-a1', `${amtool} silence add --comment=kept --author=test alertname=Other`);
    const archive = extra({ alertmanager_install: 'archive' });
    const unit = 'prometheus-alertmanager';
    for (const [options, program] of [
      [archive, '/opt/alertmanager/current/alertmanager'],
      [[], '/usr/bin/prometheus-alertmanager'],
    ] as const) {
      const played = await runJson('--limit', 'alert-a1', '--tags', 'alertmanager', ...options);
      expect(played.tasks.filter((line) => line.endsWith(': failed'))).toEqual([]);
      expect(await programOf('alert-a1', unit)).toBe(program);
      expect(await onHost('alert-a1', `${amtool} silence query`)).toContain('kept');
      expect((await runJson('--limit', 'alert-a1', '--tags', 'alertmanager', ...options)).changed).toEqual(
        [],
      );
      expect(await onHost('alert-a1', `systemctl is-enabled ${unit}`)).toBe('enabled');
    }
  });

  test.runIf(ansibleVersion !== undefined)('the real Ansible finds nothing to change after us', async () => {
    const oracle = ansibleOutcome(
      await ansiblePlaybook(['playbooks/prometheus-thanos.yml', ...arguments_], {
        ANSIBLE_STDOUT_CALLBACK: 'json',
      }),
    );
    for (const { name } of lab.hosts) expect(oracle.recap[name]).toMatchObject({ changed: 0, failed: 0 });
  });
});
