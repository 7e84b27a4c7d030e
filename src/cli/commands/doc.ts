import type { Diagnostic } from '../../errors.ts';
import type { AnyModule } from '../../module/define.ts';
import { moduleNames } from '../../module/names.ts';
import { modules } from '../../modules/index.ts';
import { didYouMean } from '../../util/nearest.ts';
import { docList, docPage } from '../doc-page.ts';
import { exitCodes } from '../exit-codes.ts';
import { processTerminal } from '../output.ts';
import { printDiagnostics } from '../report-error.ts';

export interface DocOptions {
  readonly color?: boolean;
}

/** `tsplay doc`: the pages of these modules; without a name, a line of each that there is. Returns the exit code. */
export async function docCommand(names: readonly string[], options: DocOptions): Promise<number> {
  const terminal = processTerminal({ color: options.color });
  if (names.length === 0) {
    terminal.write([{ stream: 'stdout', text: docList(modules) }]);
    return exitCodes.ok;
  }
  const byName = new Map<string, AnyModule>(
    modules.flatMap((module) => moduleNames(module).map((name) => [name, module] as const)),
  );
  const found = names.flatMap((name) => byName.get(name) ?? []);
  const unknown = names
    .filter((name) => !byName.has(name))
    .map(
      (name): Diagnostic => ({
        severity: 'error',
        code: 'unknown-module',
        message: `no module '${name}' comes with tsplay`,
        hint: didYouMean(name, byName.keys()) ?? 'tsplay doc lists those that do',
      }),
    );
  const text = found.map((module) => docPage(module, terminal)).join('\n');
  terminal.write([{ stream: 'stdout', text }]);
  printDiagnostics(unknown, terminal);
  return unknown.length === 0 ? exitCodes.ok : exitCodes.usage;
}
