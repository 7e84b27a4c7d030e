import { quote } from './quote.ts';

/** A word of a command line that is shown to people: in quotes only where a shell needs them. */
export function shownWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : quote(word);
}
