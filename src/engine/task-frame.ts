import type { Diagnostic } from '../errors.ts';
import type { Task } from '../project/ast.ts';
import type { Dict, Value } from '../values/types.ts';
import type { VariableScope } from '../variables/types.ts';
import type { Templar } from './dependencies.ts';
import type { TaskKeywords } from './keywords.ts';
import type { LoopControl } from './loop.ts';
import type { TaskOutcome } from './task-result.ts';

/** One task about to be played on one host. */
export interface TaskFrame {
  readonly task: Task;
  /** The task's name as shown, for the trail of errors. */
  readonly title: string;
  readonly signal: AbortSignal;
  /** Asks for an end after the step in flight: neither another item nor another try. */
  readonly stopSignal: AbortSignal;
  /** Seconds for a try of a task that says no `timeout`; 0: no limit. */
  readonly timeout: number;
  /** The variables of host and task, with more on top (loop variables, the result so far). */
  scope(extra?: Dict): VariableScope;
  templar(scope: VariableScope): Templar;
  /** Runs the task's action once. Errors are thrown; a failure of the module is a result. */
  act(call: ActionCall): Promise<Dict>;
  /** Says what is worth knowing about the task, once in a run. */
  warn(problem: Omit<Diagnostic, 'severity'>): void;
  /** An item of the loop is done. */
  onItem(outcome: TaskOutcome, label: Value | undefined): void;
  /** A try failed its `until` and another follows. */
  onRetry(outcome: TaskOutcome, attemptsLeft: number): void;
}

export interface ActionCall {
  readonly scope: VariableScope;
  readonly templar: Templar;
  readonly keywords: TaskKeywords;
  /** The loop's variables of this turn; undefined without a loop. */
  readonly loopVariables: Dict | undefined;
  /** Ends the action: the run is stopped, or the task's `timeout` has passed. */
  readonly signal: AbortSignal;
  /** Called when the arguments are rendered and the action starts. */
  begin(): void;
}

/** One turn of a loop. */
export interface LoopItem {
  readonly control: LoopControl;
  readonly value: Value;
  readonly variables: Dict;
}

/** One turn of a task: an item of its loop, or the whole of it. */
export interface ItemCall {
  readonly frame: TaskFrame;
  readonly scope: VariableScope;
  readonly templar: Templar;
  readonly keywords: TaskKeywords;
  readonly item: LoopItem | undefined;
  /** Milliseconds to wait before it. */
  readonly pause?: number;
}
