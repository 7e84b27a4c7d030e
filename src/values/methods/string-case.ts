import type { Method } from './table.ts';

/** `'hello wORLD'` -> `'Hello World'`: every run of letters begins with a capital. */
export function titleCase(text: string): string {
  return text.replace(/[\p{L}\p{M}]+/gu, (word) => {
    const [first = '', ...rest] = word;
    return first.toUpperCase() + rest.join('').toLowerCase();
  });
}

/** The first character in upper case, the others in lower case. */
export function capitalize(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length).toLowerCase();
}

function swapCase(text: string): string {
  return Array.from(text, (character) => {
    const upper = character.toUpperCase();
    return character === upper ? character.toLowerCase() : upper;
  }).join('');
}

export const caseMethods: Readonly<Record<string, Method<string>>> = {
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  casefold: (text) => text.toUpperCase().toLowerCase().replaceAll('ß', 'ss'),
  capitalize: (text) => capitalize(text),
  title: (text) => titleCase(text),
  swapcase: (text) => swapCase(text),
};
