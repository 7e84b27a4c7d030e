import { stripVTControlCharacters } from 'node:util';
import { str } from '../../values/printing.ts';
import type { ReadonlyDict } from '../../values/types.ts';

/** Characters of each stream that a report shows: its end, where the reason stands. */
const SHOWN = 4000;

/** Why something failed, as text: the message, and what the program printed. */
export function failureDetails(result: ReadonlyDict): string {
  const parts = [textAt(result, 'msg')];
  const rc = result.get('rc');
  if (typeof rc === 'number') parts.push(`exit status ${rc}`);
  for (const stream of ['stderr', 'stdout']) {
    const text = textAt(result, stream);
    if (text !== '') parts.push(`${stream}:\n${endOf(text)}`);
  }
  return parts.filter((part) => part !== '').join('\n');
}

function textAt(result: ReadonlyDict, key: string): string {
  const value = result.get(key);
  return value === undefined || value === null ? '' : stripVTControlCharacters(str(value)).trimEnd();
}

function endOf(text: string): string {
  return text.length <= SHOWN
    ? text
    : `(the last ${SHOWN} of ${text.length} characters)\n${text.slice(-SHOWN)}`;
}
