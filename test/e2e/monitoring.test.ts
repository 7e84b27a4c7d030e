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
/** The roles of Debian's own packages; stack.test.ts plays all of them. */
const selection = ['--tags', 'node_exporter,nginx'];
/** Made on the host itself: different on every host, and in what a program leaves behind. */
const ownToEachHost = /\/etc\/nginx\/tls\/.*\.(crt|key)$/;

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
