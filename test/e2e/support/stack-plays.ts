import { expect } from 'vitest';
import type { LabHost } from '../../lab/lab.ts';
import { type PlayOutcome, tsplayOutcome } from './outcomes.ts';
import { type Ran, tsplay } from './programs.ts';
import type { StackHost, StackLab } from './stack.ts';

export interface StackOutcome extends PlayOutcome {
  /** `task name | host` of each task that changed something, or would. */
  readonly changed: readonly string[];
}

/** What the tests of the stack do with its lab, which is there once they run. */
export interface Stack {
  readonly lab: () => StackLab;
  readonly host: (name: StackHost) => LabHost;
  /** What a command on a host prints, trimmed; whether it fails is no matter. */
  readonly onHost: (name: StackHost, command: string) => Promise<string>;
  readonly mainPid: (name: StackHost, unit: string) => Promise<string>;
  /** Plays the stack; later options win over those of the lab. */
  readonly run: (...more: readonly string[]) => Promise<Ran>;
  readonly drift: (...more: readonly string[]) => Promise<Ran>;
  readonly play: (...more: readonly string[]) => Promise<StackOutcome>;
  /** The same, and no task may fail. */
  readonly playWell: (...more: readonly string[]) => Promise<StackOutcome>;
}

export function stackOf(lab: () => StackLab): Stack {
  const host = (name: StackHost) => lab().lab.host(name);
  const onHost = async (name: StackHost, command: string) => (await host(name).exec(command)).stdout.trim();
  const run = (...more: readonly string[]) => tsplay(['run', ...lab().arguments, ...more]);
  const play = async (...more: readonly string[]) => {
    const outcome = tsplayOutcome(await run('--output', 'json', ...more));
    const changed = outcome.tasks.filter((line) => line.endsWith(': changed'));
    return { ...outcome, changed: changed.map((line) => line.slice(0, -': changed'.length)) };
  };
  return {
    lab,
    host,
    onHost,
    mainPid: (name, unit) => onHost(name, `systemctl show --property=MainPID --value ${unit}`),
    run,
    drift: (...more) => tsplay(['drift', ...lab().arguments, ...more]),
    play,
    async playWell(...more) {
      const outcome = await play(...more);
      expect(outcome.tasks.filter((line) => /: (failed|unreachable)$/.test(line))).toEqual([]);
      expect(outcome.code).toBe(0);
      return outcome;
    },
  };
}

/** Options that set variables. */
export function extra(variables: Readonly<Record<string, unknown>>): readonly string[] {
  return ['-e', JSON.stringify(variables)];
}
