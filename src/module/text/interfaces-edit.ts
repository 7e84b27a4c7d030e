/** A stanza `iface` of interfaces(5). */
export interface InterfaceStanza {
  readonly name: string;
  readonly family: string | undefined;
  readonly method: string | undefined;
  /** Where its first line is. */
  readonly header: number;
  readonly options: readonly InterfaceOption[];
}

export interface InterfaceOption {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

export interface InterfaceRequest {
  readonly iface: string;
  /** Only stanzas of this family. */
  readonly family: string | undefined;
  readonly option: string;
  /** Undefined: every value goes. */
  readonly value: string | undefined;
  readonly state: 'present' | 'absent';
}

/** Options that stand many times, each with a command of its own. */
export const commandOptions: readonly string[] = ['pre-up', 'up', 'down', 'post-up'];

const stanzaStart =
  /^(?:iface|mapping|auto|allow-\S+|no-auto-down|no-scripts|source|source-directory|rename|template)$/;

/** The lines of a text, each with the end it has. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The stanzas of a file; a text says which line belongs to none. */
export function interfacesIn(text: string): readonly InterfaceStanza[] | string {
  const stanzas: (InterfaceStanza & { readonly options: InterfaceOption[] })[] = [];
  let place: 'nowhere' | 'iface' | 'mapping' = 'nowhere';
  for (const [index, line] of linesOf(text).entries()) {
    const [word = '', ...rest] = line.trim().split(/\s+/);
    if (word === '' || word.startsWith('#')) continue;
    if (stanzaStart.test(word)) {
      place = word === 'iface' || word === 'mapping' ? word : 'nowhere';
      const [name = '', family, method] = rest;
      if (word === 'iface') stanzas.push({ name, family, method, header: index, options: [] });
      continue;
    }
    if (place === 'nowhere') return `line ${index + 1} is part of no interface: ${line.trim()}`;
    if (place === 'mapping') continue;
    const value = line.trim().slice(word.length).trim();
    stanzas.at(-1)?.options.push({ name: word, value, line: index });
  }
  return stanzas;
}

/** The text with the option of an interface as it shall be. The interface is there. */
export function editInterface(
  text: string,
  stanzas: readonly InterfaceStanza[],
  request: InterfaceRequest,
): string {
  const { option, value = '', state } = request;
  const own = stanzas.filter((stanza) => isMeant(stanza, request));
  const lines = linesOf(text);
  const found = own.flatMap(({ options }) => options.filter(({ name }) => name === option));
  if (state === 'absent') return without(lines, found, request);
  if (option === 'method') return withMethod(lines, own, value);
  const last = found.at(-1);
  if (commandOptions.includes(option)) {
    if (found.some((one) => one.value === value)) return text;
  } else if (last !== undefined) {
    return last.value === value ? text : withValue(lines, last, value);
  }
  return withOption(lines, { option, value, after: last ?? own.at(-1)?.options.at(-1), stanza: own.at(-1) });
}

/** Whether a stanza is of the interface, and of the family if one is given. */
export function isMeant(
  { name, family }: InterfaceStanza,
  wanted: Pick<InterfaceRequest, 'iface' | 'family'>,
): boolean {
  return name === wanted.iface && (wanted.family === undefined || wanted.family === family);
}

/** Of commands only the one that is given goes; of other options all, whatever they say. */
function without(
  lines: readonly string[],
  found: readonly InterfaceOption[],
  { option, value }: InterfaceRequest,
): string {
  const isOne = value !== undefined && commandOptions.includes(option);
  const gone = new Set(found.filter((one) => !isOne || one.value === value).map(({ line }) => line));
  return lines.filter((_, index) => !gone.has(index)).join('');
}

function withMethod(lines: readonly string[], own: readonly InterfaceStanza[], method: string): string {
  const headers = new Map(own.map((stanza) => [stanza.header, stanza]));
  return lines
    .map((line, index) => {
      const stanza = headers.get(index);
      if (stanza === undefined || stanza.method === method) return line;
      return line.replace(/^(\s*iface\s+\S+\s+\S+)(?:\s+\S+)?/, (_, start: string) => `${start} ${method}`);
    })
    .join('');
}

function withValue(
  lines: readonly string[],
  { line, value: before }: InterfaceOption,
  value: string,
): string {
  const old = lines[line] ?? '';
  const at = old.lastIndexOf(before);
  return lines.with(line, `${old.slice(0, at)}${value}${old.slice(at + before.length)}`).join('');
}

interface NewOption {
  readonly option: string;
  readonly value: string;
  readonly after: InterfaceOption | undefined;
  readonly stanza: InterfaceStanza | undefined;
}

/** Behind another option, indented as that one is, or behind the first line. */
function withOption(lines: readonly string[], { option, value, after, stanza }: NewOption): string {
  const place = after?.line ?? stanza?.header ?? lines.length - 1;
  const previous = lines[place] ?? '';
  const indent = after === undefined ? '    ' : (/^\s*/.exec(previous)?.[0] ?? '');
  const ended = previous.endsWith('\n') ? previous : `${previous}\n`;
  return lines
    .with(place, ended)
    .toSpliced(place + 1, 0, `${indent}${option} ${value}\n`)
    .join('');
}
