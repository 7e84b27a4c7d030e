export interface IniWord {
  readonly text: string;
  /** Where it starts in the line. */
  readonly start: number;
  readonly end: number;
}

/**
 * The words of a host line, as a POSIX shell would split them: quotes group and go, a backslash escapes (inside
 * double quotes only itself and the quote), `#` outside quotes starts a comment wherever it stands. Undefined when a
 * quote is not closed or nothing follows a backslash.
 */
export function splitIniWords(line: string): readonly IniWord[] | undefined {
  const words: IniWord[] = [];
  const part = /\s+|#.*|\\([\s\S])|"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|([^\s#\\"']+)|[\s\S]/y;
  let word: { text: string; start: number } | undefined;
  const finish = (end: number): void => {
    if (word !== undefined) words.push({ ...word, end });
    word = undefined;
  };
  for (let match = part.exec(line); match !== null; match = part.exec(line)) {
    const [whole, escaped, double, single, plain] = match;
    if (/^[\s#]/.test(whole)) {
      finish(match.index);
      continue;
    }
    const text = escaped ?? double?.replace(/\\(["\\])/g, '$1') ?? single ?? plain;
    if (text === undefined) return undefined;
    word = { text: (word?.text ?? '') + text, start: word?.start ?? match.index };
  }
  finish(line.length);
  return words;
}
