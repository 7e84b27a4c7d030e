/** A job of a crontab: what stands on its line, and the name in the comment above it. */
export interface CronJob {
  readonly name: string;
  /** `5 4 * * * root true`, `@daily true`, or the same behind a `#` when the job is disabled. */
  readonly line: string;
}

/** A variable of a crontab, and beside which other one it goes when it is new. On top when that is not said. */
export interface CronVariable {
  readonly name: string;
  readonly value: string;
  readonly beside?: { readonly name: string; readonly place: 'before' | 'after' } | undefined;
}

const header = '#Ansible: ';

/**
 * A crontab with the job in it. Its line is replaced where its name is known; a line that is the same and has no name
 * gets one; otherwise the job goes to the end. All texts that come from here end with a line end, or are empty.
 */
export function withJob(text: string, { name, line }: CronJob): string {
  const before = linesOf(text);
  const named = headersOf(before, name);
  if (named.size > 0)
    return textOf(
      before.flatMap((old, index) => {
        if (named.has(index)) return [old, line];
        return named.get(index - 1) === 'above a job' ? [] : [old];
      }),
    );
  const own = before.findIndex(
    (old, index) => old === line && !(before[index - 1]?.startsWith(header) ?? false),
  );
  const at = own < 0 ? before.length : own;
  return textOf(before.toSpliced(at, own < 0 ? 0 : 1, `${header}${name}`, line));
}

/** A crontab without the jobs of this name. */
export function withoutJob(text: string, name: string): string {
  const before = linesOf(text);
  const named = headersOf(before, name);
  const goes = (index: number): boolean => named.get(index) === 'above a job';
  return textOf(before.filter((_, index) => !goes(index) && !goes(index - 1)));
}

/** A crontab in which the variable has the value; undefined when the one beside which it shall go is not there. */
export function withVariable(text: string, { name, value, beside }: CronVariable): string | undefined {
  const line = `${name}="${value}"`;
  const before = linesOf(text);
  if (before.some((old) => declares(old, name)))
    return textOf(before.map((old) => (declares(old, name) ? line : old)));
  if (beside === undefined) return textOf([line, ...before]);
  const at = before.findIndex((old) => declares(old, beside.name));
  return at < 0 ? undefined : textOf(before.toSpliced(beside.place === 'after' ? at + 1 : at, 0, line));
}

/** A crontab in which the variable is not set. */
export function withoutVariable(text: string, name: string): string {
  return textOf(linesOf(text).filter((line) => !declares(line, name)));
}

/** The names of the jobs that have one, in their order. */
export function jobNames(text: string): readonly string[] {
  return linesOf(text).flatMap((line) => (line.startsWith(header) ? [line.slice(header.length)] : []));
}

/** The names of the variables, in their order. */
export function variableNames(text: string): readonly string[] {
  return linesOf(text).flatMap((line) => /^([^\s#=]+)=/.exec(line)?.[1] ?? []);
}

/** The places of the comments with the name. What follows one is its job, unless it is the next job's name. */
function headersOf(all: readonly string[], name: string): ReadonlyMap<number, 'above a job' | 'alone'> {
  return new Map(
    all.flatMap((line, index) => {
      if (line !== `${header}${name}`) return [];
      return [[index, all[index + 1]?.startsWith(header) === false ? 'above a job' : 'alone'] as const];
    }),
  );
}

function declares(line: string, name: string): boolean {
  return line.startsWith(`${name}=`);
}

function linesOf(text: string): readonly string[] {
  const all = text.split(/\r?\n/);
  if (all.at(-1) === '') all.pop();
  return all;
}

function textOf(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}
