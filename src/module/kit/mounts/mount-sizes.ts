import type { ModuleContext } from '../../context.ts';
import { ModuleFailure } from '../../result.ts';
import { quotePath } from '../paths.ts';
import { quote } from '../quote.ts';
import { allOf, read } from '../reading.ts';

/** The shell words that limit a program's time; empty without a limit. What hangs on a server heeds KILL alone. */
export function limitOf(seconds: number | undefined): string {
  if (seconds === undefined) return '';
  if (!(seconds > 0)) throw new ModuleFailure(`mount_facts: timeout is more than 0 seconds, not ${seconds}`);
  return `timeout -s KILL ${Math.ceil(seconds)}`;
}

/** The shell's status of what `timeout -s KILL` has ended. */
export const killed = 137;

export interface SizeRequest {
  readonly paths: readonly string[];
  /** Shell words before each program: of `limitOf`. */
  readonly limit: string;
  /** What stat -f is to print. */
  readonly format: string;
}

export interface MountSizes {
  /** What stat printed of those that did. */
  readonly printed: string;
  /** The paths that did not answer in time. */
  readonly late: ReadonlySet<string>;
}

/** One program for all of them when they have all the time, and one each when they have not. */
export async function readSizes(
  context: ModuleContext,
  { paths, limit, format }: SizeRequest,
): Promise<MountSizes> {
  if (paths.length === 0) return { printed: '', late: new Set() };
  const stat = `stat -f -c ${quote(format)}`;
  const groups = limit === '' ? [paths] : paths.map((path) => [path]);
  const { answers } = await read(context, {
    answers: allOf(
      groups.map((group) => ({
        script: `${limit} ${stat} ${group.map(quotePath).join(' ')} 2>/dev/null`,
        parse: ({ stdout, rc }) => ({ group, text: stdout.toString(), rc }),
      })),
    ),
  });
  return {
    printed: answers.map(({ text }) => text).join(''),
    late: new Set(answers.flatMap(({ group, rc }) => (limit !== '' && rc === killed ? group : []))),
  };
}
