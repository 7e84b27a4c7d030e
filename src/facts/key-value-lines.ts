/** `KEY=value` lines of os-release, lsb-release and the like; quotes around a value are taken off, `#` lines skipped. */
export function parseKeyValueLines(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^\s*(\w+)=(.*)$/.exec(line);
    if (match?.[1] !== undefined) values.set(match[1], unquote((match[2] ?? '').trim()));
  }
  return values;
}

function unquote(value: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(value);
  return quoted === null ? value : (quoted[2] ?? '').replace(/\\([\\"'$`])/g, '$1');
}
