import type { ConnectionParameters } from '../connection/types.ts';
import type { Task } from '../project/ast.ts';
import type { BecomeSpec } from '../shell/types.ts';
import type { Dict, Value } from '../values/types.ts';
import type { VariableScope } from '../variables/types.ts';
import type { TaskKeywords } from './keywords.ts';

/** A host for the length of a run: its variables, and how its machine is reached. */
export interface RunHost {
  readonly name: string;
  /** The variables that a task of this play sees on this host, with more on top (loop variables, results so far). */
  scope(task: Task, extra?: Dict): VariableScope;
  /** The same without a task: for the play's own keywords. */
  playScope(): VariableScope;
  fact(name: string): Value | undefined;
  /** Facts of the host, by their names with the prefix `ansible_`. */
  setFacts(facts: Dict): void;
  /** set_fact, register. */
  setVariables(variables: Dict): void;
  /** include_vars. */
  includeVariables(variables: Dict): void;
  clearFacts(): void;
  /** How to reach the machine, and who to be there, for a task with these keywords. Throws TsplayError on wrong values. */
  access(scope: VariableScope, keywords: TaskKeywords): HostAccess;
}

export interface HostAccess {
  readonly connection: ConnectionParameters;
  readonly become: BecomeSpec | undefined;
}
