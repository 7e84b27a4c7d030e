import { stackHosts, startStackLab } from '../e2e/support/stack.ts';
import { labAvailable } from '../lab/availability.ts';
import { table } from './table.ts';
import { type Cost, medianCost, timedRun } from './timed-run.ts';
import { changesOf, checkTool, type ToolName, tools } from './tools.ts';

export interface StackBenchOptions {
  /** Runs of each tool; their medians are printed. */
  readonly runs: number;
  readonly tools: readonly ToolName[];
}

/** Plays the monitoring stack on four lab hosts until nothing changes, then times runs that change nothing, in turn. */
export async function benchStack(options: StackBenchOptions): Promise<void> {
  const available = labAvailable();
  if (!available.ok) throw new Error(`no lab here: ${available.reason}`);
  for (const tool of ['tsplay', ...options.tools] as const) await checkTool(tool);
  const secrets = { vault_influxdb_token: 'of-the-bench', vault_influxdb_password: 'password-of-the-bench' };
  const stack = await startStackLab(secrets);
  try {
    const play = { arguments: stack.arguments, cwd: process.cwd(), folder: stack.folder };
    const timed = async (tool: ToolName, label: string, expectChanges: boolean): Promise<Cost> => {
      const { stdout, ...cost } = await timedRun(tools[tool](play));
      const changes = changesOf(stdout);
      console.log(`${tool}, stack, ${label}: ${cost.wallSeconds.toFixed(2)} s, changed=${changes}`);
      if (changes.length !== stackHosts.length || changes.some((count) => count > 0 !== expectChanges)) {
        throw new Error(`${tool}, ${label}: changed=${changes} is not what was expected:\n${stdout}`);
      }
      return cost;
    };
    await timed('tsplay', 'first run', true);
    const costs: (readonly [ToolName, Cost])[] = [];
    for (let run = 1; run <= options.runs; run += 1) {
      for (const tool of options.tools) {
        costs.push([tool, await timed(tool, `run ${run} of ${options.runs}`, false)]);
      }
    }
    const medians = options.tools.map((tool): readonly [ToolName, Cost] => [
      tool,
      medianCost(costs.filter(([name]) => name === tool).map(([, cost]) => cost)),
    ]);
    console.log(`\n${comparison(medians)}`);
  } finally {
    await stack.stop();
  }
}

function comparison(medians: readonly (readonly [ToolName, Cost])[]): string {
  const header = ['stack, 4 hosts', 'no change s', 'controller CPU s', 'largest process MiB', 'ratio'];
  const rows = medians.map(([tool, { wallSeconds, cpuSeconds, peakMebibytes }]) => {
    const rival = medians.find(([name]) => name !== tool)?.[1].wallSeconds;
    const ratio = rival === undefined ? '' : `${(rival / wallSeconds).toFixed(2)}x`;
    return [tool, wallSeconds.toFixed(2), cpuSeconds.toFixed(2), peakMebibytes.toFixed(0), ratio];
  });
  return table([header, ...rows]);
}
