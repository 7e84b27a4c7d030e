import { createHash, randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where a stream goes whose first line says what it is, and whose rest is a file's content. */
export interface DownloadSink {
  /** Pieces of the stream. Writes before it returns: so nothing piles up in memory. */
  take(piece: Buffer): void;
  /** The first line. */
  header(): string;
  /** Checksums of all the content that came. To be asked for once. */
  sums(): { readonly sha1: string; readonly md5: string };
  /** Puts the content in its place, in one step. */
  keep(): void;
  /** Removes what was not kept. Idempotent. */
  close(): void;
}

/** Longer than any first line: without a line end in it something else is talking. */
const MAX_HEADER_BYTES = 4096;

/** A sink whose content goes to a file of the controller. Nothing is made there, and no folder, before content comes. */
export function createDownloadSink(destination: string): DownloadSink {
  const temporary = `${dirname(destination)}/.tsplay-${randomBytes(9).toString('hex')}`;
  const sha1 = createHash('sha1');
  const md5 = createHash('md5');
  let header = Buffer.alloc(0);
  let isHeaderWhole = false;
  let file: number | undefined;

  const open = (): number => {
    if (file !== undefined) return file;
    mkdirSync(dirname(destination), { recursive: true });
    file = openSync(temporary, 'wx');
    return file;
  };
  const write = (content: Buffer): void => {
    sha1.update(content);
    md5.update(content);
    for (let offset = 0; offset < content.length; ) offset += writeSync(open(), content, offset);
  };
  const close = (): void => {
    if (file === undefined) return;
    closeSync(file);
    file = undefined;
    rmSync(temporary, { force: true });
  };

  return {
    take(piece) {
      if (isHeaderWhole) {
        write(piece);
        return;
      }
      header = Buffer.concat([header, piece]);
      const end = header.indexOf(0x0a);
      isHeaderWhole = end >= 0 || header.length > MAX_HEADER_BYTES;
      if (end < 0) return;
      const content = header.subarray(end + 1);
      header = header.subarray(0, end);
      if (content.length > 0) write(content);
    },
    header: () => header.toString('latin1'),
    sums: () => ({ sha1: sha1.digest('hex'), md5: md5.digest('hex') }),
    keep() {
      closeSync(open());
      file = undefined;
      renameSync(temporary, destination);
    },
    close,
  };
}
