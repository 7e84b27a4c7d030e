import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { capture } from '../lab/processes.ts';

/** What one run of a program cost this machine's controller side. */
export interface Cost {
  readonly wallSeconds: number;
  /** User and system time of the program and all its children. */
  readonly cpuSeconds: number;
  /** Peak resident memory of its largest process, in MiB. */
  readonly peakMebibytes: number;
}

export interface TimedRun extends Cost {
  readonly stdout: string;
}

export interface Program {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs a program under GNU time; a failure is an error that shows the end of its output. */
export async function timedRun({ command, cwd, env }: Program): Promise<TimedRun> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tsplay-bench-'));
  const report = path.join(folder, 'time');
  try {
    const args = ['--quiet', '--format', '%e %U %S %M', '--output', report, ...command];
    const { code, stdout, stderr } = await capture('/usr/bin/time', args, { cwd, env });
    if (code !== 0) {
      const tail = `${stdout}${stderr}`.trimEnd().split('\n').slice(-20).join('\n');
      throw new Error(`${command.join(' ')} ended with ${code}:\n${tail}`);
    }
    const [wall = 0, user = 0, system = 0, kibibytes = 0] = (await readFile(report, 'utf8'))
      .split(' ')
      .map(Number);
    return { stdout, wallSeconds: wall, cpuSeconds: user + system, peakMebibytes: kibibytes / 1024 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The middle cost by each measure on its own. */
export function medianCost(costs: readonly Cost[]): Cost {
  return {
    wallSeconds: median(costs.map((cost) => cost.wallSeconds)),
    cpuSeconds: median(costs.map((cost) => cost.cpuSeconds)),
    peakMebibytes: median(costs.map((cost) => cost.peakMebibytes)),
  };
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  return (low + high) / 2;
}
