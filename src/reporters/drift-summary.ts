import { Chalk } from 'chalk';
import type { HostStats, RunEvent } from '../engine/events.ts';
import { locationOf } from '../source/diagnostics.ts';
import type { Span } from '../source/span.ts';
import { str } from '../values/printing.ts';
import type { Value } from '../values/types.ts';
import { combinesItems } from './combined-items.ts';

/** One task (or item of its loop) that would change a host. */
export interface Drift {
  readonly task: string;
  readonly action: string;
  readonly item: string | undefined;
  readonly place: string;
  /** The result's `diff`, as the module gave it. */
  readonly diff: Value | undefined;
}

/** How one host compares with its playbook. Exactly one of these. */
export type HostVerdict = 'in line' | 'drifted' | 'failed' | 'unreachable';

export interface HostDrift {
  readonly host: string;
  readonly verdict: HostVerdict;
  readonly drifts: readonly Drift[];
  /** What failed or why it could not be reached. */
  readonly problems: readonly string[];
}

interface Collected {
  readonly drifts: Drift[];
  readonly problems: string[];
}

/** Collects what drifted on each host from the events of a run in check mode. */
export class DriftCollector {
  readonly #hosts = new Map<string, Collected>();
  #stats: ReadonlyMap<string, HostStats> = new Map();

  add(event: RunEvent): void {
    switch (event.type) {
      case 'play-started':
        for (const host of event.hosts) this.#of(host);
        return;
      case 'item-finished':
        if (event.status === 'changed') this.#drift(event, str(event.item ?? null));
        else if (event.status === 'failed' && !event.ignored) this.#problem(event);
        return;
      case 'task-finished': {
        const looped = combinesItems(event);
        if (event.status === 'changed' && !looped) this.#drift(event, undefined);
        if ((event.status === 'failed' && !event.ignored && !looped) || event.status === 'unreachable') {
          this.#problem(event);
        }
        return;
      }
      case 'run-finished':
        this.#stats = event.stats;
        return;
      default:
        return;
    }
  }

  /** By host name. */
  hosts(): readonly HostDrift[] {
    return [...this.#hosts]
      .map(([host, { drifts, problems }]) => ({
        host,
        drifts,
        problems,
        verdict: this.#verdict(host, drifts),
      }))
      .sort((a, b) => (a.host < b.host ? -1 : 1));
  }

  #verdict(host: string, drifts: readonly Drift[]): HostVerdict {
    const stats = this.#stats.get(host);
    if (stats !== undefined && stats.unreachable > 0) return 'unreachable';
    if (stats !== undefined && stats.failed > 0) return 'failed';
    return drifts.length > 0 ? 'drifted' : 'in line';
  }

  #of(host: string): Collected {
    let collected = this.#hosts.get(host);
    if (collected === undefined) {
      collected = { drifts: [], problems: [] };
      this.#hosts.set(host, collected);
    }
    return collected;
  }

  /** A handler is what a change leads to, not a difference of its own. */
  #drift(event: FinishedEvent, item: string | undefined): void {
    if (event.task.kind === 'handler') return;
    const { name, action, span } = event.task;
    this.#of(event.host).drifts.push({
      task: name,
      action,
      item,
      place: locationOf(span),
      diff: event.result.get('diff'),
    });
  }

  #problem(event: FinishedEvent): void {
    const message = event.result.get('msg');
    this.#of(event.host).problems.push(
      `${event.task.name}: ${message === undefined ? 'failed' : str(message)}`,
    );
  }
}

type FinishedEvent = Extract<RunEvent, { type: 'item-finished' | 'task-finished' }> & {
  readonly task: { readonly span: Span };
};

/** CI's exit code: 4 a host is unreachable, 1 a host failed, 2 something drifted, 0 all in line. */
export function driftExitCode(hosts: readonly HostDrift[]): number {
  const verdicts = new Set(hosts.map((host) => host.verdict));
  if (verdicts.has('unreachable')) return 4;
  if (verdicts.has('failed')) return 1;
  return verdicts.has('drifted') ? 2 : 0;
}

/** The summary under the run's own output: a line a host, and what drifted on it. */
export function renderDriftSummary(
  hosts: readonly HostDrift[],
  options: { readonly color: boolean },
): string {
  const paint = new Chalk({ level: options.color ? 1 : 0 });
  const colors = {
    'in line': paint.green,
    drifted: paint.yellow,
    failed: paint.red,
    unreachable: paint.redBright,
  };
  const lines = hosts.flatMap(({ host, verdict, drifts, problems }) => [
    `${host}: ${colors[verdict](verdict)}${drifts.length > 0 ? ` (${drifts.length} ${drifts.length === 1 ? 'change' : 'changes'})` : ''}`,
    ...drifts.map(
      ({ task, item, place }) =>
        `  ~ ${task}${item === undefined ? '' : ` (item=${item})`}  ${paint.dim(place)}`,
    ),
    ...problems.map((problem) => `  ! ${problem}`),
  ]);
  return `\nDRIFT\n${lines.join('\n')}\n`;
}
