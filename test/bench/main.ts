import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { labAvailable } from '../lab/availability.ts';
import { startLab } from '../lab/lab.ts';
import { type Cost, medianCost, timedRun } from './timed-run.ts';
import { changesOf, checkTool, type ToolName, toolNames, tools } from './tools.ts';

const usage = `usage: npm run bench -- [--hosts 1,10] [--runs 3] [--only ${toolNames.join('|')}]

Plays test/bench/playbook on fresh lab hosts with each tool: a first run that changes everything, then runs that
change nothing, whose medians are printed.
`;

interface Measured {
  readonly tool: ToolName;
  readonly hostCount: number;
  readonly first: Cost;
  readonly again: Cost;
}

/** Runs the bench; gives the exit code. Slowness is no failure, a wrong result is. */
export async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      hosts: { type: 'string', default: '1,10' },
      runs: { type: 'string', default: '3' },
      only: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const available = labAvailable();
  if (!available.ok) throw new Error(`no lab here: ${available.reason}`);
  const chosen = toolNames.filter((tool) => values.only === undefined || tool === values.only);
  if (chosen.length === 0) throw new Error(`--only ${values.only}: ${toolNames.join(' or ')}`);
  for (const tool of chosen) await checkTool(tool);

  const results: Measured[] = [];
  for (const hostCount of values.hosts.split(',').map((text) => atLeastOne('--hosts', text))) {
    for (const tool of chosen) {
      results.push(await measure({ tool, hostCount, runs: atLeastOne('--runs', values.runs) }));
    }
  }
  console.log(`\n${table(results)}`);
  return 0;
}

function atLeastOne(option: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${option}: '${text}' is no count`);
  return Number(text);
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
      playbook: path.resolve('test/bench/playbook/site.yml'),
      inventory,
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

function table(results: readonly Measured[]): string {
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
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map((line) => line.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '))
    .join('\n');
}
