import { TsplayError } from '../../../errors.ts';
import { exitCodes } from '../../exit-codes.ts';
import { processTerminal, type Terminal } from '../../output.ts';
import { printDiagnostics } from '../../report-error.ts';

/** Runs one verb of `tsplay vault`. What is wrong with its input is exit code 1, whatever it is, as ansible-vault's. */
export async function runVaultVerb(verb: (terminal: Terminal) => Promise<void>): Promise<number> {
  const terminal = processTerminal({ stdoutIsData: true });
  try {
    await verb(terminal);
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof TsplayError) || error.fault === 'internal') throw error;
    printDiagnostics(error.diagnostics, terminal);
    return exitCodes.error;
  }
}
