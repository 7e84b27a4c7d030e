import { type Deferred, deferred } from '../connection/deferred.ts';
import type { Channel } from '../connection/types.ts';
import type { Launched } from './handshake.ts';

/** More than a word and a complaint need. */
const KEPT_CHARACTERS = 4096;

/** A command that prints words to say how far it is. */
export interface WordWatch {
  readonly channel: Channel;
  /** True once the command has printed the word on a line; false when it ended without. Rejects with ConnectionLost. */
  waitFor(word: string): Promise<boolean>;
  /** Whether the command has ended. */
  readonly over: boolean;
  /** What it said on stderr last. */
  complaint(): string;
}

/** Takes over the output of a command that was launched. */
export function watchWords({ channel, listen }: Launched): WordWatch {
  let printed = '';
  let complaint = '';
  let awaited: { readonly line: string; readonly found: Deferred<boolean> } | undefined;
  let end: { readonly failure?: unknown } | undefined;

  const settle = (): void => {
    const at = awaited === undefined ? -1 : printed.indexOf(awaited.line);
    if (awaited !== undefined && at >= 0) {
      printed = printed.slice(at + awaited.line.length);
      awaited.found.resolve(true);
    } else if (end?.failure !== undefined) {
      awaited?.found.reject(end.failure);
    } else if (end !== undefined) {
      awaited?.found.resolve(false);
    }
  };
  listen({
    stdout(chunk) {
      printed = (printed + chunk.toString('latin1')).slice(-KEPT_CHARACTERS);
      settle();
    },
    stderr(chunk) {
      complaint = (complaint + chunk.toString('utf8')).slice(-KEPT_CHARACTERS);
    },
  });
  const ended = (reason: { readonly failure?: unknown }): void => {
    end = reason;
    settle();
  };
  channel.exit.then(
    () => ended({}),
    (failure: unknown) => ended({ failure }),
  );
  return {
    channel,
    complaint: () => complaint,
    get over() {
      return end !== undefined;
    },
    waitFor(word) {
      const found = deferred<boolean>();
      awaited = { line: `${word}\n`, found };
      settle();
      return found.promise;
    },
  };
}
