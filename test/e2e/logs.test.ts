import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe-lab.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { startVendorSite, type VendorSite } from '../stand-ins/vendor-site.ts';
import { snapshot } from './support/files.ts';
import { ansibleOutcome, tsplayOutcome } from './support/outcomes.ts';
import { poll } from './support/poll.ts';
import { ansiblePlaybook, ansibleVersion, tsplay } from './support/programs.ts';

const written = ['/etc/loki', '/etc/promtail', '/etc/alloy', '/etc/systemd/system', '/opt'];

describeLab('logs from promtail, then alloy, to loki (stand-ins for all three)', () => {
  let lab: Lab;
  let site: VendorSite;
  let folder: string;
  let arguments_: readonly string[];

  const run = (...more: readonly string[]) =>
    tsplay(['run', 'playbooks/monitoring.yml', ...arguments_, '--tags', 'logs,nginx', ...more]);
  const runJson = async (...more: readonly string[]) => {
    const outcome = tsplayOutcome(await run('--output', 'json', ...more));
    return { ...outcome, changed: outcome.tasks.filter((line) => line.endsWith(': changed')) };
  };
  const extra = (variables: Readonly<Record<string, unknown>>) => ['-e', JSON.stringify(variables)];
  const alloy = extra({ log_agent: 'alloy' });
  const onHost = async (name: string, command: string) => (await lab.host(name).exec(command)).stdout.trim();
  const mainPid = (host: string, unit: string) =>
    onHost(host, `systemctl show --property=MainPID --value ${unit}`);

  interface Stream {
    readonly stream: Readonly<Record<string, string>>;
    readonly values: readonly (readonly [string, string])[];
  }
  const asked = async (query: string): Promise<readonly Stream[]> => {
    const url = new URL(`http://${lab.host('monit1').address}:3100/loki/api/v1/query_range`);
    url.searchParams.set('query', query);
    const answer = (await (await fetch(url)).json()) as {
      readonly data: { readonly result: readonly Stream[] };
    };
    return answer.data.result;
  };
  /** The streams that a query gives; waits until there is one. */
  const found = (query: string) =>
    poll(query, async () => {
      const streams = await asked(query);
      return streams.length > 0 ? streams : undefined;
    });
  const logLine = (host: string, file: string, line: string) =>
    lab.host(host).exec(`printf '%s\\n' '${line}' >> ${file}`);

  beforeAll(async () => {
    lab = await startLab({ hosts: [{ name: 'monit1' }, { name: 'web1' }] });
    site = await startVendorSite(lab);
    folder = await mkdtemp(join(tmpdir(), 'tsplay-e2e-'));
    await writeFile(join(folder, 'lab.yml'), lab.inventory({ user: 'admin' }));
    const variables = {
      ...(await site.variables('loki', 'loki', '3.7.6')),
      ...(await site.variables('promtail', 'promtail', '3.6.15')),
      ...(await site.variables('alloy', 'alloy', '1.18.1')),
      log_system: 'files',
      vendor_program_download_retries: 1,
    };
    await writeFile(join(folder, 'variables.json'), JSON.stringify(variables));
    const inventories = ['-i', 'inventory/hosts.yml', '-i', join(folder, 'lab.yml')];
    arguments_ = [...inventories, '-e', `@${join(folder, 'variables.json')}`, '--limit', 'monit1,web1'];
    for (const host of lab.hosts) {
      // What the stand-ins read their settings with.
      const { code, stderr } = await host.exec('apt-get install -qq -y python3-yaml');
      if (code !== 0) throw new Error(`no python3-yaml on ${host.name}: ${stderr}`);
      await host.exec('install -o root -g adm -m 640 /dev/null /var/log/syslog');
    }
  });
  afterAll(async () => {
    await site?.stop();
    await lab?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('check mode where nothing is installed predicts, and makes nothing', async () => {
    const before = await snapshot(lab.host('monit1'), written);
    for (const agent of ['promtail', 'alloy']) {
      const { recap, changed, code } = await runJson('--check', ...extra({ log_agent: agent }));
      expect(code).toBe(0);
      expect(recap.monit1).toMatchObject({ failed: 0 });
      expect(changed).toContain('loki : Configure Loki | monit1: changed');
      expect(changed).toContain(
        `${agent} : Configure ${agent === 'alloy' ? 'Alloy' : 'Promtail'} | web1: changed`,
      );
    }
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

  test('a line in a log of root and adm is found by a query, read through the group alone', async () => {
    expect(await onHost('web1', 'stat -c "%a %U:%G" /var/log/syslog')).toBe('640 root:adm');
    await logLine('web1', '/var/log/syslog', 'Nov 22 host app: it "works"');
    const [stream] = await found('{job="syslog", host="web1"} |= "works"');
    expect(stream?.values[0]?.[1]).toBe('Nov 22 host app: it "works"');
    expect(stream?.stream).toEqual({
      job: 'syslog',
      host: 'web1',
      site: 'main',
      filename: '/var/log/syslog',
    });
    expect(await onHost('web1', `ps -o user= -p ${await mainPid('web1', 'promtail')}`)).toBe('promtail');
    expect(await onHost('web1', 'id -nG promtail')).toBe('monitoring');
  });

  test('the requests of a web server have their labels', async () => {
    await onHost('web1', 'curl -s http://127.0.0.1:80/missing');
    const [stream] = await found('{job="nginx", type="access", host="web1", status=~"[34].."}');
    expect(stream?.stream).toMatchObject({ method: 'GET' });
  });

  test('without the group promtail is not ready, and the play says so', async () => {
    const refused = await run(
      ...['--limit', 'web1', '--tags', 'promtail'],
      ...extra({ log_reader_groups: [], log_jobs_nginx: {}, promtail_start_timeout: 3 }),
    );
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain('Unable to find any logs to tail');
    expect((await runJson('--limit', 'web1')).code).toBe(0);
  });

  test('what loki or promtail refuses never goes live, and the old ones go on', async () => {
    const before = await snapshot(lab.host('monit1'), ['/etc/loki', '/etc/promtail']);
    const running = [await mainPid('monit1', 'loki'), await mainPid('monit1', 'promtail')];
    const refusals = [
      {
        variables: { loki_config: { compactor: { shared_store: 's3' } } },
        says: 'field shared_store not found',
      },
      {
        variables: { log_jobs_more: { syslog: { paths: ['/var/log/more'] } } },
        says: 'multiple scrape configs',
      },
      {
        variables: { log_jobs_more: { more: { path: ['/var/log/more'] } } },
        says: 'the log job more must be',
      },
    ];
    for (const { variables, says } of refusals) {
      const refused = await run('--limit', 'monit1', ...extra(variables));
      expect(refused.code, says).toBe(2);
      expect(refused.stdout).toContain(says);
    }
    expect(await snapshot(lab.host('monit1'), ['/etc/loki', '/etc/promtail'])).toEqual(before);
    expect([await mainPid('monit1', 'loki'), await mainPid('monit1', 'promtail')]).toEqual(running);
    expect((await fetch(`http://${lab.host('monit1').address}:3100/ready`)).status).toBe(200);
  });

  test('what is logged while promtail is away is sent once', async () => {
    await onHost('web1', 'systemctl stop promtail');
    await logLine('web1', '/var/log/syslog', 'while it was away');
    expect((await runJson('--limit', 'web1')).changed).toEqual([
      'vendor_program : Start the program, now and at boot | web1: changed',
    ]);
    const [stream] = await found('{job="syslog", host="web1"} |= "away"');
    expect(stream?.values).toHaveLength(1);
    const [works] = await asked('{job="syslog", host="web1"} |= "works"');
    expect(works?.values).toHaveLength(1);
  });

  test('alloy takes the place of promtail, goes on where it stopped, and sends with the same labels', async () => {
    const switched = await runJson(...alloy);
    expect(switched.tasks.filter((line) => line.endsWith(': failed'))).toEqual([]);
    expect(switched.changed).toContain('log_agent : Stop the other agent, now and at boot | web1: changed');
    expect((await runJson(...alloy)).changed).toEqual([]);
    expect(
      await onHost('web1', 'systemctl is-active promtail alloy; systemctl is-enabled promtail alloy'),
    ).toBe('inactive\nactive\ndisabled\nenabled');
    await logLine('web1', '/var/log/syslog', 'and so does alloy');
    await onHost('web1', 'curl -s -X DELETE http://127.0.0.1:80/other');
    const [stream] = await found('{job="syslog", host="web1"} |= "so does alloy"');
    expect(stream?.stream).toEqual({
      job: 'syslog',
      host: 'web1',
      site: 'main',
      filename: '/var/log/syslog',
    });
    await found('{job="nginx", host="web1", method="DELETE"}');
    const [works] = await asked('{job="syslog", host="web1"} |= "works"');
    expect(works?.values).toHaveLength(1);
  });

  test('what alloy refuses never goes live', async () => {
    const before = await snapshot(lab.host('web1'), ['/etc/alloy']);
    const running = await mainPid('web1', 'alloy');
    const refused = await run(
      '--limit',
      'web1',
      ...extra({ log_agent: 'alloy', alloy_components: 'nonsense "a" { }' }),
    );
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain('cannot find the definition of component');
    expect(await snapshot(lab.host('web1'), ['/etc/alloy'])).toEqual(before);
    expect(await mainPid('web1', 'alloy')).toBe(running);
  });

  test('the journal is read with its units as labels, and every kind of stage is accepted', async () => {
    const variables = {
      log_system: 'journal',
      log_loki_username: 'sender',
      log_loki_password: 'p"a$s',
      log_jobs_more: {
        traces: { paths: ['/var/log/more/trace'], stages: [{ multiline: { firstline: '^[0-9]+ ' } }] },
        more: {
          paths: ['/var/log/more/*.log'],
          exclude: '/var/log/more/debug.log',
          labels: { quoted: 'a "b" \\c' },
          stages: [
            { json: { expressions: { level: null } } },
            { match: { selector: '{job="more"}', stages: [{ static_labels: { of: 'more' } }] } },
            { labeldrop: ['filename'] },
            { labels: { level: null } },
          ],
        },
      },
    };
    await onHost(
      'web1',
      `mkdir -p /var/log/more && cd /var/log/more && printf '1 a\n  b\n2 c\n' > trace && echo '{"level":"warn"}' | tee debug.log > a.log`,
    );
    for (const agent of ['alloy', 'promtail']) {
      const played = await runJson('--limit', 'web1', ...extra({ ...variables, log_agent: agent }));
      expect(played.tasks.filter((line) => line.endsWith(': failed'))).toEqual([]);
      expect(await onHost('web1', `stat -c '%a %U' /etc/${agent}/password`)).toBe(`400 ${agent}`);
      await onHost('web1', `logger -t told "by ${agent}"`);
      const [told] = await found(`{job="journal", host="web1"} |= "by ${agent}"`);
      expect(told?.stream).toMatchObject({ level: 'notice' });
      const [more] = await found('{job="more"}');
      expect(more).toMatchObject({ stream: { quoted: 'a "b" \\c', of: 'more', level: 'warn' } });
      expect(more?.stream).not.toHaveProperty('filename');
    }
    const [traces] = await found('{job="traces"} |= "1 a"');
    expect(traces?.values[0]?.[1]).toBe('1 a\n  b');
    const sent = await asked('{job="more"}');
    expect(sent.flatMap(({ values }) => values)).toHaveLength(2);
  });

  test.runIf(ansibleVersion !== undefined)('the real Ansible finds nothing to change after us', async () => {
    for (const more of [[], alloy]) {
      expect((await runJson(...more)).code).toBe(0);
      const oracle = ansibleOutcome(
        await ansiblePlaybook(['playbooks/monitoring.yml', ...arguments_, '--tags', 'logs', ...more], {
          ANSIBLE_STDOUT_CALLBACK: 'json',
        }),
      );
      for (const { name } of lab.hosts) expect(oracle.recap[name]).toMatchObject({ changed: 0, failed: 0 });
    }
  });
});
