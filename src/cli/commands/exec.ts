import { type Diagnostic, TsplayError } from '../../errors.ts';
import { selectHosts } from '../../inventory/patterns.ts';
import { createAdHocReporter } from '../../reporters/ad-hoc.ts';
import { createJsonReporter } from '../../reporters/json.ts';
import { loadAdHoc } from '../ad-hoc.ts';
import { checkProject } from '../check-project.ts';
import { exitCodeOfDiagnostics, exitCodes } from '../exit-codes.ts';
import { loadContext, prepareGround } from '../ground.ts';
import type { InventoryOptions, TaskOptions } from '../options.ts';
import { processTerminal } from '../output.ts';
import { playOnTerminal } from '../play.ts';
import { createRequest } from '../prepare.ts';
import { printDiagnostics } from '../report-error.ts';

export interface ExecOptions extends InventoryOptions, TaskOptions {
  readonly moduleName: string;
  readonly args: string;
}

/** `tsplay exec`: one module on the hosts of a pattern. Returns the exit code. */
export async function execCommand(pattern: string, options: ExecOptions): Promise<number> {
  const terminal = processTerminal({ color: options.color });
  const ground = await prepareGround(options);
  const { builtins } = ground;
  const diagnostics: Diagnostic[] = [...ground.diagnostics];
  const report = { warn: (diagnostic: Diagnostic) => diagnostics.push(diagnostic) };
  const hosts = selectHosts({ pattern, limit: ground.limit, inventory: ground.inventory, report });
  const { moduleName: module, args } = options;
  const read = loadAdHoc({ pattern, module, args, context: loadContext(ground) });
  diagnostics.push(...read.diagnostics);
  if (read.playbook !== undefined) diagnostics.push(...(await checkProject([read.playbook], builtins)));
  printDiagnostics(diagnostics, terminal);
  const refused = exitCodeOfDiagnostics(diagnostics);
  if (refused !== 0) return refused;
  if (read.playbook === undefined) {
    throw new TsplayError({ code: 'ad-hoc', message: 'nothing was read', fault: 'internal' });
  }
  if (options.listHosts === true) {
    const names = hosts.map((host) => `    ${host.name}\n`).join('');
    terminal.write([{ stream: 'stdout', text: `  hosts (${hosts.length}):\n${names}` }]);
    return exitCodes.ok;
  }
  if (hosts.length === 0) {
    terminal.write([{ stream: 'stderr', text: '[WARNING]: No hosts matched, nothing to do\n' }]);
    return exitCodes.ok;
  }
  const request = await createRequest({ playbooks: [read.playbook], ground, options });
  const reporter =
    options.output === 'json'
      ? createJsonReporter()
      : createAdHocReporter({ verbosity: options.verbose, color: terminal.color, columns: terminal.columns });
  return playOnTerminal(request, { terminal, reporter });
}
