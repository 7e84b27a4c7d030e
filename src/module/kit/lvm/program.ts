import type { ModuleContext } from '../../context.ts';
import { ModuleFailure, type ResultData } from '../../result.ts';
import { type Captured, captured } from '../captured.ts';
import { quote } from '../quote.ts';
import { mapReading, type Reading } from '../reading.ts';
import { type ProgramOutput, runOrFail } from '../run-or-fail.ts';
import { splitWords } from '../split-words.ts';

/** LVM complains of each file that is open in the shell that calls it; sizes are to be plain numbers. */
const preparation = 'export LVM_SUPPRESS_FD_WARNINGS=1 LC_ALL=C';

const separator = ';';

/**
 * Rows that one of LVM's reports prints, each a list of columns; sizes are bytes. A report that fails is a failure of
 * the reading: what is there is not known then.
 */
export function reportRows(
  report: 'pvs' | 'vgs' | 'lvs',
  columns: readonly string[],
  operands: readonly string[] = [],
): Reading<ReportOutput> {
  const words = [report, '--noheadings', '--nosuffix', '--units', 'b', '--separator', quote(separator)];
  return mapReading(
    captured([...words, '-o', columns.join(','), ...operands.map(quote)].join(' '), preparation),
    (output) => ({ ...output, rows: rowsIn(output, columns.length), report }),
  );
}

export interface ReportOutput extends Captured {
  readonly report: string;
  readonly rows: readonly (readonly string[])[];
}

function rowsIn({ stdout }: Captured, columns: number): readonly (readonly string[])[] {
  return stdout
    .split('\n')
    .map((line) => line.trim().split(separator))
    .filter((row) => row.length === columns);
}

/** The rows; a ModuleFailure when the report failed. */
export function rowsOrFail({ report, rows, rc, stdout, stderr }: ReportOutput): ReportOutput['rows'] {
  if (rc === 127) throw new ModuleFailure(`there is no ${report} on the target: LVM is not installed`);
  if (rc !== 0) throw new ModuleFailure(`${report} failed: ${stderr.trim()}`, { rc, stdout, stderr });
  return rows;
}

/** Commands of LVM, the words of each quoted here; the first that fails is the last. */
export function runLvm(
  context: ModuleContext,
  commands: readonly (readonly string[])[],
  options: { readonly failure: string; readonly data?: Readonly<Record<string, ResultData>> },
): Promise<ProgramOutput> {
  const lines = commands.map((words) => words.map(quote).join(' '));
  return runOrFail(context, `${preparation}\n${lines.join(' &&\n')}`, options);
}

/** A volume's name: letters, digits, and `+_.-`, with no dash in front. */
export function refuseOddName(module: string, name: string): void {
  if (!/^[A-Za-z0-9+_.][A-Za-z0-9+_.-]*$/.test(name) || name === '.' || name === '..') {
    throw new ModuleFailure(`${module}: '${name}' is no name of LVM: letters, digits and +_.- make one`);
  }
}

/** Options that a task gives in one text, by words as a shell would split them. */
export function optionWords(module: string, name: string, text: string): readonly string[] {
  const words = splitWords(text);
  if (words === undefined) throw new ModuleFailure(`${module}: a quote in ${name} is not closed: ${text}`);
  return words;
}
