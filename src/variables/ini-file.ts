import { lineStarts } from '../source/diagnostics.ts';
import type { SourceFile, Span } from '../source/span.ts';

export interface IniEntry {
  readonly value: string;
  readonly span: Span;
}

/** Sections of a configuration file: key and section names as `section.key`, in lower case. */
export type IniFile = ReadonlyMap<string, IniEntry>;

/**
 * Reads `key = value` (or `key: value`) in sections as Python's configparser does: `#` and `;` start comment lines,
 * ` ;` a comment after a value, an indented line goes on with the value before it. Lines that are neither are left
 * out.
 */
export function parseIniFile(file: SourceFile): IniFile {
  const entries = new Map<string, IniEntry>();
  const starts = lineStarts(file);
  let section = '';
  let last: string | undefined;
  for (const [index, start] of starts.entries()) {
    const line = file.text.slice(start, starts[index + 1] ?? file.text.length).replace(/[\r\n]+$/, '');
    if (/^\s*(?:[#;].*)?$/.test(line)) continue;
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    const [, key, text] = /^([^\s=:][^=:]*?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    const known = last === undefined ? undefined : entries.get(last);
    if (header !== undefined) {
      section = header.trim().toLowerCase();
      last = undefined;
    } else if (/^\s/.test(line) && last !== undefined && known !== undefined) {
      entries.set(last, { ...known, value: `${known.value}\n${line.trim()}`.trim() });
    } else if (key !== undefined && text !== undefined) {
      last = `${section}.${key.toLowerCase()}`;
      const span = { file, start: start + line.length - text.length, end: start + line.length };
      entries.set(last, { value: text.replace(/\s+;.*$/, '').trim(), span });
    }
  }
  return entries;
}
