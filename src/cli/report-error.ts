import { type Diagnostic, TsplayError } from '../errors.ts';
import { renderDiagnostic } from '../source/code-frame.ts';
import { exitCodeOfDiagnostics, exitCodes } from './exit-codes.ts';
import { processTerminal, type Terminal } from './output.ts';

/** Prints everything that was found, warnings first, each with its place and hint. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], terminal: Terminal): void {
  const ordered = [...diagnostics].sort((a, b) => rank(a) - rank(b));
  terminal.write(
    ordered.map((diagnostic) => ({
      stream: 'stderr',
      text: `${renderDiagnostic(diagnostic, { color: terminal.color })}\n\n`,
    })),
  );
}

function rank(diagnostic: Diagnostic): number {
  return diagnostic.severity === 'warning' ? 0 : 1;
}

/** The last resort: what a command threw, as text and exit code. Only faults of tsplay itself show a stack. */
export function reportError(error: unknown): number {
  const terminal = processTerminal();
  if (error instanceof TsplayError && error.fault !== 'internal') {
    printDiagnostics(error.diagnostics, terminal);
    return exitCodeOfDiagnostics(error.diagnostics) || exitCodes.error;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.write([{ stream: 'stderr', text: `tsplay itself failed; please report this:\n${stack}\n` }]);
  return exitCodes.error;
}
