import { TsplayError } from '../errors.ts';

/** What a step printed on one stream, between its markers. */
export interface Frame {
  /** True once the end was read. */
  feed(chunk: Buffer): boolean;
  /** All that was printed between the markers so far. */
  output(): Buffer;
  /** Whether the end was read. */
  readonly complete: boolean;
  /** What stands on the end marker's line: the exit status. */
  readonly trailer: string;
}

export interface FrameOptions {
  /** Unlike anything that a command prints: begins and ends the step's output. */
  readonly marker: string;
  /** Of what is kept. */
  readonly maxBytes: number;
  /** Takes the output piece by piece: nothing is kept then. */
  readonly sink?: ((piece: Buffer) => void) | undefined;
}

/**
 * Finds a step's output in a stream: drops what comes before the start marker (an earlier step's background process
 * may still write), and keeps what comes before the end marker, which may follow output that lacks a last newline.
 *
 * Each byte is looked at once and kept in the piece it came in; only a tail that may be the beginning of the end
 * marker is carried over.
 *
 * Errors: TsplayError `output-too-large`.
 */
export function createFrame({ marker, maxBytes, sink }: FrameOptions): Frame {
  const start = Buffer.from(`${marker}<\n`);
  const end = Buffer.from(`${marker}>`);
  const pieces: Buffer[] = [];
  let size = 0;
  let state: 'before' | 'inside' | 'trailer' | 'done' = 'before';
  let carried: Buffer = Buffer.alloc(0);
  let trailer = '';

  const keep = (piece: Buffer): void => {
    if (sink !== undefined) {
      if (piece.length > 0) sink(piece);
      return;
    }
    size += piece.length;
    if (size > maxBytes) {
      throw new TsplayError({
        code: 'output-too-large',
        fault: 'target',
        message: `the command printed more than ${maxBytes} bytes`,
        hint: 'send its output to a file on the machine',
      });
    }
    if (piece.length > 0) {
      pieces.push(piece);
    }
  };

  return {
    get complete() {
      return state === 'done';
    },
    get trailer() {
      return trailer.trim();
    },
    output: () => Buffer.concat(pieces, size),
    feed(chunk: Buffer): boolean {
      let data = carried.length === 0 ? chunk : Buffer.concat([carried, chunk]);
      carried = data.subarray(data.length);
      if (state === 'before') {
        const at = data.indexOf(start);
        if (at < 0) {
          carried = possibleBeginning(data, start);
          return false;
        }
        state = 'inside';
        data = data.subarray(at + start.length);
      }
      if (state === 'inside') {
        const at = data.indexOf(end);
        if (at < 0) {
          carried = possibleBeginning(data, end);
          keep(data.subarray(0, data.length - carried.length));
          return false;
        }
        keep(data.subarray(0, at));
        state = 'trailer';
        data = data.subarray(at + end.length);
      }
      if (state === 'trailer') {
        trailer += data.toString('latin1');
        const newline = trailer.indexOf('\n');
        if (newline >= 0) {
          trailer = trailer.slice(0, newline);
          state = 'done';
        }
      }
      return state === 'done';
    },
  };
}

/** The end of the data from which on it may be the beginning of the marker. */
function possibleBeginning(data: Buffer, marker: Buffer): Buffer {
  const first = marker[0] ?? 0;
  let at = data.indexOf(first, Math.max(0, data.length - marker.length + 1));
  while (at >= 0) {
    const tail = data.subarray(at);
    if (tail.equals(marker.subarray(0, tail.length))) {
      return tail;
    }
    at = data.indexOf(first, at + 1);
  }
  return data.subarray(data.length);
}
