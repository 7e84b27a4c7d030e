import type { ModuleContext } from '../../context.ts';
import { ModuleFailure } from '../../result.ts';
import { type Captured, captured, reported } from '../captured.ts';
import { quote } from '../quote.ts';
import { mapReading, type Reading, read, textReading } from '../reading.ts';
import { splitWords } from '../split-words.ts';
import type { ZypperArguments } from './arguments.ts';
import { complaintsIn } from './summary.ts';

/** How zypper is called on the target. */
export interface Zypper {
  /** The program with its own options. */
  readonly words: readonly string[];
}

/** Statuses of zypper, as its manual page has them. */
const REBOOT_NEEDED = 102;
const RESTART_NEEDED = 103;
export const NOT_FOUND = 104;
/** The shell's. */
export const NO_PROGRAM = 127;

/** zypper on the target; undefined when it is not there. */
export function zypperReading(args: ZypperArguments): Reading<Zypper | undefined> {
  const script = `command -v zypper && if [ -x ${transactionalUpdate} ]; then cat /proc/mounts; fi`;
  return mapReading(textReading(script, 'prints'), (text) => {
    if (text === undefined) return undefined;
    const [program = 'zypper', ...mounts] = text.split('\n');
    return { words: [...(isReadOnlyRoot(mounts) ? transaction : []), ...globalWords(program, args)] };
  });
}

const transactionalUpdate = '/sbin/transactional-update';
const transaction = [transactionalUpdate, '--continue', '--drop-if-no-change', '--quiet', 'run'];

/** Whether the root is a btrfs that only a new snapshot changes. @param mounts lines of /proc/mounts */
export function isReadOnlyRoot(mounts: readonly string[]): boolean {
  const [, , type, options = ''] =
    mounts.map((line) => line.split(' ')).findLast(([, at]) => at === '/') ?? [];
  return type === 'btrfs' && options.split(',').includes('ro');
}

function globalWords(program: string, args: ZypperArguments): readonly string[] {
  const common = [program, '--quiet', '--non-interactive', '--xmlout'];
  return [...common, ...optionWords(args.extra_args_precommand)];
}

/** Options out of one text. Throws ModuleFailure for a quote that is not closed. */
export function optionWords(text = ''): readonly string[] {
  const words = splitWords(text);
  if (words === undefined) throw new ModuleFailure(`zypper: a quote is not closed: ${text}`);
  return words;
}

/** Looks for installed ones by their whole names. */
export function zypperSearch(args: ZypperArguments, names: readonly string[]): Reading<Captured> {
  const options = ['--type', args.type, '--match-exact', '--details', '--installed-only'];
  return zypperCall([
    ...globalWords('zypper', args),
    '--disable-repositories',
    'search',
    ...options,
    ...names,
  ]);
}

/** A call among other readings. */
function zypperCall(words: readonly string[]): Reading<Captured> {
  return captured(`LC_ALL=C ${words.map(quote).join(' ')} </dev/null`);
}

/**
 * Runs zypper and changes something, once more when it has renewed itself. Throws ModuleFailure with its output when it
 * fails; that the machine should be started anew is no failure.
 */
export async function runZypper(context: ModuleContext, words: readonly string[]): Promise<Captured> {
  const run = async (): Promise<Captured> => (await read(context, { ran: zypperCall(words) })).ran;
  const first = await run();
  const output = first.rc === RESTART_NEEDED ? joined(first, await run()) : first;
  if (output.rc === 0 || output.rc === REBOOT_NEEDED) return output;
  const complaints = complaintsIn(output.stdout);
  const reason = complaints.join('\n') || output.stderr.trim() || `it ended with status ${output.rc}`;
  throw new ModuleFailure(`zypper fails: ${reason}`, { cmd: words, ...reported(output) });
}

function joined(first: Captured, second: Captured): Captured {
  return {
    rc: second.rc,
    stdout: first.stdout + second.stdout,
    stderr: first.stderr + second.stderr,
  };
}
