import type { Connection } from '../connection/types.ts';
import { TsplayError } from '../errors.ts';
import { launch } from './launch.ts';
import { quote } from './quote.ts';
import type { BecomeSpec } from './types.ts';

/** Small enough to notice an abort soon, large enough to fill the wire. */
const PIECE_BYTES = 256 * 1024;
/** What of the machine's complaint is kept. */
const COMPLAINT_BYTES = 4096;

export interface PutOptions {
  readonly connection: Connection;
  readonly become: BecomeSpec | undefined;
  readonly path: string;
  readonly content: Uint8Array;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes bytes to a file that must not exist yet, mode 0600, over a channel of its own. Either all of it is there
 * afterwards or nothing: the machine counts what it got and removes a part, also when the connection broke.
 *
 * Errors: TsplayError `upload-failed` (the file exists, no such folder, disk full, ...), and those of `launch`.
 */
export async function putFile({ connection, become, path, content, signal }: PutOptions): Promise<void> {
  const { channel, listen } = await launch({
    connection,
    become,
    signal,
    script: putScript(path, content.length),
  });
  let complaint = '';
  const keep = (chunk: Buffer): void => {
    complaint = (complaint + chunk.toString('utf8')).slice(0, COMPLAINT_BYTES);
  };
  listen({ stdout: () => undefined, stderr: keep });
  const onAbort = (): void => channel.close();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    // When the machine stops reading, its exit tells why.
    await send(content, (piece) => channel.write(piece)).catch(() => undefined);
    channel.end();
    const { code } = await channel.exit;
    signal?.throwIfAborted();
    if (code !== 0) {
      throw uploadFailure(path, complaint);
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

async function send(content: Uint8Array, write: (piece: Uint8Array) => Promise<void>): Promise<void> {
  for (let offset = 0; offset < content.length; offset += PIECE_BYTES) {
    await write(content.subarray(offset, offset + PIECE_BYTES));
  }
}

/**
 * The name is looked at first since noclobber lets a FIFO or a device pass; the file is opened exclusively by
 * noclobber, and is ours to remove from then on.
 */
function putScript(path: string, size: number): string {
  return [
    `file=${quote(path)}; umask 077; set -C;`,
    'if [ -e "$file" ] || [ -L "$file" ]; then echo "the file exists already" >&2; exit 2; fi;',
    'exec 3>"$file" || exit 2;',
    `cat >&3; if [ $? -eq 0 ] && [ $(wc -c <"$file") -eq ${size} ]; then exit 0; fi;`,
    'rm -f "$file"; exit 3',
  ].join(' ');
}

function uploadFailure(path: string, complaint: string): TsplayError {
  const said = complaint.trim().replaceAll(/\s*\n\s*/g, '; ');
  return new TsplayError({
    code: 'upload-failed',
    fault: 'target',
    message: `cannot write ${path} on the machine: ${said || 'not all of it arrived'}`,
    hint: /no space|quota/i.test(said) ? 'the disk is full there: free some space' : undefined,
  });
}
