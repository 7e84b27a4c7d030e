import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe-lab.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { startVendorSite, type VendorSite } from '../stand-ins/vendor-site.ts';
import { snapshot } from './support/files.ts';
import { tsplayOutcome } from './support/outcomes.ts';
import { poll } from './support/poll.ts';
import { tsplay } from './support/programs.ts';

const written = ['/etc/influxdb', '/etc/telegraf', '/etc/systemd/system', '/opt', '/usr/local/bin'];

describeLab('metrics from telegraf to influxdb (stand-ins for both)', () => {
  let lab: Lab;
  let site: VendorSite;
  let folder: string;
  let arguments_: readonly string[];

  const run = (...more: readonly string[]) =>
    tsplay(['run', 'playbooks/monitoring.yml', ...arguments_, '--tags', 'influxdb,telegraf,nginx', ...more]);
  const runJson = async (...more: readonly string[]) => {
    const outcome = tsplayOutcome(await run('--output', 'json', ...more));
    return { ...outcome, changed: outcome.tasks.filter((line) => line.endsWith(': changed')) };
  };
  const extra = (variables: Readonly<Record<string, unknown>>) => ['-e', JSON.stringify(variables)];
  const onHost = async (name: string, command: string) => (await lab.host(name).exec(command)).stdout.trim();
  const processOf = (name: string) => onHost(name, 'systemctl show --property=MainPID --value telegraf');

  /** What a measurement of a host has in the bucket, as CSV; waits until it has something. */
  const measured = (measurement: string, host: string, since = '1h') =>
    poll(`${measurement} of ${host}`, async () => {
      const flux = `from(bucket: "metrics") |> range(start: -${since}) |> filter(fn: (r) => r._measurement == "${measurement}" and r.host == "${host}")`;
      const answer = await fetch(`http://${lab.host('monit1').address}:8086/api/v2/query?org=main`, {
        method: 'POST',
        headers: { Authorization: `Token ${token}`, 'Content-Type': 'application/vnd.flux' },
        body: flux,
      });
      const text = await answer.text();
      return text.includes('_result') ? text : undefined;
    });
  const token = 'the-token-of-the-test';
  const odd = 'a"b\\c$d`e\'f #g';

  beforeAll(async () => {
    lab = await startLab({ hosts: [{ name: 'monit1' }, { name: 'web1' }] });
    site = await startVendorSite(lab);
    folder = await mkdtemp(join(tmpdir(), 'tsplay-e2e-'));
    await writeFile(join(folder, 'lab.yml'), lab.inventory({ user: 'admin' }));
    const variables = {
      ...(await site.variables('influxdb', 'influxd', '2.9.1')),
      ...(await site.variables('influxdb_cli', 'influx', '2.8.0')),
      ...(await site.variables('telegraf', 'telegraf', '1.39.3')),
      influxdb_cli: true,
      influxdb_buckets: [{ name: 'long', retention: 31_536_000 }],
      telegraf_agent_interval: '1s',
      telegraf_environment: { ODD: odd },
      vendor_program_download_retries: 1,
      vault_influxdb_password: 'quote" and $dollar',
      vault_influxdb_token: token,
    };
    await writeFile(join(folder, 'variables.json'), JSON.stringify(variables));
    const inventories = ['-i', 'inventory/hosts.yml', '-i', join(folder, 'lab.yml')];
    arguments_ = [...inventories, '-e', `@${join(folder, 'variables.json')}`, '--limit', 'monit1,web1'];
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
    expect(changed).toContain('vendor_program : Put the release in its place | monit1: changed');
    expect(changed).toContain('influxdb : Say that InfluxDB would be set up | monit1: changed');
    expect(await snapshot(lab.host('monit1'), written)).toEqual(before);
  });

  test('the first run changes, the second changes nothing and check mode agrees', async () => {
    const first = await runJson();
    expect(first.tasks.filter((line) => line.endsWith(': failed'))).toEqual([]);
    expect(first.code).toBe(0);
    expect(first.changed).toContain('influxdb : Set InfluxDB up, once | monit1: changed');
    const second = await runJson();
    expect(second.changed).toEqual([]);
    expect(second.code).toBe(0);
    expect((await runJson('--check')).changed).toEqual([]);
  });

  test('what a machine and its web server measure is found by a query', async () => {
    expect(await measured('mem', 'web1')).toContain('available_percent');
    expect(await measured('nginx', 'web1')).toContain('active');
    expect(await measured('http_response', 'monit1')).toContain('result_code');
  });

  test('secrets stay with root, and the token of telegraf may only write', async () => {
    expect(await onHost('web1', 'stat -c "%a %U" /etc/telegraf/telegraf.env')).toBe('600 root');
    expect(await onHost('monit1', 'stat -c "%a %U" /etc/influxdb/tokens/telegraf')).toBe('600 root');
    expect(await onHost('web1', 'cat /etc/telegraf/telegraf.conf')).not.toContain(token);
    const environment = await onHost('web1', `tr '\\0' '\\n' < /proc/${await processOf('web1')}/environ`);
    expect(environment.split('\n')).toContain(`ODD=${odd}`);
    const asked = await onHost(
      'monit1',
      `curl -s -o /dev/null -w '%{http_code}' -H "Authorization: Token $(cat /etc/influxdb/tokens/telegraf)" -d 'from(bucket: "metrics") |> range(start: -1h)' 'http://127.0.0.1:8086/api/v2/query?org=main'`,
    );
    expect(asked).toBe('401');
    expect(await onHost('web1', 'cd / && ps -o user= -C telegraf')).toBe('telegraf');
  });

  test('a rollback and an upgrade are one link, and inputs that are no longer wanted go', async () => {
    const release = '/opt/telegraf/telegraf-1.39.3';
    const before = await snapshot(lab.host('web1'), [release]);
    // The members of this one's archive begin with `./`.
    const old = await site.variables('telegraf', 'telegraf', '1.39.0');
    const rolledBack = await runJson(
      '--limit',
      'web1',
      ...extra({ ...old, telegraf_inputs_more: { kernel: {} } }),
    );
    expect(rolledBack.code).toBe(0);
    expect(rolledBack.changed).toContain('telegraf : Restart telegraf | web1: changed');
    expect(await onHost('web1', 'readlink /opt/telegraf/current')).toBe('telegraf-1.39.0');
    expect(await onHost('web1', '/opt/telegraf/current/usr/bin/telegraf --version')).toBe(
      'Telegraf 1.39.0 (stand-in)',
    );
    expect(await snapshot(lab.host('web1'), [release])).toEqual(before);
    const fetched = site.requested.length;
    const upgraded = await runJson('--limit', 'web1');
    expect(upgraded.changed).toEqual([
      'telegraf : Remove inputs that are not wanted | web1: changed',
      'vendor_program : Lead `current` to the release | web1: changed',
      'telegraf : Restart telegraf | web1: changed',
    ]);
    expect(site.requested.length).toBe(fetched);
  });

  test('an archive with another checksum is refused, and nothing of it is left', async () => {
    const before = await snapshot(lab.host('web1'), ['/opt/telegraf/current', '/etc/telegraf']);
    const wrong = await site.variables('telegraf', 'telegraf', '1.40.0');
    const refused = await run(
      ...['--limit', 'web1', ...extra({ ...wrong, telegraf_checksum: `sha256:${'0'.repeat(64)}` })],
    );
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain('sha256');
    expect(await snapshot(lab.host('web1'), ['/opt/telegraf/current', '/etc/telegraf'])).toEqual(before);
    expect(await onHost('web1', 'ls /opt/telegraf')).not.toContain('telegraf-1.40.0');
  });

  test('a configuration that telegraf refuses never goes live, and the old one goes on', async () => {
    const before = await snapshot(lab.host('web1'), ['/etc/telegraf']);
    const old = await processOf('web1');
    const broken = { telegraf_inputs_broken: { nonsense: {} } };
    const refused = await run('--limit', 'web1', ...extra(broken));
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain('undefined but requested input: nonsense');
    expect(await snapshot(lab.host('web1'), ['/etc/telegraf'])).toEqual(before);
    expect(await processOf('web1')).toBe(old);
    await measured('mem', 'web1', '2s');
  });

  test('what a broken-off run left unstarted is made good', async () => {
    await lab.host('web1').exec('touch /etc/telegraf/telegraf.conf');
    expect((await runJson('--limit', 'web1')).changed).toEqual([
      'vendor_program : Look for files that are newer than the running program | web1: changed',
      'telegraf : Restart telegraf | web1: changed',
    ]);
  });

  test('a token that was lost is made anew, and handed on', async () => {
    await lab.host('monit1').exec('rm /etc/influxdb/tokens/telegraf');
    expect((await runJson('--check')).changed).toContain(
      'influxdb : Say that the token would be made | monit1: changed',
    );
    const { changed, code } = await runJson();
    expect(code).toBe(0);
    expect(changed).toContain('telegraf : Write the secrets | web1: changed');
    await measured('mem', 'web1', '2s');
  });
});
