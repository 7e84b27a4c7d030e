/** The fields of one stanza of a .sources file, by name, in their order; a value of several lines holds line breaks. */
export type Deb822Fields = ReadonlyMap<string, string>;

/** A stanza as text: an empty line inside a value is written as a dot, as deb822(5) has it. */
export function deb822Text(fields: Deb822Fields): string {
  const lines = [...fields].flatMap(([name, value]) => {
    const [first = '', ...more] = value.replace(/\n$/, '').split('\n');
    const isLong = more.length > 0;
    const rest = (isLong ? [first, ...more] : []).map((line) => ` ${line === '' ? '.' : line}`);
    return [isLong ? `${name}:` : `${name}: ${first}`, ...rest];
  });
  return lines.map((line) => `${line}\n`).join('');
}

/** The only stanza of a text; undefined when there is none, or more than one. */
export function parseDeb822(text: string): Deb822Fields | undefined {
  const fields = new Map<string, string>();
  let last: string | undefined;
  for (const line of text.replace(/\n+$/, '').split('\n')) {
    const field = /^([^\s:#][^\s:]*):[ \t]*(.*)$/.exec(line);
    if (line.startsWith('#')) continue;
    if (field !== null) {
      last = field[1] ?? '';
      if (fields.has(last)) return undefined;
      fields.set(last, (field[2] ?? '').trimEnd());
    } else if (/^[ \t]/.test(line) && last !== undefined) {
      const before = fields.get(last) ?? '';
      const more = line.slice(1).trimEnd();
      fields.set(last, `${before}${before === '' ? '' : '\n'}${more === '.' ? '' : more}`);
    } else return undefined;
  }
  return fields.size === 0 ? undefined : fields;
}

/** Whether two stanzas say the same, in whatever order. */
export function isSameStanza(one: Deb822Fields | undefined, other: Deb822Fields): boolean {
  return one?.size === other.size && [...other].every(([name, value]) => one.get(name) === value);
}
