import { expect, test } from 'vitest';
import { type StackHost, stackHosts } from '../support/stack.ts';
import type { Stack } from '../support/stack-plays.ts';

/** Something that somebody did by hand to what a role keeps. */
interface HandMadeEdit {
  readonly role: string;
  readonly host: StackHost;
  readonly edit: string;
  /** The tasks that mend it on that host, and no others. */
  readonly changes: readonly string[];
}

const newer = 'vendor_program : Look for files that are newer than the running program';

const edits: readonly HandMadeEdit[] = [
  {
    role: 'influxdb',
    host: 'monit1',
    edit: 'printf \'log-level = "debug"\\n\' >> /etc/influxdb/config.toml',
    changes: [newer, 'influxdb : Configure InfluxDB', 'influxdb : Restart influxdb'],
  },
  {
    role: 'loki',
    host: 'monit1',
    edit: 'chmod 644 /etc/loki/loki.yml',
    changes: ['loki : Configure Loki', 'loki : Restart loki'],
  },
  {
    role: 'grafana',
    host: 'monit1',
    edit: 'sed -i s/85/99/ /etc/grafana/provisioning/alerting/rules.yml',
    changes: [newer, 'grafana : Provision data sources, dashboards and alerts', 'grafana : Restart grafana'],
  },
  {
    role: 'telegraf',
    host: 'web1',
    edit: 'sed -i s/8081/8082/ /etc/telegraf/telegraf.d/nginx.conf',
    changes: [
      newer,
      "telegraf : Configure the inputs of the machine's groups",
      'telegraf : Restart telegraf',
    ],
  },
  {
    role: 'nginx',
    host: 'web1',
    edit: "sed -i 's/TLSv1.2 //' /etc/nginx/sites-available/www.example.test.conf",
    changes: ['nginx : Configure the sites', 'nginx : Reload nginx'],
  },
  {
    role: 'node_exporter',
    host: 'web2',
    edit: 'sed -i s/9100/9101/ /etc/default/prometheus-node-exporter',
    changes: [newer, 'vendor_program : Write the options', 'node_exporter : Restart the exporter'],
  },
  {
    role: 'promtail',
    host: 'db1',
    edit: 'sed -i /site:/d /etc/promtail/promtail.yml',
    changes: [newer, 'promtail : Configure Promtail', 'promtail : Restart promtail'],
  },
  {
    role: 'vendor_program',
    host: 'db1',
    edit: 'sed -i s/ProtectSystem=strict/ProtectSystem=full/ /etc/systemd/system/telegraf.service',
    changes: [newer, 'vendor_program : Write the unit', 'telegraf : Restart telegraf'],
  },
];

/** Makes all edits, then expects the same changed tasks of check mode and of the play after it. */
export async function predictsAndMends(
  stack: Stack,
  made: readonly HandMadeEdit[],
  options: readonly string[] = [],
): Promise<void> {
  for (const { host, edit, role } of made) {
    const { code, stderr } = await stack.host(host).exec(edit);
    expect(code, `${role}: ${stderr}`).toBe(0);
  }
  const expected = made.flatMap(({ host, changes }) => changes.map((task) => `${task} | ${host}`)).toSorted();
  expect((await stack.playWell(...options, '--check')).changed.toSorted(), 'predicted').toEqual(expected);
  expect((await stack.playWell(...options)).changed.toSorted(), 'mended').toEqual(expected);
}

export function findsDrift(stack: Stack): void {
  test(`check mode finds an edit by hand in each role (${edits.map(({ role }) => role).join(', ')}), and predicts exactly what the next play mends`, () =>
    predictsAndMends(stack, edits));

  test('a host that is down is left out, and the others are played to the end, with nothing to change', async () => {
    const down = `ip route show default > /run/default-route
ip link set "$(ip -o route show default | sed 's/.* dev \\([^ ]*\\).*/\\1/')" down`;
    const up = `set -- $(cat /run/default-route); ip link set "$5" up; ip route add "$@"`;
    expect((await stack.host('db1').exec(down)).code).toBe(0);
    try {
      const { recap, changed, code } = await stack.play();
      expect(code).toBe(4);
      expect(changed).toEqual([]);
      for (const name of stackHosts) {
        const expected = name === 'db1' ? { ok: 0, unreachable: 1 } : { failed: 0, unreachable: 0 };
        expect(recap[name], name).toMatchObject(expected);
      }
    } finally {
      expect((await stack.host('db1').exec(up)).code).toBe(0);
    }
  });

  test('tsplay drift names the machine, the task and the line', async () => {
    const site = '/etc/nginx/sites-available/www.example.test.conf';
    await stack.onHost('web1', `sed -i 's/TLSv1.2 //' ${site}`);
    const drift = await stack.drift('--tags', 'nginx', '--output', 'json');
    expect(drift.code).toBe(2);
    const document = JSON.parse(drift.stdout);
    expect(document.summary).toMatchObject({ drifted: 1, failed: 0, unreachable: 0 });
    const [found, ...others] = document.hosts.find((host: { host: string }) => host.host === 'web1').drifts;
    expect(others).toEqual([]);
    expect(found.task).toBe('nginx : Configure the sites');
    expect(JSON.stringify(found.diff)).toContain('TLSv1.2');
    expect(await stack.onHost('web1', `grep -c TLSv1.2 ${site}`)).toBe('0');
    await stack.playWell('--tags', 'nginx', '--limit', 'web1');
    expect((await stack.drift('--tags', 'nginx')).code).toBe(0);
  });
}
