/** The value of a key in a file of sysctl's; the last one counts. Undefined when it is not there. */
export function sysctlValue(text: string, key: string): string | undefined {
  return text
    .split('\n')
    .flatMap((line) => assignmentIn(line) ?? [])
    .findLast((assignment) => assignment.key === key)?.value;
}

/**
 * The file with one key set (undefined: without it). Of several lines for it the first stays. As Ansible leaves such a
 * file, all assignments are written without blanks, and what is none stays as it is.
 */
export function withSysctl(text: string, key: string, value: string | undefined): string {
  const known = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  let isSet = false;
  const lines = known.flatMap((line): readonly string[] => {
    const assignment = assignmentIn(line);
    if (assignment === undefined) return [line.trimEnd()];
    if (assignment.key !== key) return [`${assignment.key}=${assignment.value}`];
    if (isSet || value === undefined) return [];
    isSet = true;
    return [`${key}=${value}`];
  });
  const all = isSet || value === undefined ? lines : [...lines, `${key}=${value}`];
  return all.map((line) => `${line}\n`).join('');
}

function assignmentIn(line: string): { readonly key: string; readonly value: string } | undefined {
  const match = /^\s*([^#;=\s][^=]*)=(.*)$/.exec(line);
  return match === null ? undefined : { key: (match[1] ?? '').trim(), value: (match[2] ?? '').trim() };
}
