import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { TsplayError } from '../errors.ts';

export interface AskOptions {
  /** What is typed is not shown. */
  readonly secret: boolean;
}

/** Whether there is somebody to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true;
}

/** Asks on the terminal, which must be there; the question goes to stderr. Throws a TsplayError when it is interrupted. */
export async function ask(question: string, { secret }: AskOptions): Promise<string> {
  if (secret) process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({
    input: process.stdin,
    output: secret ? silent : process.stderr,
    terminal: true,
  });
  try {
    return await new Promise<string>((resolve, reject) => {
      const interrupted = (): void =>
        reject(new TsplayError({ code: 'interrupted', message: 'interrupted' }));
      reader.once('line', resolve);
      reader.once('SIGINT', interrupted);
      reader.once('close', interrupted);
      if (secret) return;
      reader.setPrompt(question);
      reader.prompt();
    });
  } finally {
    reader.close();
    if (secret) process.stderr.write('\n');
  }
}
