import { readSource } from '../../source/read.ts';
import { requireFile } from './files.ts';
import { inlineOptions, lookupError, requireTerm, textOption } from './options.ts';
import type { Lookup } from './types.ts';

/** The column of the row whose first column is the term; nothing when there is none and no `default`. */
export const csvfile: Lookup = (terms, options, context) =>
  terms.flatMap((each) => {
    const inline = inlineOptions(requireTerm(each, 'csvfile'), options, [
      'file',
      'delimiter',
      'col',
      'default',
      'encoding',
    ]);
    const written = textOption(inline.options, 'delimiter') ?? 'TAB';
    const delimiter = written === 'TAB' || written === '\\t' ? '\t' : written;
    if (delimiter.length !== 1) {
      throw lookupError(`the delimiter of a csvfile is one character or TAB, not '${written}'`);
    }
    const path = requireFile(textOption(inline.options, 'file') ?? 'ansible.csv', 'files', context);
    const row = parseCsv(readSource(path, { vault: context.vault }).text, delimiter).find(
      ([first]) => first === inline.term,
    );
    if (row === undefined) {
      const fallback = inline.options.get('default');
      return fallback === undefined || fallback === null ? [] : [fallback];
    }
    const column = Number(textOption(inline.options, 'col') ?? '1');
    const field = row.at(column);
    if (field === undefined) {
      throw lookupError(
        `the row '${inline.term}' of ${path} has ${row.length} columns, and column ${column} is asked for`,
      );
    }
    return [field];
  });

/** Rows of fields; fields in double quotes may hold delimiters, line ends and doubled quotes. */
export function parseCsv(
  text: string,
  delimiter: string,
  skipsInitialSpace = false,
): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  const endField = (): void => {
    row.push(field);
    field = '';
  };
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quoted) {
      if (character !== '"') {
        field += character;
      } else if (text.charAt(at + 1) === '"') {
        field += '"';
        at += 1;
      } else {
        quoted = false;
      }
    } else if (character === '"' && field === '') {
      quoted = true;
    } else if (character === delimiter) {
      endField();
    } else if (character === '\n') {
      endField();
      rows.push(row);
      row = [];
    } else if (character !== '\r' && !(skipsInitialSpace && field === '' && character === ' ')) {
      field += character;
    }
  }
  if (field !== '' || row.length > 0) {
    endField();
    rows.push(row);
  }
  return rows;
}
