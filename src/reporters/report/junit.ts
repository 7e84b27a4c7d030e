import nunjucks from 'nunjucks';
import type { ReportedOutcome, ReportedPlay, ReportFrame, RunReport } from './types.ts';

const TEMPLATE = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="tsplay" timestamp="{{ startedAt }}" time="{{ seconds }}">
{%- for suite in suites %}
  <testsuite name="{{ suite.name }}" tests="{{ suite.cases.length }}" failures="{{ suite.failures }}" errors="{{ suite.errors }}" skipped="{{ suite.skipped }}" time="{{ suite.seconds }}">
  {%- for case in suite.cases %}
    <testcase name="{{ case.name }}" classname="{{ case.place }}" time="{{ case.seconds }}">
    {%- if case.verdict %}
      <{{ case.verdict }}{% if case.message %} message="{{ case.message }}"{% endif %}>{{ case.text }}</{{ case.verdict }}>
    {%- endif %}
    </testcase>
  {%- endfor %}
  </testsuite>
{%- endfor %}
</testsuites>
`;

const template = nunjucks.compile(TEMPLATE, new nunjucks.Environment(null, { autoescape: true }));

type Verdict = 'failure' | 'error' | 'skipped' | undefined;

/**
 * JUnit XML, as CI servers read it: a suite a play, a case for each task and host. A task that failed is a failure,
 * a host that could not be reached an error. In check mode what would change is a failure too: it is drift.
 */
export function junitReport(report: RunReport, { startedAt, finishedAt }: ReportFrame): string {
  return withoutControls(
    template.render({
      startedAt: startedAt.toISOString(),
      seconds: inSeconds(finishedAt.getTime() - startedAt.getTime()),
      suites: report.plays.map((play) => suiteOf(play, report)),
    }),
  );
}

function suiteOf(play: ReportedPlay, report: RunReport): Readonly<Record<string, unknown>> {
  const cases = play.tasks.flatMap((task) =>
    task.outcomes.map((outcome) => {
      const verdict = verdictOf(outcome, report.checkMode && task.kind === 'task');
      const text = verdict === undefined || verdict === 'skipped' ? '' : textOf(outcome);
      const [message] = text.split('\n');
      return {
        name: `${task.name} [${outcome.host}]`,
        place: task.place,
        seconds: inSeconds(outcome.duration),
        verdict,
        message,
        text,
      };
    }),
  );
  const count = (verdict: Verdict): number => cases.filter((each) => each.verdict === verdict).length;
  const milliseconds = play.tasks
    .flatMap((task) => task.outcomes)
    .reduce((sum, { duration }) => sum + duration, 0);
  return {
    name: play.name,
    cases,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    seconds: inSeconds(milliseconds),
  };
}

function verdictOf({ status, ignored }: ReportedOutcome, changeIsDrift: boolean): Verdict {
  switch (status) {
    case 'ok':
      return undefined;
    case 'changed':
      return changeIsDrift ? 'failure' : undefined;
    case 'skipped':
      return 'skipped';
    case 'failed':
      return ignored ? undefined : 'failure';
    case 'unreachable':
      return ignored ? undefined : 'error';
  }
}

function textOf(outcome: ReportedOutcome): string {
  const items = outcome.items.map((item) =>
    [`item ${item.label}: ${item.status}`, item.details, item.diff].filter((part) => part !== '').join('\n'),
  );
  const reason = outcome.status === 'changed' ? 'would change' : outcome.details;
  return [reason, outcome.diff, ...items].filter((part) => part !== '').join('\n');
}

function inSeconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

/** XML 1.0 has no way at all to write most control characters: they are shown as U+FFFD. */
function withoutControls(xml: string): string {
  return xml.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
}
