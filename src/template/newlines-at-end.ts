/** How many newlines a text ends with. */
export function newlinesAtEnd(text: string): number {
  let count = 0;
  while (text.charAt(text.length - 1 - count) === '\n') {
    count += 1;
  }
  return count;
}
