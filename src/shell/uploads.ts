import { randomBytes } from 'node:crypto';
import type { Connection } from '../connection/types.ts';
import { TsplayError } from '../errors.ts';
import { launch } from './launch.ts';
import { quote } from './quote.ts';
import { createSerialQueue } from './serial-queue.ts';
import type { BecomeSpec } from './types.ts';
import { type WordWatch, watchWords } from './word-watch.ts';

/** Small enough to notice an abort soon, large enough to fill the wire. */
const PIECE_BYTES = 256 * 1024;

export interface Uploads {
  /**
   * Writes bytes to a file that must not exist yet, mode 0600. Either all of it is there afterwards or nothing: the
   * machine counts what it got and removes a part, also when the connection broke.
   *
   * Errors: TsplayError `upload-failed` (the file exists, no such folder, disk full, ...), and those of `launch`.
   */
  put(path: string, content: Uint8Array, signal?: AbortSignal): Promise<void>;
  close(): void;
}

export interface UploadsOptions {
  readonly connection: Connection;
  readonly become: BecomeSpec | undefined;
}

/**
 * Writes files as one user, one after the other, over a channel of its own that stays open: the first file costs three
 * round trips and a login, each further one two. Bytes go to `head -c`, never to a shell: they are sent only when
 * `head` waits to take exactly that many, and whatever goes wrong then ends the shell before it reads on.
 */
export function createUploads({ connection, become }: UploadsOptions): Uploads {
  const queue = createSerialQueue();
  let idle: WordWatch | undefined;

  const begin = async (script: string, signal: AbortSignal | undefined): Promise<WordWatch> => {
    const upload = idle;
    idle = undefined;
    if (upload === undefined || upload.over) {
      return watchWords(await launch({ connection, become, script: `${script}; exec /bin/sh`, signal }));
    }
    await upload.channel.write(`${script}\n`);
    return upload;
  };
  const put = async (path: string, content: Uint8Array, signal: AbortSignal | undefined): Promise<void> => {
    const marker = `tsplay-${randomBytes(12).toString('hex')}`;
    const upload = await begin(putScript({ path, size: content.length, marker }), signal);
    const onAbort = (): void => upload.channel.close();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      if (await upload.waitFor(`${marker}-go`)) {
        // When the machine stops reading, its complaint tells why.
        await send(content, (piece) => upload.channel.write(piece)).catch(() => undefined);
      }
      const done = await upload.waitFor(`${marker}-done`);
      signal?.throwIfAborted();
      if (!done) {
        throw uploadFailure(path, upload.complaint());
      }
      idle = upload;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      if (idle === undefined) {
        upload.channel.close();
      }
    }
  };
  return {
    put: (path, content, signal) => queue(() => put(path, content, signal), signal),
    close: () => idle?.channel.end(),
  };
}

async function send(content: Uint8Array, write: (piece: Uint8Array) => Promise<void>): Promise<void> {
  for (let offset = 0; offset < content.length; offset += PIECE_BYTES) {
    await write(content.subarray(offset, offset + PIECE_BYTES));
  }
}

interface PutRequest {
  readonly path: string;
  readonly size: number;
  readonly marker: string;
}

/**
 * The name is looked at first since noclobber lets a FIFO or a device pass; the file is opened exclusively by
 * noclobber, and is ours to remove from then on.
 */
function putScript({ path, size, marker }: PutRequest): string {
  return [
    `( file=${quote(path)}; umask 077; set -C;`,
    'if [ -e "$file" ] || [ -L "$file" ]; then echo "the file exists already" >&2; exit 2; fi;',
    `exec 3>"$file" || exit 2; echo ${marker}-go;`,
    `if head -c ${size} >&3 && [ $(wc -c <"$file") -eq ${size} ]; then exit 0; fi;`,
    // BusyBox's head calls a full disk an I/O error.
    'set -- $(df -P "$file" 2>/dev/null | tail -n 1); [ "$4" != 0 ] || echo "df: no free block" >&2;',
    `rm -f "$file"; exit 3 ) || exit; echo ${marker}-done`,
  ].join(' ');
}

function uploadFailure(path: string, complaint: string): TsplayError {
  const said = complaint.trim().replaceAll(/\s*\n\s*/g, '; ');
  return new TsplayError({
    code: 'upload-failed',
    fault: 'target',
    message: `cannot write ${path} on the machine: ${said || 'not all of it arrived'}`,
    hint: /no space|no free block|quota/i.test(said) ? 'the disk is full there: free some space' : undefined,
  });
}
