import type { FactCollector, Probe } from './collector.ts';

/**
 * One POSIX script that reads all that the collectors ask for. Files come through one `grep` (one process for any
 * number of files, and it names the file before each line); the rest are sections between markers. The sections share
 * one shell, which saves a fork each: none of them may exit or change the shell but for its variables.
 * @param marker random: text that nothing on the target can contain by intent
 */
export function probeScript(collectors: readonly FactCollector[], marker: string): string {
  const files = [...new Set(collectors.flatMap((collector) => collector.files))];
  const sections = collectors.flatMap(({ name, script }) =>
    script === undefined
      ? []
      : [`printf '\\n%s %s\\n' ${marker} ${name}\n{\n${script}\n} 2>/dev/null </dev/null`],
  );
  return [
    `grep -asH '' /dev/null ${files.join(' ')} 2>/dev/null`,
    ...sections,
    `printf '\\n%s\\n' ${marker}`,
    ':',
  ].join('\n');
}

/** Takes the probe's output apart. Undefined when it is not complete. */
export function parseProbe(stdout: string, marker: string): Probe | undefined {
  const parts = stdout.split(`\n${marker}`);
  if (parts.length < 2 || parts.at(-1)?.startsWith('\n') !== true) return undefined;
  const output = new Map<string, string>();
  for (const part of parts.slice(1, -1)) {
    const end = part.indexOf('\n');
    output.set(part.slice(1, end), part.slice(end + 1));
  }
  return { files: parseFiles(parts[0] ?? ''), output };
}

/** `path:line` for each line of each file. */
function parseFiles(text: string): ReadonlyMap<string, string> {
  const lines = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const at = line.indexOf(':');
    if (at < 1 || !line.startsWith('/')) continue;
    const path = line.slice(0, at);
    const known = lines.get(path);
    if (known === undefined) lines.set(path, [line.slice(at + 1)]);
    else known.push(line.slice(at + 1));
  }
  return new Map([...lines].map(([path, content]) => [path, content.join('\n')]));
}
