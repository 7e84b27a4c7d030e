import nunjucks from 'nunjucks';
import type { HostStats, TaskStatus } from '../../engine/events.ts';
import { PAGE } from './html-page.ts';
import type { ReportedOutcome, ReportedTask, ReportFrame, RunReport } from './types.ts';

const page = nunjucks.compile(PAGE, new nunjucks.Environment(null, { autoescape: true, trimBlocks: true }));

type Shown = TaskStatus | 'ignored';

/** In the order in which a reader wants them. */
const ORDER: readonly Shown[] = ['failed', 'unreachable', 'changed', 'ignored', 'ok', 'skipped'];

/**
 * One page for people: the recap, what went wrong, and each task with its hosts. It holds no script and loads nothing.
 */
export function htmlReport(report: RunReport, { startedAt, finishedAt, version }: ReportFrame): string {
  return page.render({
    title: report.playbooks.join(', '),
    mode: report.checkMode ? 'check mode: nothing was changed' : '',
    isComplete: report.isComplete,
    startedAt: startedAt.toISOString(),
    duration: durationText(finishedAt.getTime() - startedAt.getTime()),
    version,
    hosts: [...report.stats].map(([name, stats]) => ({ name, verdict: verdictOf(stats), ...stats })),
    plays: report.plays.map((play) => ({
      name: play.name,
      hostCount: play.hosts.length,
      tasks: play.tasks.map(shownTask),
    })),
  });
}

function shownTask({ outcomes, ...task }: ReportedTask): Readonly<Record<string, unknown>> {
  const groups = ORDER.map((status) => ({
    status,
    hosts: outcomes.filter((outcome) => shownStatus(outcome) === status).map(hostLabel),
  })).filter(({ hosts }) => hosts.length > 0);
  const told = outcomes.filter(
    ({ details, diff, items }) => details !== '' || diff !== '' || items.length > 0,
  );
  const [worst] = groups;
  return {
    ...task,
    worst: worst?.status ?? 'skipped',
    groups,
    outcomes: told.map((outcome) => ({
      ...outcome,
      shown: shownStatus(outcome),
      label: hostLabel(outcome),
      duration: durationText(outcome.duration),
    })),
    isOpen: told.some((outcome) => isProblem(shownStatus(outcome))),
  };
}

function shownStatus({ status, ignored }: ReportedOutcome): Shown {
  return ignored && isProblem(status) ? 'ignored' : status;
}

function isProblem(status: Shown): boolean {
  return status === 'failed' || status === 'unreachable';
}

function hostLabel({ host, delegatedTo }: ReportedOutcome): string {
  return delegatedTo === undefined ? host : `${host} -> ${delegatedTo}`;
}

function verdictOf({ failed, unreachable, changed }: HostStats): Shown {
  if (unreachable > 0) return 'unreachable';
  if (failed > 0) return 'failed';
  return changed > 0 ? 'changed' : 'ok';
}

function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
