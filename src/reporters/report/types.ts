import type { HostStats, TaskStatus } from '../../engine/events.ts';

/** What a report shows of a run. Censored already where `no_log` is on. */
export interface RunReport {
  readonly playbooks: readonly string[];
  readonly checkMode: boolean;
  /** False when it was broken off: what is missing was not played. */
  readonly isComplete: boolean;
  readonly stats: ReadonlyMap<string, HostStats>;
  readonly plays: readonly ReportedPlay[];
}

export interface ReportedPlay {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly tasks: readonly ReportedTask[];
}

export interface ReportedTask {
  readonly name: string;
  readonly action: string;
  readonly kind: 'task' | 'handler';
  /** `file:line:column` */
  readonly place: string;
  readonly outcomes: readonly ReportedOutcome[];
}

/** How a task ended on one host. */
export interface ReportedOutcome extends Ended {
  readonly host: string;
  readonly delegatedTo: string | undefined;
  /** Milliseconds. */
  readonly duration: number;
  /** The items of its loop that changed or failed. */
  readonly items: readonly ReportedItem[];
}

export interface ReportedItem extends Ended {
  readonly label: string;
}

interface Ended {
  readonly status: TaskStatus;
  readonly ignored: boolean;
  /** Why it failed; '' when it did not. */
  readonly details: string;
  /** Unified diffs; '' when none was asked for. */
  readonly diff: string;
}

/** The facts of a run that its events do not tell. */
export interface ReportFrame {
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly version: string;
}

/** One way to write a report. */
export type ReportFormat = (report: RunReport, frame: ReportFrame) => string;
