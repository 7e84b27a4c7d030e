import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeLab } from '../lab/describe-lab.ts';
import { showsDashboards } from './stack/dashboards.ts';
import { findsDrift } from './stack/drift.ts';
import { playsFromNothing } from './stack/from-nothing.ts';
import { carriesLogs } from './stack/logs.ts';
import { carriesMetrics } from './stack/metrics.ts';
import { stackVariables } from './stack/variables.ts';
import { servesSites } from './stack/web.ts';
import { ansibleOutcome } from './support/outcomes.ts';
import { ansiblePlaybook, ansibleVersion } from './support/programs.ts';
import { type StackLab, stackHosts, startStackLab } from './support/stack.ts';
import { type Stack, stackOf } from './support/stack-plays.ts';

/** One lab for all: what a part does to it, it mends, so that the next one finds nothing to change. */
describeLab('the monitoring stack on four hosts (stand-ins for what comes from vendors)', () => {
  let lab: StackLab;
  const stack = stackOf(() => lab);
  beforeAll(async () => {
    lab = await startStackLab(stackVariables);
  });
  afterAll(() => lab?.stop());

  describe('from nothing', () => playsFromNothing(stack));
  describe('sites', () => servesSites(stack));
  describe('metrics from telegraf to influxdb', () => carriesMetrics(stack));
  describe('dashboards and alerts in grafana behind nginx', () => showsDashboards(stack));
  describe('logs from promtail, then alloy, to loki', () => carriesLogs(stack));
  describe('drift', () => findsDrift(stack));
  describe.runIf(ansibleVersion !== undefined)('beside the real Ansible', () => agreesWithAnsible(stack));
});

function agreesWithAnsible(stack: Stack): void {
  test('it finds nothing to change after us', async () => {
    const { arguments: given } = stack.lab();
    const oracle = ansibleOutcome(await ansiblePlaybook(given, { ANSIBLE_STDOUT_CALLBACK: 'json' }));
    expect(oracle.tasks.filter((line) => /: (changed|failed|unreachable)$/.test(line))).toEqual([]);
    for (const host of stackHosts) expect(oracle.recap[host]).toMatchObject({ changed: 0, failed: 0 });
    // It starts a Python for each of some 400 steps.
  }, 900_000);

  test.each(['--list-tasks', '--list-tags', '--list-hosts'])('%s prints the same', async (list) => {
    const theirs = await ansiblePlaybook([...stack.lab().arguments, list]);
    const ours = await stack.run(list);
    // Ansible lists hosts in the order of a set, another one in each run.
    const comparable = (text: string) => (list === '--list-hosts' ? text.split('\n').sort() : text);
    expect(comparable(ours.stdout)).toEqual(comparable(theirs.stdout));
  });
}
