import { TsplayError } from '../errors.ts';
import { Secret } from '../values/types.ts';
import { ask, canAsk } from './ask.ts';

/** Asks on the terminal, without showing what is typed. Needs a terminal: throws a TsplayError without one. */
export async function askSecret(prompt: string): Promise<Secret> {
  if (canAsk()) return new Secret(await ask(prompt, { secret: true }));
  throw new TsplayError({
    code: 'no-terminal',
    message: `cannot ask for '${prompt.replace(/:\s*$/, '')}': there is no terminal`,
    hint: 'give it as a variable from a file: -e @file, --become-password-file or --vault-password-file',
  });
}
