/** A text made out of another: its characters, and where each of them stood there (UTF-16 offsets). */
export interface MappedText {
  readonly text: string;
  readonly offsets: readonly number[];
}

/** `source[from, to)`, as it stands. */
export function mappedSlice(source: string, from: number, to: number): MappedText {
  return { text: source.slice(from, to), offsets: Array.from({ length: to - from }, (_, at) => from + at) };
}

/** The parts one after another, each character where it stood. */
export function concatMapped(parts: readonly MappedText[]): MappedText {
  return { text: parts.map(({ text }) => text).join(''), offsets: parts.flatMap(({ offsets }) => offsets) };
}

/** Without the white space at both ends. */
export function trimMapped({ text, offsets }: MappedText): MappedText {
  const start = text.length - text.trimStart().length;
  const end = start + text.trim().length;
  return { text: text.slice(start, end), offsets: offsets.slice(start, end) };
}

/** Replaces every match; all of a replacement stands where its match began. */
export function replaceMapped(
  mapped: MappedText,
  pattern: RegExp,
  replacement: (match: RegExpExecArray) => string,
): MappedText {
  const parts: MappedText[] = [];
  const keep = (from: number, to: number): void => {
    parts.push({ text: mapped.text.slice(from, to), offsets: mapped.offsets.slice(from, to) });
  };
  let last = 0;
  for (const match of mapped.text.matchAll(pattern)) {
    keep(last, match.index);
    const text = replacement(match);
    parts.push({ text, offsets: new Array<number>(text.length).fill(mapped.offsets[match.index] ?? 0) });
    last = match.index + match[0].length;
  }
  keep(last, mapped.text.length);
  return concatMapped(parts);
}
