import { Chalk } from 'chalk';
import type { HostResult, RunEvent } from '../../engine/events.ts';
import { locationOf } from '../../source/diagnostics.ts';
import { str } from '../../values/printing.ts';
import { combinesItems } from '../combined-items.ts';
import { renderDiffs } from '../diff.ts';
import { failureDetails } from './failure-details.ts';
import type { ReportedItem, ReportedOutcome, ReportedPlay, ReportedTask, RunReport } from './types.ts';

type ItemEvent = Extract<RunEvent, { type: 'item-finished' }>;
type TaskEvent = Extract<RunEvent, { type: 'task-finished' }>;

interface OpenTask extends ReportedTask {
  readonly outcomes: ReportedOutcome[];
  /** Items that are worth a word, by host, until the host's task ends. */
  readonly items: Map<string, ReportedItem[]>;
}

interface OpenPlay extends ReportedPlay {
  readonly tasks: OpenTask[];
}

const plain = new Chalk({ level: 0 });

/** Collects what a report of a run shows from its events: each task's end on each host, and what changed or failed in full. */
export class ReportCollector {
  readonly #plays: OpenPlay[] = [];
  #tasks = new Map<number, OpenTask>();
  #started: Extract<RunEvent, { type: 'run-started' }> | undefined;
  #finished: Extract<RunEvent, { type: 'run-finished' }> | undefined;

  add(event: RunEvent): void {
    switch (event.type) {
      case 'run-started':
        this.#started = event;
        return;
      case 'play-started':
        this.#begin(event.name, event.hosts);
        return;
      case 'play-without-hosts':
        this.#begin(event.pattern, []);
        return;
      case 'item-finished':
        this.#item(event);
        return;
      case 'task-finished':
        this.#outcome(event);
        return;
      case 'run-finished':
        this.#finished = event;
        return;
      default:
        return;
    }
  }

  /** What was collected so far. A run that was broken off has no stats. */
  report(): RunReport {
    return {
      playbooks: this.#started?.playbooks ?? [],
      checkMode: this.#started?.checkMode ?? false,
      isComplete: this.#finished !== undefined && !this.#finished.interrupted,
      stats: this.#finished?.stats ?? new Map(),
      plays: this.#plays,
    };
  }

  #begin(name: string, hosts: readonly string[]): void {
    this.#plays.push({ name, hosts, tasks: [] });
    this.#tasks = new Map();
  }

  #item(event: ItemEvent): void {
    const { status, ignored, host } = event;
    if (status === 'ok' || status === 'skipped') return;
    const label = event.item === undefined ? '' : str(event.item);
    const { items } = this.#task(event);
    const known = items.get(host) ?? [];
    items.set(host, known);
    known.push({ label, status, ignored, ...detailsOf(event) });
  }

  #outcome(event: TaskEvent): void {
    const { host, delegatedTo, status, ignored, duration } = event;
    const task = this.#task(event);
    const items = task.items.get(host) ?? [];
    task.items.delete(host);
    // What the items said is not said again by the result that puts them together.
    const details = combinesItems(event) ? { details: '', diff: '' } : detailsOf(event);
    task.outcomes.push({ host, delegatedTo, status, ignored, duration, items, ...details });
  }

  #task({ task }: ItemEvent | TaskEvent): OpenTask {
    const known = this.#tasks.get(task.id);
    if (known !== undefined) return known;
    const { name, action, kind, span } = task;
    const opened: OpenTask = { name, action, kind, place: locationOf(span), outcomes: [], items: new Map() };
    this.#tasks.set(task.id, opened);
    if (this.#plays.length === 0) this.#begin('', []);
    this.#plays.at(-1)?.tasks.push(opened);
    return opened;
  }
}

function detailsOf(event: HostResult): Pick<ReportedOutcome, 'details' | 'diff'> {
  const isProblem = event.status === 'failed' || event.status === 'unreachable';
  return {
    details: isProblem ? failureDetails(event.result) : '',
    diff: event.showDiff ? renderDiffs(event.result.get('diff'), plain).trimEnd() : '',
  };
}
