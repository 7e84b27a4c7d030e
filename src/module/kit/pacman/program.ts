import type { ModuleContext } from '../../context.ts';
import { ModuleFailure, type ModuleResult } from '../../result.ts';
import { type Captured, captured, reported } from '../captured.ts';
import { spokenStreams } from '../plain-output.ts';
import { quote } from '../quote.ts';
import { type Reading, read } from '../reading.ts';
import { splitWords } from '../split-words.ts';
import type { PacmanArguments } from './arguments.ts';

/** Calls pacman with these words, as shell text. */
export function pacmanCommand({ executable }: PacmanArguments, words: readonly string[]): string {
  return `LC_ALL=C ${quote(executable)} ${words.map(quote).join(' ')} </dev/null`;
}

/** A call of pacman among other readings. */
export function pacman(args: PacmanArguments, words: readonly string[]): Reading<Captured> {
  const program = quote(args.executable);
  return captured(pacmanCommand(args, words), `command -v ${program} >/dev/null || exit 127`);
}

/** Runs pacman and changes something. Throws ModuleFailure with its output when it fails. */
export async function runPacman(
  context: ModuleContext,
  { args, words }: { readonly args: PacmanArguments; readonly words: readonly string[] },
): Promise<Captured> {
  const { ran } = await read(context, { ran: pacman(args, words) });
  return succeeded(ran, args);
}

/** Output of a call that went well. Throws ModuleFailure otherwise. */
export function succeeded(output: Captured, { executable }: PacmanArguments): Captured {
  if (output.rc === 0) return output;
  if (output.rc === 127) throw new ModuleFailure(`pacman: there is no '${executable}' on the target`);
  const reason = output.stderr.trim() || output.stdout.trim();
  throw new ModuleFailure(`pacman fails: ${reason}`, reported(output));
}

/** What calls of pacman printed, for a result: nothing of a stream that nothing came out of. */
export function printed(...outputs: readonly Captured[]): ModuleResult {
  const stdout = outputs.map((output) => output.stdout).join('');
  const stderr = outputs.map((output) => output.stderr).join('');
  return spokenStreams(stdout, stderr);
}

/** Options out of one text. Throws ModuleFailure for a quote that is not closed. */
export function optionWords(text: string): readonly string[] {
  const words = splitWords(text);
  if (words === undefined) throw new ModuleFailure(`pacman: a quote is not closed: ${text}`);
  return words;
}

/** `name version` lines, among which pacman may say what it does: `loading packages...`. */
export function versionsByName(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/^(\S+) (\S+)(?<!\.\.\.)$/gm)].map(([, name = '', version = '']) => [name, version]),
  );
}
