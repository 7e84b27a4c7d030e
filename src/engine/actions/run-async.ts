import { randomInt } from 'node:crypto';
import type { JobOrder, Target } from '../../module/context.ts';
import type { AnyModule } from '../../module/define.ts';
import { endJob, lookAtJob } from '../../module/kit/async-job.ts';
import { createTimeLimit } from '../../util/time-limit.ts';
import type { Dict, Value } from '../../values/types.ts';
import { isTrue, resultOf } from '../task-result.ts';
import type { HostActionCall } from './action-call.ts';

/** Seconds between two looks of a task with `async` that does not say `poll`; Ansible's DEFAULT_POLL_INTERVAL. */
const DEFAULT_POLL = 15;

/** How long ending an interrupted job may take. */
const END_TIMEOUT_MS = 10_000;

/** How a module is called this time. */
export interface Invocation {
  readonly signal: AbortSignal;
  /** Beside the host's other tasks, in a shell of this name. */
  readonly lane?: string | undefined;
  /** To be started on the target and left there. */
  readonly job?: JobOrder | undefined;
}

export interface AsyncCall {
  readonly call: HostActionCall;
  readonly module: AnyModule;
  /** Seconds: `async`. */
  readonly limit: number;
  readonly target: Target;
  readonly invoke: (how: Invocation) => Promise<Dict>;
}

/**
 * A task with `async`. A command becomes a job on the target that outlives the connection; other modules, which run on
 * the controller and only act on the target, get a deadline (`poll`) or a place in the background of this run.
 */
export async function runAsync(async: AsyncCall): Promise<Dict> {
  const { call, module } = async;
  const isChecking = call.keywords.bool('check_mode') ?? call.play.run.options.check;
  if (isChecking) return refused('async cannot be used in check mode: what the job would do is not known');
  if (module.controllerOnly === true || module.async === 'none') {
    return refused(`async cannot be used with '${module.name}'`);
  }
  const poll = call.keywords.number('poll') ?? DEFAULT_POLL;
  const id = `j${randomInt(1e11, 1e12)}.${randomInt(1000, 100_000)}`;
  if (module.async === 'on-target') return onTarget(async, { id, poll });
  return poll > 0 ? withDeadline(async, id) : inBackground(async, id);
}

interface Job {
  readonly id: string;
  readonly poll: number;
}

async function onTarget({ call, limit, target, invoke }: AsyncCall, { id, poll }: Job): Promise<Dict> {
  const { signal } = call;
  // One that is polled is judged by the clock here; it ends itself a moment later.
  const started = await invoke({ signal, job: { id, limit: poll > 0 ? limit + 1 : limit } });
  if (poll <= 0 || isTrue(started, 'failed') || !started.has('ansible_job_id')) return started;
  const end = performance.now() + limit * 1000;
  const variable = (name: string): Value | undefined => {
    const value = call.scope.get(name);
    return value === undefined ? undefined : call.templar.render(value);
  };
  try {
    for (;;) {
      const left = Math.max(0, (end - performance.now()) / 1000);
      const stay = { id, staySeconds: Math.min(poll, left), removes: true };
      const looked = await lookAtJob({ target, variable, signal }, stay);
      if (looked['finished'] === 1) return resultOf(looked);
      if (performance.now() < end) continue;
      return resultOf({ ...overdue(limit), async_result: looked });
    }
  } catch (error) {
    // Nobody will ask for it: what is interrupted must not go on in the dark.
    if (signal.aborted) await endJob({ target, variable, signal: AbortSignal.timeout(END_TIMEOUT_MS) }, id);
    throw error;
  }
}

async function withDeadline({ call, limit, invoke }: AsyncCall, id: string): Promise<Dict> {
  const deadline = createTimeLimit(limit * 1000, call.signal);
  try {
    const result = await invoke({ signal: deadline.signal });
    return finished(result, id);
  } catch (error) {
    if (!deadline.isOver || call.signal.aborted) throw error;
    return resultOf({ ...overdue(limit), async_result: { ansible_job_id: id, started: 1, finished: 0 } });
  } finally {
    deadline.release();
  }
}

function inBackground({ call, module, limit, invoke }: AsyncCall, id: string): Dict {
  const { jobs, signal } = call.play.run;
  const deadline = createTimeLimit(limit * 1000, signal);
  const work = async (): Promise<Dict> => {
    try {
      return await invoke({ signal: deadline.signal, lane: id });
    } catch (error) {
      const msg = error instanceof Error ? error.message : String(error);
      return refused(deadline.isOver ? overLimit(limit) : msg);
    } finally {
      deadline.release();
    }
  };
  jobs.start(id, { host: call.host.name, title: module.name }, work());
  return resultOf({ changed: true, ansible_job_id: id, started: 1, finished: 0 });
}

function finished(result: Dict, id: string): Dict {
  return new Map<Value, Value>([...result, ['ansible_job_id', id], ['started', 1], ['finished', 1]]);
}

function refused(msg: string): Dict {
  return resultOf({ changed: false, failed: true, msg });
}

function overdue(limit: number): Readonly<Record<string, unknown>> {
  return {
    changed: false,
    failed: true,
    msg: `the job was not done within the ${limit} s that async gives it`,
  };
}

function overLimit(limit: number): string {
  return `the job was ended: it took longer than its limit of ${limit} s`;
}
