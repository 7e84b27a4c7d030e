import type { RunOptions } from '../../shell/types.ts';
import type { ModuleContext } from '../context.ts';
import { ModuleFailure, type ResultData } from '../result.ts';
import { streams } from './plain-output.ts';

export interface ProgramOutput {
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOrFailOptions extends Pick<RunOptions, 'stdin' | 'environment' | 'timeoutMs'> {
  /** What could not be done: the failure's first words. */
  readonly failure: string;
  /** More for the failed result. */
  readonly data?: Readonly<Record<string, ResultData>>;
}

/** Runs shell text that changes something. A status other than 0 is a ModuleFailure with what was printed. */
export async function runOrFail(
  context: ModuleContext,
  script: string,
  { failure, data, ...options }: RunOrFailOptions,
): Promise<ProgramOutput> {
  const output = await context.target.run(script, { ...options, signal: context.signal });
  const stdout = output.stdout.toString();
  const stderr = output.stderr.toString();
  if (output.timedOut || output.rc !== 0) {
    const reason = output.timedOut ? 'it did not end in time' : stderr.trim() || stdout.trim();
    throw new ModuleFailure(`${failure}: ${reason}`, {
      rc: output.rc,
      ...streams(stdout, stderr),
      ...data,
    });
  }
  return { stdout, stderr };
}
