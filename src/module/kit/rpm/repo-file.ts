import { ModuleFailure } from '../../result.ts';

/** A `.repo` file: its sections in their order, each with its options in theirs. */
export type RepoFile = readonly RepoSection[];

export interface RepoSection {
  readonly name: string;
  /** By name, in small letters. A value of several lines has line ends between them. */
  readonly options: ReadonlyMap<string, string>;
}

/** Its options count in every other section. */
const defaults = 'DEFAULT';

/**
 * Reads a `.repo` file as Python's configparser does: `=` or `:` after the name, lines further in than the name belong
 * to its value, lines that begin with `#` or `;` are comments. Throws ModuleFailure for what is none.
 */
export function parseRepoFile(text: string, path: string): RepoFile {
  const sections: { name: string; options: Map<string, string[]> }[] = [];
  let value: string[] | undefined;
  let indent = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const content = line.trim();
    const refuse = (why: string): ModuleFailure =>
      new ModuleFailure(`${path}, line ${index + 1}: ${why}: '${content}'`);
    if (content === '') value?.push('');
    if (content === '' || content.startsWith('#') || content.startsWith(';')) continue;
    const depth = line.length - line.trimStart().length;
    if (value !== undefined && depth > indent) {
      value.push(content);
      continue;
    }
    indent = depth;
    const header = /^\[(.+)\]/.exec(content)?.[1];
    if (header !== undefined) {
      if (sections.some(({ name }) => name === header)) throw refuse('the section is there twice');
      sections.push({ name: header, options: new Map() });
      value = undefined;
      continue;
    }
    const section = sections.at(-1);
    if (section === undefined) throw refuse('a section is expected');
    const [, option, first = ''] = /^([^=:]*?)\s*[=:]\s*(.*)$/.exec(content) ?? [];
    if (option === undefined || option === '') throw refuse('an option and its value are expected');
    const name = option.toLowerCase();
    if (section.options.has(name)) throw refuse('the option is there twice');
    value = [first];
    section.options.set(name, value);
  }
  return sections.map(({ name, options }) => ({
    name,
    options: new Map([...options].map(([option, lines]) => [option, lines.join('\n').trimEnd()])),
  }));
}

/** The file's text: comments are gone, and an empty line ends each section. */
export function formatRepoFile(file: RepoFile): string {
  const [common, others] = parted(file);
  return [...common.filter(({ options }) => options.size > 0), ...others]
    .map(({ name, options }) => sectionText(name, [...options], '\n\t'))
    .join('');
}

/** The file for comparing and showing: sections and options by their names, with the common options in each. */
export function canonicalRepoFile(file: RepoFile): string {
  const [common, others] = parted(file);
  const shared = common.flatMap(({ options }) => [...options]);
  return others
    .toSorted((a, b) => compareText(a.name, b.name))
    .map(({ name, options }) => {
      const all = new Map([...shared, ...options]);
      return sectionText(
        name,
        [...all].sort(([a], [b]) => compareText(a, b)),
        '\n',
      );
    })
    .join('');
}

/** The file with a section that has these options and no others, at its end; without it when there are none. */
export function replaceSection(
  file: RepoFile,
  name: string,
  options: ReadonlyMap<string, string> | undefined,
): RepoFile {
  const others = file.filter((section) => section.name !== name);
  if (options === undefined) return others;
  const sorted = [...options].sort(([a], [b]) => compareText(a, b));
  return [...others, { name, options: new Map(sorted) }];
}

/** Whether a repository is left in it. */
export function hasRepositories(file: RepoFile): boolean {
  return file.some(({ name }) => name !== defaults);
}

function parted(file: RepoFile): readonly [RepoFile, RepoFile] {
  return [file.filter(({ name }) => name === defaults), file.filter(({ name }) => name !== defaults)];
}

function sectionText(name: string, options: readonly (readonly [string, string])[], lineEnd: string): string {
  const lines = options.map(([option, value]) => `${option} = ${value.replaceAll('\n', lineEnd)}\n`);
  return `[${name}]\n${lines.join('')}\n`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
