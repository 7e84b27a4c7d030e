export interface IniRequest {
  /** Undefined: what stands before the first section. */
  readonly section: string | undefined;
  /** Undefined: the section itself. */
  readonly option: string | undefined;
  /** Undefined among them: the option stands alone, without `=`. */
  readonly values: readonly (string | undefined)[];
  readonly state: 'present' | 'absent';
  /** These values and no others. */
  readonly exclusive: boolean;
  /** What stands between option and value. */
  readonly equals: ' = ' | '=';
}

export interface IniEdit {
  readonly text: string;
  /** What was done; empty when nothing was. */
  readonly message: string;
}

/** Where the lines of a section begin and end, its header not among them. */
interface Section {
  readonly header: number;
  readonly end: number;
}

/** Makes the lines of one option, or a section, stand in an INI file, or takes them out. Other lines stay as they are. */
export function editIni(text: string, request: IniRequest): IniEdit {
  const isOpen = text !== '' && !text.endsWith('\n');
  const lines = text === '' ? [''] : text.split('\n').slice(0, isOpen ? undefined : -1);
  const section = findSection(lines, request.section);
  const edited =
    request.state === 'absent' ? without(lines, section, request) : withLines(lines, section, request);
  if (edited === undefined) return { text, message: '' };
  const result = edited.lines.map((line) => `${line}\n`).join('');
  return result === text ? { text, message: '' } : { text: result, message: edited.message };
}

interface EditedLines {
  readonly lines: readonly string[];
  readonly message: string;
}

function findSection(lines: readonly string[], name: string | undefined): Section | undefined {
  const header = name === undefined ? -1 : lines.findIndex((line) => line.startsWith(`[${name}]`));
  if (name !== undefined && header < 0) return undefined;
  const next = lines.findIndex((line, index) => index > header && line.startsWith('['));
  return { header, end: next < 0 ? lines.length : next };
}

function without(
  lines: readonly string[],
  section: Section | undefined,
  { option, values, exclusive }: IniRequest,
): EditedLines | undefined {
  if (section === undefined) return undefined;
  if (option === undefined)
    return {
      lines: lines.toSpliced(section.header, section.end - section.header),
      message: 'section removed',
    };
  const isUnwanted = (line: string): boolean => {
    const found = optionIn(line, option);
    if (found === undefined || found.isComment) return false;
    return exclusive || values.includes(found.value);
  };
  const kept = lines.filter((line, index) => !isIn(section, index) || !isUnwanted(line));
  return kept.length === lines.length ? undefined : { lines: kept, message: 'option removed' };
}

function withLines(
  lines: readonly string[],
  section: Section | undefined,
  request: IniRequest,
): EditedLines | undefined {
  const { option, section: name } = request;
  const end = lines[0]?.endsWith('\r') === true ? '\r' : '';
  const wanted = [...new Set(request.values)];
  const lineOf = (value: string | undefined): string =>
    `${option}${value === undefined ? '' : `${request.equals}${value}`}${end}`;
  if (section === undefined) {
    const options = option === undefined ? [] : wanted.map(lineOf);
    const message = option === undefined ? 'section added' : 'section and option added';
    return { lines: [...lines, `[${name}]${end}`, ...options], message };
  }
  if (option === undefined) return undefined;
  const { edited, rest } = settle(lines, section, { ...request, option, wanted, lineOf });
  const place = placeOfNew(lines, section);
  const result = edited.flatMap((line, index) => [
    ...(line === undefined ? [] : [line]),
    ...(index === place ? rest.map(lineOf) : []),
  ]);
  const added = place < 0 ? [...rest.map(lineOf), ...result] : result;
  return { lines: added, message: rest.length > 0 ? 'option added' : 'option changed' };
}

interface Settling extends IniRequest {
  readonly option: string;
  readonly wanted: readonly (string | undefined)[];
  lineOf(value: string | undefined): string;
}

/**
 * The lines with those of the option settled, undefined for one that goes, and the values that have no line yet. A line
 * with a value that is wanted stays where it is; when no other values may be, the next lines of the option take those
 * that are left, commented ones among them.
 */
function settle(
  lines: readonly string[],
  section: Section,
  { option, exclusive, wanted, lineOf }: Settling,
): { readonly edited: readonly (string | undefined)[]; readonly rest: readonly (string | undefined)[] } {
  const rest = [...wanted];
  const settled = new Map<number, string | undefined>();
  const places = lines.flatMap((line, index) => {
    const found = isIn(section, index) ? optionIn(line, option) : undefined;
    return found === undefined ? [] : [{ index, value: found.value }];
  });
  for (const { index, value } of places) {
    const at = rest.findIndex((one) => one?.trim() === value);
    if (at < 0) continue;
    settled.set(index, lineOf(rest[at]));
    rest.splice(at, 1);
  }
  for (const { index } of exclusive ? places : []) {
    if (settled.has(index)) continue;
    settled.set(index, rest.length > 0 ? lineOf(rest[0]) : undefined);
    rest.shift();
  }
  return { edited: lines.map((line, index) => (settled.has(index) ? settled.get(index) : line)), rest };
}

/** Behind the last line of the section that is neither blank nor a comment; -1 for the very beginning. */
function placeOfNew(lines: readonly string[], section: Section): number {
  return lines.findLastIndex(
    (line, index) => index === section.header || (isIn(section, index) && !/^\s*(?:[#;].*)?$/.test(line)),
  );
}

function isIn({ header, end }: Section, index: number): boolean {
  return index > header && index < end;
}

/** The value that a line gives the option, also one that is commented out; undefined when it is about something else. */
function optionIn(
  line: string,
  option: string,
): { readonly value: string | undefined; readonly isComment: boolean } | undefined {
  const text = line.trim();
  const mark = /^[#;]\s*/.exec(text)?.[0] ?? '';
  const isComment = mark !== '' && !text.startsWith(option);
  const body = isComment ? text.slice(mark.length) : text;
  if (!body.startsWith(option)) return undefined;
  const rest = body.slice(option.length).trimStart();
  if (rest.startsWith('=')) return { value: rest.slice(1).trim(), isComment };
  return rest === '' && !isComment ? { value: undefined, isComment } : undefined;
}
