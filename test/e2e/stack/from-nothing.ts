import { expect, test } from 'vitest';
import { snapshot } from '../support/files.ts';
import { stackHosts } from '../support/stack.ts';
import { extra, type Stack } from '../support/stack-plays.ts';

const written = [
  ...[
    '/etc/influxdb',
    '/etc/telegraf',
    '/etc/loki',
    '/etc/promtail',
    '/etc/alloy',
    '/etc/grafana',
    '/etc/nginx',
  ],
  ...['/etc/systemd/system', '/opt', '/usr/local', '/var/www'],
];

export function playsFromNothing(stack: Stack): void {
  test('check mode where nothing is installed predicts, and makes nothing', async () => {
    const before = await snapshot(stack.host('monit1'), written);
    const { changed } = await stack.playWell('--check', '--diff');
    for (const task of [
      'vendor_program : Put the release in its place | monit1',
      'influxdb : Say that InfluxDB would be set up | monit1',
      'loki : Configure Loki | monit1',
      'promtail : Configure Promtail | web2',
      'grafana : Provision data sources, dashboards and alerts | monit1',
      'nginx : Configure the sites | monit1',
      'vendor_program : Write the options | db1',
    ]) {
      expect(changed).toContain(task);
    }
    const alloy = await stack.playWell(
      '--check',
      '--limit',
      'web1',
      '--tags',
      'alloy',
      ...extra({ log_agent: 'alloy' }),
    );
    expect(alloy.changed).toContain('alloy : Configure Alloy | web1');
    expect(await snapshot(stack.host('monit1'), written)).toEqual(before);
  });

  test('the first play changes', async () => {
    const { changed, recap } = await stack.playWell();
    expect(changed).toContain('influxdb : Set InfluxDB up, once | monit1');
    for (const name of stackHosts) expect(recap[name]?.['changed']).toBeGreaterThan(10);
  });

  test('the second changes nothing, and ends with what is where', async () => {
    const { stdout, code } = await stack.run();
    expect(code).toBe(0);
    expect(
      [...stdout.matchAll(/^(\w+) +: .*\bchanged=(\d+)/gm)].map(([, host, count]) => [host, count]),
    ).toEqual(stackHosts.toSorted().map((name) => [name, '0']));
    const { address } = stack.host('monit1');
    const all = '[db1, monit1, web1, web2]';
    expect(stdout.slice(stdout.indexOf('\nSUMMARY ')).trim().split('\n').slice(1)).toEqual([
      'Grafana        https://monit.example.test/, user admin  [monit1]',
      `InfluxDB       http://${address}:8086/, organisation main, user admin  [monit1]`,
      `Loki           http://${address}:3100/  [monit1]`,
      'nginx          https://monit.example.test/  [monit1]',
      'nginx          https://www.example.test/  [web1]',
      `node_exporter  0.0.0.0:9100/metrics  ${all}`,
      `Promtail       sends to http://${address}:3100/loki/api/v1/push  ${all}`,
      `Telegraf       sends to http://${address}:8086, bucket metrics  ${all}`,
    ]);
  });

  test('check mode after it finds nothing', async () => {
    expect((await stack.playWell('--check')).changed).toEqual([]);
  });
}
