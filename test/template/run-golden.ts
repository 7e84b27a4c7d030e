/** `npm run golden -- FILE [--json]`: plays a file of golden cases and says which of them differ from Ansible. */

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type GoldenCase,
  type GoldenFailure,
  readGoldenCases,
  readKnownGaps,
  startGoldenRunner,
} from './support/golden.ts';

const usage = `usage: npm run golden -- FILE [--json]

Renders every case of FILE (one JSON object a line, see test/cases/templating/README.md) and prints passes and failures
by area. Exit code 1 when a case fails that test/cases/templating/known-gaps.json does not name.
`;

interface FailedCase extends GoldenFailure {
  readonly case: GoldenCase;
  /** Why it is known to fail. */
  readonly reason: string | undefined;
}

interface Counts {
  passed: number;
  failed: number;
}

interface Summary {
  readonly areas: ReadonlyMap<string, Readonly<Counts>>;
  readonly failed: readonly FailedCase[];
}

/** Gives the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
  });
  const [path] = positionals;
  if (values.help || path === undefined || positionals.length > 1) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  const summary = runGolden(readGoldenCases(path));
  console.log(values.json ? JSON.stringify(document(summary), null, 2) : report(summary));
  return summary.failed.some(({ reason }) => reason === undefined) ? 1 : 0;
}

function runGolden(cases: readonly GoldenCase[]): Summary {
  const knownGaps = readKnownGaps(resolve('test/cases/templating/known-gaps.json'));
  const areas = new Map<string, Counts>();
  const failed: FailedCase[] = [];
  const runner = startGoldenRunner();
  try {
    for (const golden of cases) {
      const failure = runner.check(golden);
      const counts = areas.get(golden.area) ?? { passed: 0, failed: 0 };
      areas.set(golden.area, counts);
      if (failure === undefined) counts.passed += 1;
      else {
        counts.failed += 1;
        failed.push({ case: golden, ...failure, reason: knownGaps[golden.id] });
      }
    }
  } finally {
    runner.close();
  }
  return { areas, failed };
}

function totalOf({ areas }: Summary): Readonly<Counts> {
  const total = { passed: 0, failed: 0 };
  for (const { passed, failed } of areas.values()) {
    total.passed += passed;
    total.failed += failed;
  }
  return total;
}

function report(summary: Summary): string {
  const width = Math.max(5, ...[...summary.areas.keys()].map((area) => area.length));
  const row = (area: string, { passed, failed }: Counts): string =>
    `${area.padEnd(width)}  ${String(passed).padStart(5)} passed  ${String(failed).padStart(3)} failed`;
  const total = totalOf(summary);
  const percent = (100 * total.passed) / Math.max(1, total.passed + total.failed);
  return [
    ...[...summary.areas].map(([area, counts]) => row(area, counts)),
    `${row('total', total)}  (${percent.toFixed(2)} %)`,
    ...summary.failed.map(failureText),
  ].join('\n');
}

function failureText({ case: { id, area, kind, template }, expected, got, reason }: FailedCase): string {
  const known = reason === undefined ? '' : `\n  known:    ${reason}`;
  return `\n${id} (${area}, ${kind}): ${JSON.stringify(template)}\n  expected: ${expected}\n  got:      ${got}${known}`;
}

/** `{total, passed, failed, unexpected, areas: {name: {passed, failed}}, failures: [...]}` */
function document(summary: Summary): unknown {
  const { passed, failed } = totalOf(summary);
  return {
    total: passed + failed,
    passed,
    failed,
    unexpected: summary.failed.filter(({ reason }) => reason === undefined).length,
    areas: Object.fromEntries(summary.areas),
    failures: summary.failed.map(({ case: { id, area, kind, template }, expected, got, reason }) => ({
      id,
      area,
      kind,
      template,
      expected,
      got,
      known: reason,
    })),
  };
}
