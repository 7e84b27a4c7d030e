import { unescapeMount } from './fstab.ts';

/** A mount as a table or a program lists it. */
export interface ListedMount {
  readonly device: string;
  readonly mount: string;
  readonly fstype: string;
  readonly options: string;
  readonly dump: number;
  readonly passno: number;
  /** The line that says so. */
  readonly line: string;
}

/** The lines of fstab(5), /proc/mounts and the like; what is none is passed over. */
export function mountsInTable(text: string): readonly ListedMount[] {
  return text.split('\n').flatMap((line) => {
    if (/^\s*(#|$)/.test(line)) return [];
    const words = line.trim().split(/\s+/).map(unescapeMount);
    const [device, mount, fstype, options = '', dump = '0', passno = '0'] = words;
    if (device === undefined || mount === undefined || fstype === undefined || words.length > 6) return [];
    return [{ device, mount, fstype, options, dump: numberOf(dump), passno: numberOf(passno), line }];
  });
}

function numberOf(word: string): number {
  return /^\d+$/.test(word) ? Number(word) : 0;
}

/** What mount(8) prints: `DEVICE on PLACE type TYPE (OPTIONS)`; on BSD the type is the first of the options. */
export function mountsPrinted(text: string): readonly ListedMount[] {
  return text.split('\n').flatMap((line) => {
    const linux = /^(.+?) on (.+) type (\S+) \((.*)\)(?: \[.*\])?$/.exec(line);
    const bsd = /^(.+?) on (.+) \(([^,)]+)(?:, )?(.*)\)$/.exec(line);
    const [, device = '', mount = '', fstype = '', options = ''] = linux ?? bsd ?? [];
    return mount === '' ? [] : [{ device, mount, fstype, options, dump: 0, passno: 0, line }];
  });
}
