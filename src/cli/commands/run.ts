import { createHumanReporter } from '../../reporters/human.ts';
import { createJsonReporter } from '../../reporters/json.ts';
import { exitCodeOfDiagnostics } from '../exit-codes.ts';
import { renderListing } from '../listing.ts';
import { isListing, type PlaybookOptions } from '../options.ts';
import { processTerminal, type Terminal } from '../output.ts';
import { playOnTerminal } from '../play.ts';
import { type PreparedRun, prepareRun } from '../prepare.ts';
import { printDiagnostics } from '../report-error.ts';
import { openReports } from '../reports.ts';

/** `tsplay run`: reads, refuses what can be refused, lists if asked to, plays. Returns the exit code. */
export async function runCommand(playbooks: readonly string[], options: PlaybookOptions): Promise<number> {
  const terminal = processTerminal({ color: options.color });
  const reports = await openReports(options.report);
  const prepared = await prepareRun(playbooks, options);
  printDiagnostics(prepared.diagnostics, terminal);
  const refused = exitCodeOfDiagnostics(prepared.diagnostics);
  if (refused !== 0) return refused;
  if (isListing(options) || options.syntaxCheck === true) {
    list(prepared, { options, terminal });
    return 0;
  }
  const reporter =
    options.output === 'json'
      ? createJsonReporter()
      : createHumanReporter({
          verbosity: options.verbose,
          color: terminal.color,
          columns: terminal.columns,
          showCustomStats: prepared.settings.showCustomStats,
        });
  try {
    return await playOnTerminal(prepared.request, { terminal, reporter, observe: reports?.observe });
  } finally {
    await reports?.write();
  }
}

function list(
  prepared: PreparedRun,
  { options, terminal }: { readonly options: PlaybookOptions; readonly terminal: Terminal },
): void {
  const { playbooks, options: run } = prepared.request;
  if (options.syntaxCheck === true) {
    const names = playbooks.map((playbook) => `\nplaybook: ${playbook.file.path}\n`);
    terminal.write([{ stream: 'stdout', text: names.join('') }]);
    return;
  }
  const text = renderListing(playbooks, {
    hosts: options.listHosts ?? false,
    tasks: options.listTasks ?? false,
    tags: options.listTags ?? false,
    selection: run.tags,
    hostsOf: prepared.hostsOf,
    render: prepared.render,
  });
  terminal.write([{ stream: 'stdout', text }]);
}
