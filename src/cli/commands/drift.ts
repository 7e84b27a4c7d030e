import type { RunEvent } from '../../engine/events.ts';
import {
  DriftCollector,
  driftExitCode,
  type HostDrift,
  renderDriftSummary,
} from '../../reporters/drift-summary.ts';
import { createHumanReporter } from '../../reporters/human.ts';
import type { Reporter } from '../../reporters/types.ts';
import { fromJs } from '../../values/convert.ts';
import { formatJson } from '../../values/json.ts';
import { exitCodeOfDiagnostics, exitCodes } from '../exit-codes.ts';
import type { PlaybookOptions } from '../options.ts';
import { processTerminal } from '../output.ts';
import { playOnTerminal } from '../play.ts';
import { prepareRun } from '../prepare.ts';
import { printDiagnostics } from '../report-error.ts';
import { openReports } from '../reports.ts';

/**
 * `tsplay drift`: check mode with diffs, for CI. Exit code 0 all in line, 2 something drifted, 1 an error or a failed
 * host, 4 a host could not be reached.
 */
export async function driftCommand(playbooks: readonly string[], options: PlaybookOptions): Promise<number> {
  const json = options.output === 'json';
  const terminal = processTerminal({ color: options.color, stdoutIsData: json });
  const reports = await openReports(options.report);
  const prepared = await prepareRun(playbooks, { ...options, check: true, diff: true });
  printDiagnostics(prepared.diagnostics, terminal);
  if (exitCodeOfDiagnostics(prepared.diagnostics) !== 0) return exitCodes.error;

  const drift = new DriftCollector();
  const { color, columns } = terminal;
  const reporter: Reporter = json
    ? { report: () => [] }
    : createHumanReporter({ verbosity: options.verbose, color, columns });
  const observe = (event: RunEvent): void => {
    drift.add(event);
    reports?.observe(event);
  };
  const code = await playOnTerminal(prepared.request, { terminal, reporter, observe }).finally(() =>
    reports?.write(),
  );
  const hosts = drift.hosts();
  const text = json
    ? `${formatJson(driftDocument(hosts), { indent: 2 })}\n`
    : renderDriftSummary(hosts, { color });
  terminal.write([{ stream: 'stdout', text }]);
  return code === exitCodes.interrupted ? code : driftExitCode(hosts);
}

/** `{summary: {in_line, drifted, failed, unreachable}, hosts: [{host, verdict, drifts, problems}]}` */
function driftDocument(hosts: readonly HostDrift[]): ReturnType<typeof fromJs> {
  const count = (verdict: HostDrift['verdict']): number =>
    hosts.filter((host) => host.verdict === verdict).length;
  return fromJs({
    summary: {
      in_line: count('in line'),
      drifted: count('drifted'),
      failed: count('failed'),
      unreachable: count('unreachable'),
    },
    hosts: hosts.map(({ host, verdict, drifts, problems }) => ({ host, verdict, drifts, problems })),
  });
}
