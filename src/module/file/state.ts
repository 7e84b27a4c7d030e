import type { ModuleContext } from '../context.ts';
import { propertyDiff } from '../kit/diff.ts';
import {
  type AttributePlan,
  statusKeys,
  type TargetIds,
  type WantedAttributes,
} from '../kit/file-attributes.ts';
import { quotePath } from '../kit/paths.ts';
import { type FileStatus, parseStatus, statusScript } from '../kit/status.ts';
import { ModuleFailure, type ModuleResult, type ResultData } from '../result.ts';

/** What the file module was asked for, and what it read: the input of each state's part. */
export interface FileTask {
  /** The path that is worked on: what a link leads to when links are followed. */
  readonly path: string;
  readonly wanted: WantedAttributes;
  readonly ids: TargetIds;
  /** What is at `path`, links not followed. */
  readonly current: FileStatus | undefined;
  /** What is at `path`, links followed. */
  readonly followed: FileStatus | undefined;
  readonly follow: boolean;
  readonly force: boolean;
  readonly src: string | undefined;
}

/** What a state's part decides: what to report, and the script that changes the target. */
export interface FileDecision {
  /** Under which key the path is reported: `dest` for links and touch, `path` otherwise. */
  readonly pathKey: 'path' | 'dest';
  readonly before: Readonly<Record<string, ResultData>>;
  readonly after: Readonly<Record<string, ResultData>>;
  /** Shell text that does it; undefined when nothing is to be done. */
  readonly script: string | undefined;
  readonly extra?: Readonly<Record<string, ResultData>>;
}

/** The name of what is there, as Ansible's `state` has it. */
export function currentState(
  status: FileStatus | undefined,
): 'absent' | 'directory' | 'link' | 'hard' | 'file' {
  if (status === undefined) return 'absent';
  if (status.kind === 'directory' || status.kind === 'link') return status.kind;
  return status.links > 1 ? 'hard' : 'file';
}

/** Properties of attributes that change, for the two sides of a diff. */
export function attributeSides(plan: AttributePlan): {
  readonly before: Record<string, ResultData>;
  readonly after: Record<string, ResultData>;
} {
  return {
    before: Object.fromEntries(plan.changes.map(({ name, before }) => [name, before])),
    after: Object.fromEntries(plan.changes.map(({ name, after }) => [name, after])),
  };
}

/** Carries a decision out (not in check mode) and reports it under the file module's keys. */
export async function carryOut(
  context: ModuleContext,
  task: FileTask,
  decision: FileDecision,
): Promise<ModuleResult> {
  const changed = decision.script !== undefined;
  const common = { changed, [decision.pathKey]: task.path, ...decision.extra };
  const diff = context.diffMode
    ? { diff: propertyDiff({ ...decision.before, path: task.path }, { ...decision.after, path: task.path }) }
    : {};
  const isGone = decision.after['state'] === 'absent';
  if (!changed || context.checkMode) {
    const keys = task.current === undefined ? {} : statusKeys(task.current);
    return { ...common, ...(isGone ? { state: 'absent' } : {}), ...keys, ...diff };
  }
  const script = `(\n${decision.script}\n) && { ${statusScript(quotePath(task.path), false)}\n}`;
  const { rc, stdout, stderr } = await context.target.run(script, { signal: context.signal });
  if (rc !== 0)
    throw new ModuleFailure(`cannot change ${task.path}: ${stderr.toString().trim()}`, {
      path: task.path,
      rc,
    });
  const status = parseStatus({ stdout, rc });
  return { ...common, ...(status === undefined ? { state: 'absent' } : statusKeys(status)), ...diff };
}
