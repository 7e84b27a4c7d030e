import type { Diagnostic } from '../errors.ts';
import type { Span } from '../source/span.ts';
import type { ReadonlyDict, Value } from '../values/types.ts';

/** How a task (or a loop's item) ended on a host. `failed` with `ignored` counts as ok and ignored. */
export type TaskStatus = 'ok' | 'changed' | 'skipped' | 'failed' | 'unreachable';

/** One host's counts, in the recap's order. */
export interface HostStats {
  readonly ok: number;
  readonly changed: number;
  readonly unreachable: number;
  readonly failed: number;
  readonly skipped: number;
  readonly rescued: number;
  readonly ignored: number;
}

export interface TaskIdentity {
  /** Unique within the run. */
  readonly id: number;
  /** As the banner shows it: `nginx : Install the package`. */
  readonly name: string;
  /** The module as written. */
  readonly action: string;
  readonly span: Span;
  readonly kind: 'task' | 'handler';
}

export interface HostResult {
  readonly host: string;
  /** When delegated: whose machine was touched. */
  readonly delegatedTo?: string | undefined;
  readonly status: TaskStatus;
  readonly ignored: boolean;
  /** The result under Ansible's keys; already censored when `no_log` is on. */
  readonly result: ReadonlyMap<Value, Value>;
  /** The loop item's label, on item events. */
  readonly item?: Value | undefined;
  /** Whether a diff is wanted for it. */
  readonly showDiff: boolean;
  /** Shown in full at any verbosity: what debug says is the point of it. */
  readonly alwaysShown: boolean;
  /** What is wrong and where, when tsplay found it itself rather than the target. */
  readonly diagnostics: readonly Diagnostic[];
  /** Milliseconds. */
  readonly duration: number;
}

export interface CustomStatsSnapshot {
  readonly run: ReadonlyDict;
  readonly hosts: ReadonlyMap<string, ReadonlyDict>;
}

/** What the engine says while it plays. Reporters are pure functions from these to text. */
export type RunEvent =
  | { readonly type: 'run-started'; readonly playbooks: readonly string[]; readonly checkMode: boolean }
  | {
      readonly type: 'play-started';
      readonly name: string;
      readonly hosts: readonly string[];
      readonly span: Span;
    }
  | { readonly type: 'play-without-hosts'; readonly pattern: string; readonly span: Span }
  | {
      readonly type: 'task-started';
      readonly task: TaskIdentity;
      /** The one host that comes to it, when hosts go their own ways (strategy free): others follow with the same task. */
      readonly host: string | undefined;
    }
  | ({ readonly type: 'item-finished'; readonly task: TaskIdentity } & HostResult)
  | ({
      readonly type: 'task-retried';
      readonly task: TaskIdentity;
      readonly attemptsLeft: number;
    } & HostResult)
  | ({
      readonly type: 'task-finished';
      readonly task: TaskIdentity;
      /** It is a loop: its items were told one by one. */
      readonly looped: boolean;
    } & HostResult)
  | {
      readonly type: 'task-included';
      readonly task: TaskIdentity;
      readonly file: string;
      readonly hosts: readonly string[];
    }
  | { readonly type: 'handler-notified'; readonly handler: string; readonly host: string }
  /** Something for the user to read at once. */
  | { readonly type: 'message'; readonly text: string }
  | { readonly type: 'no-hosts-left' }
  | { readonly type: 'warning'; readonly diagnostic: Diagnostic }
  | {
      readonly type: 'run-finished';
      readonly stats: ReadonlyMap<string, HostStats>;
      /** What set_stats kept, for the run and by host. */
      readonly customStats: CustomStatsSnapshot;
      readonly interrupted: boolean;
    };
