import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What is on a disk at one path, as far as it does not depend on when it was made. */
export interface FileOnDisk {
  readonly kind: 'file' | 'directory' | 'link' | 'other';
  readonly mode: string;
  readonly owner: string;
  readonly content: string;
  /** Only of times that somebody has set: long ago. Links and directories get theirs by what happens around them. */
  readonly modified: string | undefined;
}

const recently = 24 * 60 * 60 * 1000;

/** Everything below a folder, by path from there. Names that hold a time or a process are made equal. */
export function filesBelow(folder: string): ReadonlyMap<string, FileOnDisk> {
  const files = new Map<string, FileOnDisk>();
  const visit = (relative: string): void => {
    const path = join(folder, relative);
    const status = lstatSync(path);
    const kind = status.isSymbolicLink()
      ? 'link'
      : status.isDirectory()
        ? 'directory'
        : status.isFile()
          ? 'file'
          : 'other';
    const isOld = kind === 'file' && Date.now() - status.mtimeMs > recently;
    files.set(withoutMoment(relative), {
      kind,
      mode: (status.mode & 0o7777).toString(8),
      owner: `${status.uid}:${status.gid}`,
      content: kind === 'file' ? readFileSync(path, 'latin1') : kind === 'link' ? readlinkSync(path) : '',
      modified: isOld ? status.mtime.toISOString() : undefined,
    });
    if (kind === 'directory') for (const name of readdirSync(path).sort()) visit(join(relative, name));
  };
  visit('');
  return files;
}

/** Backups have the process and the time in their names. */
export function withoutMoment(text: string): string {
  return text.replaceAll(/\.\d+\.\d{4}-\d\d-\d\d@\d\d:\d\d:\d\d~/g, '.PID.TIME~');
}
