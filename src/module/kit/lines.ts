/** Python's str.splitlines: all of Unicode's line ends, and none at the end. */
export function lines(text: string): readonly string[] {
  const all = text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
  if (all.at(-1) === '') all.pop();
  return all;
}
