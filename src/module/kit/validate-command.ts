import type { ModuleContext } from '../context.ts';
import { ModuleFailure } from '../result.ts';
import { quotePath } from './paths.ts';
import { streams } from './plain-output.ts';
import { quote } from './quote.ts';
import { splitWords } from './split-words.ts';

/** Whether a `validate` command can be run at all. Throws ModuleFailure otherwise. */
export function checkValidateCommand(command: string): void {
  if (!command.includes('%s'))
    throw new ModuleFailure(`validate must hold %s where the file's path goes: ${command}`);
  if (splitWords(command) === undefined) throw new ModuleFailure(`validate has an open quote: ${command}`);
}

/**
 * Runs a `validate` command on a file that is not yet in its place; `%s` stands for its path. No shell reads the
 * command: its words go as they are. Removes the file and throws ModuleFailure when the command fails.
 */
export async function validateFile(context: ModuleContext, command: string, path: string): Promise<void> {
  const script = `${validateLine(command, path)}
rc=$?
[ "$rc" = 0 ] || rm -f ${quotePath(path)}
exit "$rc"`;
  const { rc, stdout, stderr } = await context.target.run(script, { signal: context.signal });
  if (rc !== 0) {
    throw new ModuleFailure(`the new content was refused by: ${command}`, {
      exit_status: rc,
      ...streams(stdout.toString(), stderr.toString()),
    });
  }
}

/** The command as shell text for one file. Throws ModuleFailure for a command that cannot be run. */
export function validateLine(command: string, path: string): string {
  checkValidateCommand(command);
  const words = splitWords(command) ?? [];
  return words.map((word) => quote(word.replaceAll('%s', path))).join(' ');
}
