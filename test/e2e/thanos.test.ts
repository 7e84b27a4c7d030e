import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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

const written = ['/etc/thanos', '/etc/systemd/system', '/opt', '/var/lib/thanos'];
const secret = 'S3cret"$with \\odd%s';

/** One sample of an instant query's answer. */
interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

describeLab('two replicas of a cluster seen as one (a stand-in for thanos, the real prometheus)', () => {
  let lab: Lab;
  let site: VendorSite;
  let folder: string;
  let arguments_: readonly string[];

  const run = (...more: readonly string[]) => tsplay(['run', ...arguments_, ...more]);
  const runJson = async (...more: readonly string[]) => {
    const outcome = tsplayOutcome(await run('--output', 'json', ...more));
    return { ...outcome, changed: outcome.tasks.filter((line) => line.endsWith(': changed')) };
  };
  const thanos = ['--tags', 'thanos'];
  const global = [...thanos, '--limit', 'global1'];
  const extra = (variables: Readonly<Record<string, unknown>>) => ['-e', JSON.stringify(variables)];
  const onHost = async (name: string, command: string) => (await lab.host(name).exec(command)).stdout.trim();
  const mainPid = (component: string) =>
    onHost('global1', `systemctl show --property=MainPID --value thanos-${component}`);
  const mainPids = () => Promise.all(['query', 'store', 'compact', 'rule'].map(mainPid));

  const asked = async (query: string, dedup = true): Promise<readonly Sample[]> => {
    const url = new URL(`http://${lab.host('global1').address}:10904/api/v1/query`);
    url.search = new URLSearchParams({ query, dedup: String(dedup) }).toString();
    const answer = (await (await fetch(url)).json()) as {
      readonly data: { readonly result: readonly Sample[] };
    };
    return answer.data.result;
  };
  /** What a query gives; waits until it is as many series. */
  const found = (query: string, count: number, dedup = true) =>
    poll(`${count} series of ${query}`, async () => {
      const samples = await asked(query, dedup);
      return samples.length === count ? samples : undefined;
    });
  const block = (days: number, labels: Readonly<Record<string, string>>) => ({
    meta: {
      version: 1,
      minTime: Date.now() - days * 86_400_000 - 7_200_000,
      maxTime: Date.now() - days * 86_400_000,
      compaction: { level: 1 },
      thanos: { labels, downsample: { resolution: 0 }, source: 'sidecar' },
    },
    series: [[{ __name__: 'history', host: 'web1' }, days]],
  });
  /** A block as a sidecar would have brought it. */
  const inBucket = async (name: string, { meta, series }: ReturnType<typeof block>) => {
    const path = `/var/lib/thanos/bucket/${name}`;
    await onHost(
      'global1',
      `runuser -u thanos -- mkdir ${path} && echo '${JSON.stringify(series)}' > ${path}/series.json && echo '${JSON.stringify(meta)}' > ${path}/meta.json`,
    );
  };

  beforeAll(async () => {
    lab = await startLab({ hosts: [{ name: 'prom-a1' }, { name: 'prom-a2' }, { name: 'global1' }] });
    site = await startVendorSite(lab);
    folder = await mkdtemp(join(tmpdir(), 'tsplay-e2e-'));
    await writeFile(join(folder, 'lab.yml'), lab.inventory({ user: 'admin' }));
    // The machines of the example that the lab has not: asked, they refuse.
    const absent = ['prom-b1', 'prom-b2', 'alert-a1', 'alert-b1'];
    const elsewhere = Object.fromEntries(absent.map((name) => [name, { ansible_host: '127.0.0.1' }]));
    await writeFile(join(folder, 'elsewhere.yml'), JSON.stringify({ all: { hosts: elsewhere } }));
    const variables = {
      ...(await site.variables('thanos', 'thanos', '0.42.4')),
      thanos_objstore_type: 'FILESYSTEM',
      thanos_start_timeout: 20,
      vendor_program_download_retries: 1,
      prometheus_scrape_interval: '1s',
      prometheus_scrape_timeout: '1s',
      // The lab's hosts are in namespaces already.
      prometheus_unit_overrides: { Service: { PrivateUsers: false } },
    };
    await writeFile(join(folder, 'variables.json'), JSON.stringify(variables));
    arguments_ = [
      'playbooks/prometheus-thanos.yml',
      ...['-i', 'inventory/prometheus', '-i', join(folder, 'lab.yml'), '-i', join(folder, 'elsewhere.yml')],
      ...['-e', `@${join(folder, 'variables.json')}`, '--limit', 'prom-a1,prom-a2,global1'],
    ];
    // What the stand-in reads its settings with.
    const installed = await Promise.all(
      lab.hosts.map((host) => host.exec('apt-get install -qq -y python3-yaml')),
    );
    expect(installed.map(({ code }) => code)).toEqual([0, 0, 0]);
  });
  afterAll(async () => {
    await site?.stop();
    await lab?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('check mode where nothing is installed predicts, and makes nothing', async () => {
    const before = await snapshot(lab.host('global1'), written);
    const { recap, changed, code } = await runJson('--check', ...global);
    expect(code).toBe(0);
    expect(recap['global1']).toMatchObject({ failed: 0 });
    expect(changed).toContain('vendor_program : Put the release in its place | global1: changed');
    expect(changed).toContain('thanos : Write how the bucket is reached | global1: changed');
    expect(await snapshot(lab.host('global1'), written)).toEqual(before);
  });

  test('the first run changes, the second changes nothing and check mode agrees', async () => {
    const first = await runJson('--tags', 'prometheus,thanos');
    expect(first.tasks.filter((line) => line.endsWith(': failed'))).toEqual([]);
    expect(first.code).toBe(0);
    expect(site.requested).toHaveLength(3);
    const second = await runJson('--tags', 'prometheus,thanos');
    expect(second.changed).toEqual([]);
    expect(second.code).toBe(0);
    expect((await runJson('--check', ...thanos)).changed).toEqual([]);
    expect(await onHost('global1', `ps -o user= -p ${await mainPid('query')}`)).toBe('thanos');
  });

  test('a query has the series of both replicas once, or twice where it asks for that', async () => {
    const itself = 'up{cluster="a", job="prometheus", host="prom-a1"}';
    const [merged] = await found(itself, 1);
    expect(merged?.metric).not.toHaveProperty('replica');
    const both = await found(itself, 2, false);
    expect(both.map(({ metric }) => metric['replica']).sort()).toEqual(['prom-a1', 'prom-a2']);
    await onHost('prom-a1', 'systemctl stop prometheus');
    const [rest] = await found(itself, 1, false);
    expect(rest?.metric).toHaveProperty('replica', 'prom-a2');
    expect(await found(itself, 1)).toMatchObject([{ metric: { cluster: 'a', host: 'prom-a1' } }]);
    await onHost('prom-a1', 'systemctl start prometheus');
    await found(itself, 2, false);
  });

  test('rules over all clusters pass promtool, and their series are asked for like any other', async () => {
    const rules = await readFile(`${lab.host('global1').rootfs}/etc/thanos/rules/clusters.yml`);
    await writeFile(`${lab.host('prom-a1').rootfs}/tmp/clusters.yml`, rules);
    expect(await onHost('prom-a1', 'promtool check rules /tmp/clusters.yml')).toContain(
      'SUCCESS: 4 rules found',
    );
    const [recorded] = await found('cluster:up:count', 1);
    expect(recorded?.metric).toEqual({ __name__: 'cluster:up:count', cluster: 'a', ruler: 'global' });
  });

  test('a block goes from a replica to the bucket; the bucket is served, and expires', async () => {
    const made = `cd /var/lib/prometheus && printf 'old{x="1"} 1 %s\\n# EOF\\n' $(date -d '1 day ago' +%s) > /tmp/old.txt &&
      promtool tsdb create-blocks-from openmetrics /tmp/old.txt /tmp/made >/dev/null && chown -R prometheus: /tmp/made &&
      ls /tmp/made && mv /tmp/made/* metrics2/`;
    const name = await onHost('prom-a1', made);
    const meta = await poll('the uploaded block', async () => {
      const text = await onHost('prom-a1', `cat /var/lib/thanos/bucket/${name}/meta.json`);
      return text === '' ? undefined : text;
    });
    expect(JSON.parse(meta)).toMatchObject({ thanos: { labels: { cluster: 'a', replica: 'prom-a1' } } });
    expect(await onHost('prom-a1', `stat -c '%A %U:%G' /var/lib/thanos/bucket/${name}`)).toBe(
      'drwxrws--- prometheus:thanos',
    );
    await inBucket('01ARZ3NDEKTSV4RRFFQ69G5FAV', block(10, { cluster: 'a', replica: 'prom-a1' }));
    await inBucket('01ARZ3NDEKTSV4RRFFQ69G5FAW', block(100, { cluster: 'b', replica: 'prom-b1' }));
    expect(await found('history', 1)).toMatchObject([
      { metric: { cluster: 'a' }, value: [expect.any(Number), '10'] },
    ]);
  });

  test('what thanos refuses never goes live, and the old ones go on', async () => {
    const before = await snapshot(lab.host('global1'), ['/etc/thanos', '/etc/systemd/system']);
    const running = await mainPids();
    const rules = (rule: object) => ({ thanos_rules: { clusters: [{ name: 'clusters', rules: [rule] }] } });
    const refusals = [
      { variables: rules({ record: 'x', expr: 'sum(up' }), says: 'unexpected end of input' },
      {
        variables: rules({ record: 'x', expr: 'up', for: '5m' }),
        says: "invalid field 'for' in recording rule",
      },
      { variables: { thanos_objstore_type: '' }, says: 'thanos_objstore_type must be FILESYSTEM or S3' },
      { variables: { thanos_rule_files: [`${folder}/*.rules`] }, says: 'no file on the controller fits' },
    ];
    for (const { variables, says } of refusals) {
      const refused = await run(...global, ...extra(variables));
      expect(refused.code, says).toBe(2);
      expect(refused.stdout).toContain(says);
    }
    expect(await snapshot(lab.host('global1'), ['/etc/thanos', '/etc/systemd/system'])).toEqual(before);
    expect(await mainPids()).toEqual(running);
    await found('cluster:up:count', 1);
  });

  test('check mode finds edits by hand, and says what the next run then mends', async () => {
    await onHost('prom-a2', 'sed -i s/9090/9999/ /etc/systemd/system/thanos-sidecar.service');
    await onHost(
      'global1',
      `sed -i 's/sum by (cluster)/max by (cluster)/' /etc/thanos/rules/clusters.yml; touch /etc/thanos/rules/own.yml; chmod 644 /etc/thanos/objstore.yml; systemctl stop thanos-query`,
    );
    const running = await mainPids();
    const predicted = (await runJson('--check', ...thanos)).changed;
    expect(predicted).toEqual([
      'vendor_program : Look for files that are newer than the running program | prom-a2: changed',
      'vendor_program : Write the unit | prom-a2: changed',
      'thanos : Restart thanos-sidecar | prom-a2: changed',
      'vendor_program : Look for files that are newer than the running program | global1: changed',
      'thanos : Write how the bucket is reached | global1: changed',
      'thanos : Write the groups of rules | global1: changed',
      'thanos : Remove rules that are not wanted | global1: changed',
      'thanos : Restart thanos-store | global1: changed',
      'thanos : Restart thanos-compact | global1: changed',
      'thanos : Restart thanos-rule | global1: changed',
      'vendor_program : Start the program, now and at boot | global1: changed',
    ]);
    expect(await mainPids()).toEqual(running);
    expect((await runJson(...thanos)).changed).toEqual(predicted);
    expect((await runJson(...thanos)).changed).toEqual([]);
  });

  test('a change restarts the components that it is about, and no other', async () => {
    const [query, store, compact, rule] = await mainPids();
    const own = join(folder, 'own.yml');
    await writeFile(
      own,
      'groups: [{name: own, partial_response_strategy: warn, rules: [{record: "own:up", expr: up}]}]\n',
    );
    const variables = extra({ thanos_rule_files: [own], thanos_store_options: ['--index-cache-size=100MB'] });
    const { code, changed } = await runJson(...global, ...variables);
    expect(code).toBe(0);
    expect(changed).toEqual([
      'thanos : Bring the files of rules | global1: changed',
      'vendor_program : Write the unit | global1: changed',
      'thanos : Restart thanos-store | global1: changed',
      'thanos : Restart thanos-rule | global1: changed',
    ]);
    const after = await mainPids();
    expect([after[0], after[2]]).toEqual([query, compact]);
    expect(after[1]).not.toBe(store);
    expect(after[3]).not.toBe(rule);
    await found('own:up{host="prom-a1", job="prometheus"}', 1);
    expect((await runJson(...global)).changed).toContain(
      'thanos : Remove rules that are not wanted | global1: changed',
    );
  });

  test('S3: a bucket that answers goes live, its keys stay with root and the group, and nobody is told', async () => {
    const bucket = await startBucket(lab, 'key-of-the-test');
    const s3 = (access: string) =>
      extra({
        thanos_objstore_type: 'S3',
        thanos_s3: { bucket: 'metrics', endpoint: bucket.endpoint, region: 'eu-1', insecure: true },
        thanos_s3_access_key: access,
        thanos_s3_secret_key: secret,
      });
    try {
      const before = await snapshot(lab.host('global1'), ['/etc/thanos']);
      const refused = await run(...global, ...s3('another-key'));
      expect(refused.code).toBe(2);
      expect(await snapshot(lab.host('global1'), ['/etc/thanos'])).toEqual(before);
      const played = await run(...global, ...s3('key-of-the-test'), '--diff', '-vvv');
      expect(played.code).toBe(0);
      expect(await onHost('global1', 'stat -c "%a %U:%G" /etc/thanos/objstore.yml')).toBe('640 root:thanos');
      expect(
        await onHost('global1', 'runuser -u nobody -- cat /etc/thanos/objstore.yml || echo refused'),
      ).toBe('refused');
      const kept = await onHost(
        'global1',
        'python3 -c "import json, yaml; print(json.dumps(yaml.safe_load(open(\'/etc/thanos/objstore.yml\'))))"',
      );
      expect(JSON.parse(kept)).toMatchObject({
        type: 'S3',
        config: { bucket: 'metrics', secret_key: secret },
      });
      const told = await onHost(
        'global1',
        'cat /etc/systemd/system/thanos-*; ps -eo args; journalctl --no-pager -o cat',
      );
      for (const text of [refused.stdout, played.stdout, played.stderr, told])
        expect(text).not.toContain('S3cret');
    } finally {
      bucket.server.close();
    }
    expect((await runJson(...global)).code).toBe(0);
  });

  test('a component that is taken out of the list is stopped, and its unit goes', async () => {
    const reduced = join(folder, 'reduced.yml');
    await writeFile(
      reduced,
      JSON.stringify({ all: { hosts: { global1: { thanos_components: ['query', 'store'] } } } }),
    );
    const [, store] = await mainPids();
    const { code, changed } = await runJson('-i', reduced, ...global);
    expect(code).toBe(0);
    expect(changed).toEqual([
      'thanos : Stop components that are not wanted | global1: changed',
      'thanos : Remove their units | global1: changed',
      'vendor_program : Write the unit | global1: changed',
      'thanos : Restart thanos-query | global1: changed',
    ]);
    expect(
      await onHost('global1', 'ls /etc/systemd/system | grep thanos; ps -eo args | grep -c "[t]hanos rule"'),
    ).toBe('thanos-query.service\nthanos-store.service\n0');
    expect(await mainPid('store')).toBe(store);
    expect((await runJson('-i', reduced, ...global)).changed).toEqual([]);
    expect((await runJson(...global)).changed).toContain(
      'vendor_program : Start the program, now and at boot | global1: changed',
    );
  });

  test.runIf(ansibleVersion !== undefined)(
    'the real Ansible finds nothing to change after us',
    async () => {
      const oracle = ansibleOutcome(
        await ansiblePlaybook([...arguments_, ...thanos, '--limit', 'prom-a1,global1'], {
          ANSIBLE_STDOUT_CALLBACK: 'json',
        }),
      );
      expect(oracle.tasks.filter((line) => /: (changed|failed)$/.test(line))).toEqual([]);
      for (const name of ['prom-a1', 'global1']) {
        expect(oracle.recap[name]).toMatchObject({ changed: 0, failed: 0 });
      }
      // A hundred tasks: Ansible needs minutes for them on a busy machine.
    },
    900_000,
  );
});

/** An S3 on the lab's bridge that looks at access keys, and lets one in. */
async function startBucket(
  lab: Lab,
  key: string,
): Promise<{ readonly server: Server; readonly endpoint: string }> {
  const server = createServer((request, response) => {
    const known = request.headers.authorization?.includes(`Credential=${key}/`) === true;
    response.writeHead(known ? 200 : 403).end('<ListBucketResult/>');
  });
  const gateway = lab.host('global1').address.replace(/\.\d+$/, '.1');
  await new Promise<void>((resolve) => server.listen(0, gateway, resolve));
  return { server, endpoint: `${gateway}:${(server.address() as AddressInfo).port}` };
}
