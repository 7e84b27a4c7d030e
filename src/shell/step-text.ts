import { TsplayError } from '../errors.ts';
import { quote } from './quote.ts';

export interface StepText {
  readonly marker: string;
  readonly script: string;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** A file for the script's stdin, deleted before the script begins; /dev/null otherwise. */
  readonly stdinFile?: string | undefined;
}

/**
 * The text that makes a persistent shell run one script, between markers on both streams.
 *
 * The script is evaluated in a subshell (one fork), so that whatever it does to the shell ends with it: exit, cd,
 * umask, traps, variables, `set -e`, a syntax error. It is quoted, so that nothing in it can reach the shell itself.
 */
export function stepText({ marker, script, environment = {}, stdinFile }: StepText): string {
  const exports = Object.entries(environment).map(
    ([name, value]) => `export ${checkedName(name)}=${quote(value)}; `,
  );
  const remove = stdinFile === undefined ? '' : `rm -f ${quote(stdinFile)}; `;
  // The blank keeps a script that begins with a dash from being taken for an option of eval.
  const body = `${remove}${exports.join('')}eval ${quote(` ${script}`)}`;
  return (
    `echo '${marker}<'; echo '${marker}<' >&2; ` +
    `(${body}) <${stdinFile === undefined ? '/dev/null' : quote(stdinFile)}; ` +
    `echo '${marker}>' $?; echo '${marker}>' >&2\n`
  );
}

function checkedName(name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new TsplayError({
      code: 'environment-name',
      message: `${JSON.stringify(name)} is not a name for an environment variable: letters, digits and underscores are, and no digit comes first`,
    });
  }
  return name;
}
