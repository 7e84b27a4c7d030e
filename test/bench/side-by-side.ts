import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { labAvailable } from '../lab/availability.ts';
import { startLab } from '../lab/lab.ts';
import { table } from './table.ts';
import { type Cost, medianCost, timedRun } from './timed-run.ts';
import { changesOf, checkTool, type ToolName, tools } from './tools.ts';

interface Measured {
  readonly tool: ToolName;
  readonly hostCount: number;
  readonly first: Cost;
  readonly again: Cost;
}

export interface SideBySideOptions {
  readonly hostCounts: readonly number[];
  /** Runs that change nothing; their medians are printed. */
  readonly runs: number;
  readonly tools: readonly ToolName[];
}

/**
 * Plays test/bench/playbook on fresh lab hosts with each tool: a first run that changes everything, then runs that
 * change nothing.
 */
export async function benchSideBySide(options: SideBySideOptions): Promise<void> {
  const available = labAvailable();
  if (!available.ok) throw new Error(`no lab here: ${available.reason}`);
  for (const tool of options.tools) await checkTool(tool);
  const results: Measured[] = [];
  for (const hostCount of options.hostCounts) {
    for (const tool of options.tools) {
      results.push(await measure({ tool, hostCount, runs: options.runs }));
    }
  }
  console.log(`\n${comparison(results)}`);
}

interface Measurement {
  readonly tool: ToolName;
  readonly hostCount: number;
  readonly runs: number;
}

async function measure({ tool, hostCount, runs }: Measurement): Promise<Measured> {
  const names = Array.from({ length: hostCount }, (_, index) => `h${index + 1}`);
  const lab = await startLab({ hosts: names.map((name) => ({ name })) });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tsplay-bench-'));
  try {
    const inventory = path.join(folder, 'inventory.yml');
    await writeFile(inventory, lab.inventory());
    const program = tools[tool]({
      arguments: ['-i', inventory, path.resolve('test/bench/playbook/site.yml')],
      cwd: folder,
      folder,
    });
    const timed = async (label: string, expectChanges: boolean): Promise<Cost> => {
      const { stdout, ...cost } = await timedRun(program);
      const changes = changesOf(stdout);
      console.log(
        `${tool}, ${hostCount} hosts, ${label}: ${cost.wallSeconds.toFixed(2)} s, changed=${changes}`,
      );
      if (changes.length !== hostCount || changes.some((count) => count > 0 !== expectChanges)) {
        throw new Error(
          `${tool}, ${label}: ${expectChanges ? 'changes' : 'no changes'} expected on every host:\n${stdout}`,
        );
      }
      return cost;
    };
    const first = await timed('first run', true);
    const costs: Cost[] = [];
    for (let run = 1; run <= runs; run += 1) costs.push(await timed(`run ${run} of ${runs}`, false));
    return { tool, hostCount, first, again: medianCost(costs) };
  } finally {
    await lab.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function comparison(results: readonly Measured[]): string {
  const header = [
    'hosts',
    'tool',
    'first run s',
    'no change s',
    'controller CPU s',
    'largest process MiB',
    'ratio',
  ];
  const rows = results.map((result) => {
    const { tool, hostCount, first, again } = result;
    const rival = results.find((other) => other.hostCount === hostCount && other.tool !== tool);
    const ratio = rival === undefined ? '' : `${(rival.again.wallSeconds / again.wallSeconds).toFixed(2)}x`;
    const numbers = [first.wallSeconds, again.wallSeconds, again.cpuSeconds].map((number) =>
      number.toFixed(2),
    );
    return [`${hostCount}`, tool, ...numbers, again.peakMebibytes.toFixed(0), ratio];
  });
  return table([header, ...rows]);
}
