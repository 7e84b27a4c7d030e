/** What the files of /etc/modules-load.d and /etc/modprobe.d say of one module of the kernel. All pure text. */

/** The name as the kernel keeps it: in files and on command lines `-` and `_` are the same. */
export function moduleName(name: string): string {
  return name.replaceAll('-', '_');
}

/** Whether a file of modules-load.d(5) has the module loaded at boot. */
export function loadsModule(text: string, module: string): boolean {
  return text.split('\n').some((line) => isLoadLine(line, module));
}

/** The file with the lines that load the module as remarks. */
export function withoutLoading(text: string, module: string): string {
  return text
    .split('\n')
    .map((line) => (isLoadLine(line, module) ? `#${line}` : line))
    .join('\n');
}

/** The file with one more line, which loads the module. */
export function withLoading(text: string, module: string): string {
  return withLines(text, [module]);
}

/** The parameters that a file of modprobe.d(5) gives the module, in its order. */
export function moduleOptions(text: string, module: string): readonly string[] {
  return commandsIn(text).flatMap(({ physical }) => optionsIn(physical, module) ?? []);
}

/** The file with the lines that give the module parameters as remarks. */
export function withoutOptions(text: string, module: string): string {
  return commandsIn(text)
    .flatMap(({ physical }) =>
      optionsIn(physical, module) === undefined ? physical : physical.map((line) => `#${line}`),
    )
    .join('\n');
}

/** The file with these parameters alone, a line each as Ansible writes them. */
export function withOptions(text: string, module: string, parameters: readonly string[]): string {
  const others = commandsIn(text)
    .filter(({ physical }) => optionsIn(physical, module) === undefined)
    .flatMap(({ physical }) => physical)
    .join('\n');
  return withLines(
    others,
    parameters.map((parameter) => `options ${module} ${parameter}`),
  );
}

/** The parameters of a line, with the quotes that keep blanks in a value: `a=1 b="2 3"` is two. */
export function parameterWords(text: string): readonly string[] {
  return text.match(/(?:"[^"]*"|[^\s"])+/g) ?? [];
}

function withLines(text: string, lines: readonly string[]): string {
  const end = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${end}${lines.map((line) => `${line}\n`).join('')}`;
}

function isLoadLine(line: string, module: string): boolean {
  return moduleName(line.trim()) === moduleName(module);
}

/** A command, which a backslash at the end continues on the next line. */
interface Command {
  readonly physical: readonly string[];
}

function commandsIn(text: string): readonly Command[] {
  const commands: { physical: string[] }[] = [];
  let isContinued = false;
  for (const line of text.split('\n')) {
    if (isContinued) commands.at(-1)?.physical.push(line);
    else commands.push({ physical: [line] });
    isContinued = line.endsWith('\\');
  }
  return commands;
}

/** Undefined for a command of another sort, or for another module. */
function optionsIn(physical: readonly string[], module: string): readonly string[] | undefined {
  const line = physical.map((one) => one.replace(/\\$/, '')).join(' ');
  const [, name = '', options = ''] = /^\s*options\s+(\S+)(.*)$/.exec(line) ?? [];
  return name !== '' && moduleName(name) === moduleName(module) ? parameterWords(options) : undefined;
}
