import { Float } from '../../values/types.ts';
import type { ResultData } from '../result.ts';
import type { FileStatus } from './status.ts';

const permissionKeys = ['rusr', 'wusr', 'xusr', 'rgrp', 'wgrp', 'xgrp', 'roth', 'woth', 'xoth'];

/** A status under the keys that `stat` and `find` return. */
export function statusFlags({ kind, mode, ...status }: FileStatus): Readonly<Record<string, ResultData>> {
  return {
    // Not formatMode: here are four digits, the modules that change files give one more.
    mode: mode.toString(8).padStart(4, '0'),
    isreg: kind === 'file',
    isdir: kind === 'directory',
    islnk: kind === 'link',
    ischr: kind === 'character',
    isblk: kind === 'block',
    isfifo: kind === 'fifo',
    issock: kind === 'socket',
    isuid: (mode & 0o4000) !== 0,
    isgid: (mode & 0o2000) !== 0,
    uid: status.uid,
    gid: status.gid,
    size: status.size,
    inode: status.inode,
    dev: status.device,
    nlink: status.links,
    atime: new Float(status.accessed),
    mtime: new Float(status.modified),
    ctime: new Float(status.changed),
    ...Object.fromEntries(permissionKeys.map((key, index) => [key, (mode & (0o400 >> index)) !== 0])),
  };
}
