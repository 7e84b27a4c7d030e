import { expect, test } from 'vitest';
import { snapshot } from '../support/files.ts';
import { poll } from '../support/poll.ts';
import type { StackHost } from '../support/stack.ts';
import { extra, type Stack } from '../support/stack-plays.ts';
import { influxToken, oddSecret } from './variables.ts';

const telegraf = (host: string) => ['--tags', 'telegraf', '--limit', host];

export function carriesMetrics(stack: Stack): void {
  /** What a measurement of a host has in the bucket, as CSV; waits until it has something. */
  const measured = (measurement: string, host: StackHost, since = '1h') =>
    poll(`${measurement} of ${host}`, async () => {
      const flux = `from(bucket: "metrics") |> range(start: -${since}) |> filter(fn: (r) => r._measurement == "${measurement}" and r.host == "${host}")`;
      const answer = await fetch(`http://${stack.host('monit1').address}:8086/api/v2/query?org=main`, {
        method: 'POST',
        headers: { Authorization: `Token ${influxToken}`, 'Content-Type': 'application/vnd.flux' },
        body: flux,
      });
      const text = await answer.text();
      return text.includes('_result') ? text : undefined;
    });

  test.each([
    ['mem', 'web1', 'available_percent'],
    ['nginx', 'web1', 'active'],
    ['apache', 'web2', 'BusyWorkers'],
    ['mysql', 'db1', 'threads_connected'],
    ['http_response', 'monit1', 'result_code'],
  ] as const)('%s of %s is found by a query', async (measurement, host, field) => {
    expect(await measured(measurement, host)).toContain(field);
  });

  test('secrets stay with root, and the token of telegraf may only write', async () => {
    expect(await stack.onHost('web1', 'stat -c "%a %U" /etc/telegraf/telegraf.env')).toBe('600 root');
    expect(await stack.onHost('monit1', 'stat -c "%a %U" /etc/influxdb/tokens/telegraf')).toBe('600 root');
    expect(await stack.onHost('web1', 'cat /etc/telegraf/telegraf.conf')).not.toContain(influxToken);
    const pid = await stack.mainPid('web1', 'telegraf');
    const environment = await stack.onHost('web1', `tr '\\0' '\\n' < /proc/${pid}/environ`);
    expect(environment.split('\n')).toContain(`ODD=${oddSecret}`);
    const asked = await stack.onHost(
      'monit1',
      `curl -s -o /dev/null -w '%{http_code}' -H "Authorization: Token $(cat /etc/influxdb/tokens/telegraf)" -d 'from(bucket: "metrics") |> range(start: -1h)' 'http://127.0.0.1:8086/api/v2/query?org=main'`,
    );
    expect(asked).toBe('401');
    expect(await stack.onHost('web1', 'ps -o user= -C telegraf')).toBe('telegraf');
  });

  test('a rollback and an upgrade are one link, and inputs that are no longer wanted go', async () => {
    const release = '/opt/telegraf/telegraf-1.39.3';
    const before = await snapshot(stack.host('web1'), [release]);
    const { site } = stack.lab();
    // The members of this one's archive begin with `./`.
    const old = await site.variables('telegraf', 'telegraf', '1.39.0');
    const rolledBack = await stack.playWell(
      ...telegraf('web1'),
      ...extra({ ...old, telegraf_inputs_more: { kernel: {} } }),
    );
    expect(rolledBack.changed).toContain('telegraf : Restart telegraf | web1');
    expect(await stack.onHost('web1', 'readlink /opt/telegraf/current')).toBe('telegraf-1.39.0');
    expect(await stack.onHost('web1', '/opt/telegraf/current/usr/bin/telegraf --version')).toBe(
      'Telegraf 1.39.0 (stand-in)',
    );
    expect(await snapshot(stack.host('web1'), [release])).toEqual(before);
    const fetched = site.requested.length;
    expect((await stack.playWell(...telegraf('web1'))).changed).toEqual([
      'telegraf : Remove inputs that are not wanted | web1',
      'vendor_program : Lead `current` to the release | web1',
      'telegraf : Restart telegraf | web1',
    ]);
    expect(site.requested.length).toBe(fetched);
  });

  test('an archive with another checksum is refused, and nothing of it is left', async () => {
    const places = ['/opt/telegraf/current', '/etc/telegraf'];
    const before = await snapshot(stack.host('web1'), places);
    const wrong = await stack.lab().site.variables('telegraf', 'telegraf', '1.40.0');
    const refused = await stack.run(
      ...telegraf('web1'),
      ...extra({ ...wrong, telegraf_checksum: `sha256:${'0'.repeat(64)}` }),
    );
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain('sha256');
    expect(await snapshot(stack.host('web1'), places)).toEqual(before);
    expect(await stack.onHost('web1', 'ls /opt/telegraf')).not.toContain('telegraf-1.40.0');
  });

  test('a configuration that telegraf refuses never goes live, and the old one goes on', async () => {
    const before = await snapshot(stack.host('web1'), ['/etc/telegraf']);
    const old = await stack.mainPid('web1', 'telegraf');
    const refused = await stack.run(
      ...telegraf('web1'),
      ...extra({ telegraf_inputs_broken: { nonsense: {} } }),
    );
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain('undefined but requested input: nonsense');
    expect(await snapshot(stack.host('web1'), ['/etc/telegraf'])).toEqual(before);
    expect(await stack.mainPid('web1', 'telegraf')).toBe(old);
    await measured('mem', 'web1', '2s');
  });

  test('what a broken-off run left unstarted is made good', async () => {
    await stack.onHost('web1', 'touch /etc/telegraf/telegraf.conf');
    expect((await stack.playWell(...telegraf('web1'))).changed).toEqual([
      'vendor_program : Look for files that are newer than the running program | web1',
      'telegraf : Restart telegraf | web1',
    ]);
  });

  test('a token that was lost is made anew, and handed on', async () => {
    await stack.onHost('monit1', 'rm /etc/influxdb/tokens/telegraf');
    const both = ['--tags', 'influxdb,telegraf', '--limit', 'monit1,web1,web2,db1'];
    expect((await stack.play(...both, '--check')).changed).toContain(
      'influxdb : Say that the token would be made | monit1',
    );
    expect((await stack.playWell(...both)).changed).toContain('telegraf : Write the secrets | web1');
    await measured('mem', 'web1', '2s');
  });
}
