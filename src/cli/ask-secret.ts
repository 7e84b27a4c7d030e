import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { TsplayError } from '../errors.ts';
import { Secret } from '../values/types.ts';

/** Asks on the terminal, without showing what is typed. Needs a terminal: throws a TsplayError without one. */
export async function askSecret(prompt: string): Promise<Secret> {
  if (!process.stdin.isTTY) {
    throw new TsplayError({
      code: 'no-terminal',
      message: `cannot ask for '${prompt.replace(/:\s*$/, '')}': there is no terminal`,
      hint: 'give it as a variable from a file: -e @file, or --become-password-file',
    });
  }
  process.stderr.write(prompt);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      reader.once('line', resolve);
      reader.once('SIGINT', () => reject(new TsplayError({ code: 'interrupted', message: 'interrupted' })));
    });
    return new Secret(answer);
  } finally {
    reader.close();
    process.stderr.write('\n');
  }
}
