import type { Filter } from '../../../jinja/plugins.ts';
import { bindArguments } from '../../../values/arguments.ts';
import { assertDefined } from '../../../values/equality.ts';
import { valueError } from '../../../values/errors.ts';
import { toList } from '../../../values/iterate.ts';
import { isTruthy } from '../../../values/truth.ts';
import type { Dict, Value } from '../../../values/types.ts';
import { parseCsv } from '../../lookups/csv.ts';
import { optionalText, requireChoice, requireText } from '../arguments.ts';

/** community.general's from_csv: a dict for each row, by the names of the first one (or by `fieldnames`). */
export const fromCsv: Filter = (value, args) => {
  const names = ['dialect', 'fieldnames', 'delimiter', 'skipinitialspace', 'strict'] as const;
  const bound = bindArguments('from_csv', args, names, {
    dialect: 'excel',
    fieldnames: null,
    delimiter: null,
    skipinitialspace: null,
    strict: null,
  });
  assertDefined(value);
  const dialect = requireChoice(bound.dialect, ['excel', 'excel-tab', 'unix'], "from_csv's dialect");
  const delimiter = optionalText(bound.delimiter) ?? (dialect === 'excel-tab' ? '\t' : ',');
  if (delimiter.length !== 1) throw valueError(`from_csv's delimiter is one character, not '${delimiter}'`);
  const text = requireText(value, 'the input of from_csv');
  const skips = bound.skipinitialspace !== null && isTruthy(bound.skipinitialspace);
  const rows = parseCsv(text, delimiter, skips).filter((row) => row.length > 1 || row[0] !== '');
  const given = bound.fieldnames === null ? undefined : toList(bound.fieldnames);
  const fields: readonly Value[] = given ?? rows[0] ?? [];
  return (given === undefined ? rows.slice(1) : rows).map((row) => entryOf(fields, row));
};

/** A field without a text is None; texts without a field are a list under None. */
function entryOf(fields: readonly Value[], row: readonly string[]): Dict {
  const entry: Dict = new Map(fields.map((field, index) => [field, row[index] ?? null]));
  if (row.length > fields.length) entry.set(null, row.slice(fields.length));
  return entry;
}
