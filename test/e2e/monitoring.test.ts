import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe-lab.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { snapshot } from './support/files.ts';
import { ansibleOutcome, tsplayOutcome } from './support/outcomes.ts';
import { ansiblePlaybook, ansibleVersion, tsplay } from './support/programs.ts';

const hosts = [{ name: 'monit1' }, { name: 'web1' }, { name: 'db1' }];
const written = [
  '/etc/nginx',
  '/var/www',
  '/etc/default/prometheus-node-exporter',
  '/var/lib/prometheus/node-exporter/site.prom',
  '/usr/local/sbin',
];
/** The machines of the shipped inventory that there are here. */
const limit = ['--limit', 'monit1,web1,db1'];
/** The roles of Debian's own packages; those of vendors' archives are played by stack.test.ts. */
const selection = ['--tags', 'node_exporter,nginx'];
/** Made on the host itself: different on every host, and in what a program leaves behind. */
const ownToEachHost = /\/etc\/nginx\/tls\/.*\.(crt|key)$/;

describeLab('the monitoring playbook on three hosts', () => {
  let lab: Lab;
  let folder: string;
  let arguments_: readonly string[];

  const playbook = 'playbooks/monitoring.yml';
  const run = (...more: readonly string[]) =>
    tsplay(['run', playbook, ...arguments_, ...(more.includes('--tags') ? [] : selection), ...more]);
  const runJson = async (...more: readonly string[]) => tsplayOutcome(await run('--output', 'json', ...more));

  beforeAll(async () => {
    lab = await startLab({ hosts });
    folder = await mkdtemp(join(tmpdir(), 'tsplay-e2e-'));
    await writeFile(join(folder, 'lab.yml'), lab.inventory({ user: 'admin' }));
    arguments_ = ['-i', 'inventory/hosts.yml', '-i', join(folder, 'lab.yml'), ...limit];
  });
  afterAll(async () => {
    await lab?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('check mode on a fresh host predicts changes and makes none', async () => {
    const before = await snapshot(lab.host('web1'), ['/etc']);
    const { recap, code } = await runJson('--check', '--diff');
    expect(code).toBe(0);
    expect(recap.web1?.changed).toBeGreaterThan(5);
    expect(await snapshot(lab.host('web1'), ['/etc'])).toEqual(before);
  });

  test('the first run changes, the second changes nothing', async () => {
    const first = await runJson();
    expect(first.code).toBe(0);
    for (const { name } of hosts) expect(first.recap[name]).toMatchObject({ failed: 0, unreachable: 0 });
    expect(first.recap.web1?.changed).toBeGreaterThan(10);
    const second = await runJson();
    expect(second.code).toBe(0);
    for (const { name } of hosts) expect(second.recap[name]).toMatchObject({ changed: 0, failed: 0 });
  });

  test('the page comes over TLS, port 80 leads there, and the metrics are served', async () => {
    const page = await lab
      .host('web1')
      .exec(
        'curl -sS --cacert /etc/nginx/tls/www.example.test.crt --resolve www.example.test:443:127.0.0.1 https://www.example.test/',
      );
    expect(page.stdout).toContain('Served by web1 (Debian 12)');
    const redirect = await lab.host('web1').exec('curl -sSI -H "Host: www.example.test" http://127.0.0.1/');
    expect(redirect.stdout).toMatch(/301 Moved Permanently[\s\S]*Location: https:\/\/www\.example\.test\//);
    const { address } = lab.host('db1');
    const metrics = await (await fetch(`http://${address}:9100/metrics`)).text();
    expect(metrics).toContain('node_site_info{host="db1",site="main"} 1');
    expect(metrics).toContain('node_load1 ');
  });

  test('a file edited by hand is found as exactly that drift, and the next run mends it', async () => {
    const site = '/etc/nginx/sites-available/www.example.test.conf';
    await lab.host('web1').exec(`sed -i 's/TLSv1.2 //' ${site}`);

    const drift = await tsplay(['drift', playbook, ...arguments_, ...selection, '--output', 'json']);
    expect(drift.code).toBe(2);
    const document = JSON.parse(drift.stdout);
    expect(document.summary).toEqual({ in_line: 2, drifted: 1, failed: 0, unreachable: 0 });
    const [found, ...others] = document.hosts.find((host: { host: string }) => host.host === 'web1').drifts;
    expect(others).toEqual([]);
    expect(found.task).toBe('nginx : Configure the sites');
    expect(JSON.stringify(found.diff)).toContain('TLSv1.2');

    const shown = await run('--check', '--diff');
    expect(shown.stdout).toMatch(/^-\s+ssl_protocols TLSv1\.3;$/m);
    expect(shown.stdout).toMatch(/^\+\s+ssl_protocols TLSv1\.2 TLSv1\.3;$/m);
    expect((await lab.host('web1').exec(`grep -c TLSv1.2 ${site}`)).stdout.trim()).toBe('0');

    const mended = await runJson();
    const changed = mended.tasks.filter((line) => line.endsWith(': changed'));
    expect(changed).toEqual([
      'nginx : Configure the sites | web1: changed',
      'nginx : Reload nginx | web1: changed',
    ]);
    expect((await tsplay(['drift', playbook, ...arguments_, ...selection])).code).toBe(0);
  });

  test('a site that nginx refuses never goes live', async () => {
    const before = await snapshot(lab.host('web1'), ['/etc/nginx']);
    const broken = JSON.stringify({
      nginx_vhosts: [
        { server_name: 'www.example.test', root: '/var/www/main', extra_parameters: 'nonsense on;' },
      ],
    });
    const { stdout, code } = await run('--tags', 'nginx', '--limit', 'web1', '-e', broken);
    expect(code).toBe(2);
    expect(stdout).toContain('unknown directive \\"nonsense\\"');
    expect(await snapshot(lab.host('web1'), ['/etc/nginx'])).toEqual(before);
    expect((await runJson('--limit', 'web1')).recap.web1).toMatchObject({ changed: 0, failed: 0 });
  });

  test('--tags and --limit play one role on one host', async () => {
    const { tasks } = await runJson('--tags', 'nginx', '--limit', 'web1');
    expect(tasks.every((line) => line.includes('| web1:'))).toBe(true);
    // Arguments are validated whatever is selected, as with Ansible.
    const others = tasks.filter((line) => line.startsWith('node_exporter'));
    expect(others.filter((line) => !line.includes('Validating arguments'))).toEqual([]);
  });

  test.runIf(ansibleVersion !== undefined)(
    'the real Ansible finds nothing to change after us, and the lists are the same',
    async () => {
      const oracle = ansibleOutcome(
        await ansiblePlaybook([playbook, ...arguments_, ...selection], { ANSIBLE_STDOUT_CALLBACK: 'json' }),
      );
      for (const { name } of hosts) expect(oracle.recap[name]).toMatchObject({ changed: 0, failed: 0 });
      for (const list of ['--list-tasks', '--list-tags', '--list-hosts']) {
        const theirs = await ansiblePlaybook([playbook, ...arguments_, ...selection, list]);
        const ours = await run(list);
        // Ansible lists hosts in the order of a set, another one in each run.
        const comparable = (text: string) => (list === '--list-hosts' ? text.split('\n').sort() : text);
        expect(comparable(ours.stdout)).toEqual(comparable(theirs.stdout));
      }
    },
  );
});

describeLab('the monitoring playbook beside the real Ansible on twin hosts', () => {
  const labs: Lab[] = [];
  let folder: string;

  beforeAll(async () => {
    labs.push(await startLab({ hosts }), await startLab({ hosts }));
    folder = await mkdtemp(join(tmpdir(), 'tsplay-twin-'));
  });
  afterAll(async () => {
    for (const lab of labs) await lab.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test.runIf(ansibleVersion !== undefined)(
    'gives every task the same status on every host, the same recap, and the same files',
    async () => {
      const [ours, theirs] = labs;
      if (ours === undefined || theirs === undefined) throw new Error('no labs');
      for (const turn of ['first', 'second']) {
        const outcomes = [];
        for (const lab of [ours, theirs]) {
          const inventory = join(folder, `${lab.name}.yml`);
          await writeFile(inventory, lab.inventory());
          const args = [
            'playbooks/monitoring.yml',
            '-i',
            'inventory/hosts.yml',
            '-i',
            inventory,
            ...limit,
            ...selection,
          ];
          outcomes.push(
            lab === ours
              ? tsplayOutcome(await tsplay(['run', ...args, '--output', 'json']))
              : ansibleOutcome(await ansiblePlaybook(args, { ANSIBLE_STDOUT_CALLBACK: 'json' })),
          );
        }
        expect(outcomes[0], `${turn} run`).toEqual(outcomes[1]);
      }
      for (const { name } of hosts) {
        const comparable = async (lab: Lab): Promise<readonly string[]> =>
          (await snapshot(lab.host(name), written)).filter((line) => !ownToEachHost.test(line.trim()));
        expect(await comparable(ours), name).toEqual(await comparable(theirs));
      }
    },
  );
});
