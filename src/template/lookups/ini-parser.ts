import { lookupError } from './options.ts';

/** Keys and their values; null for a key without one. */
export type IniSection = ReadonlyMap<string, string | null>;

export interface IniOptions {
  readonly path: string;
  readonly caseSensitive: boolean;
  /** Whether a key may stand alone on its line. */
  readonly valuesOptional: boolean;
}

/** Sections as Python's configparser reads them: indented lines continue a value, `%(key)s` stands for another. */
export function parseIni(text: string, options: IniOptions): ReadonlyMap<string, IniSection> {
  const sections = new Map<string, Map<string, string | null>>();
  let section: Map<string, string | null> | undefined;
  let key: string | undefined;
  text.split(/\r?\n/).forEach((line, index) => {
    const content = line.trim();
    if (content === '' || /^[#;]/.test(content)) {
      return;
    }
    const open = key === undefined ? undefined : section?.get(key);
    if (/^\s/.test(line) && key !== undefined && typeof open === 'string') {
      section?.set(key, open === '' ? content : `${open}\n${content}`);
      return;
    }
    const header = /^\[([^\]]+)\]/.exec(content)?.[1];
    if (header !== undefined) {
      section = sections.get(header) ?? new Map();
      sections.set(header, section);
      key = undefined;
      return;
    }
    const pair = /^(.*?)\s*[=:]\s*(.*)$/.exec(content);
    const name = pair?.[1] ?? content;
    if (section === undefined || name === '' || (pair === null && !options.valuesOptional)) {
      throw lookupError(`${options.path} is not an ini file: line ${index + 1} is '${content}'`);
    }
    key = options.caseSensitive ? name : name.toLowerCase();
    section.set(key, pair?.[2] ?? null);
  });
  const defaults = sections.get('DEFAULT');
  return new Map(
    Array.from(
      sections,
      ([name, own]) => [name, interpolated(new Map([...(defaults ?? []), ...own]))] as const,
    ),
  );
}

const DEEPEST = 10;

function interpolated(section: IniSection): IniSection {
  const expand = (value: string, depth: number): string =>
    value.replace(/%(?:%|\(([^)]+)\)s)/g, (whole, name?: string) => {
      if (name === undefined) {
        return '%';
      }
      const other = section.get(name.toLowerCase()) ?? section.get(name);
      return typeof other === 'string' && depth < DEEPEST ? expand(other, depth + 1) : whole;
    });
  return new Map(
    Array.from(section, ([key, value]) => [key, value === null ? null : expand(value, 0)] as const),
  );
}
