import { ModuleFailure } from '../../result.ts';

/** The size that a task gives a logical volume: what it shall be, or by how much it shall change. */
export type WantedSize = AbsoluteSize | Share;

type Change = 'to' | 'by-more' | 'by-less';

export interface AbsoluteSize {
  readonly kind: 'bytes';
  readonly change: Change;
  readonly bytes: number;
  /** A lower-case letter of `unitBytes`. */
  readonly unit: string;
  /** For `--size`: `+512m`. */
  readonly text: string;
}

export interface Share {
  readonly kind: 'share';
  readonly change: Change;
  readonly percent: number;
  readonly of: 'VG' | 'PVS' | 'FREE';
  /** For `--extents`: `+10%FREE`. */
  readonly text: string;
}

const unitBytes: Readonly<Record<string, number>> = {
  b: 1,
  s: 512,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
  p: 1024 ** 5,
  e: 1024 ** 6,
};

const changes: Readonly<Record<string, Change>> = { '': 'to', '+': 'by-more', '-': 'by-less' };

/** Reads a size as lvcreate(8) does; megabytes where no unit stands. Throws ModuleFailure for what is none. */
export function parseSize(size: string): WantedSize {
  const [, shareSign = '', percent, of] = /^([+-]?)(\d+)%(\w+)$/.exec(size) ?? [];
  if (percent !== undefined && of !== undefined) {
    const whole = of.toUpperCase();
    if (whole !== 'VG' && whole !== 'PVS' && whole !== 'FREE') {
      throw new ModuleFailure(`lvol: a share is one of VG, PVS or FREE, not of '${of}'`);
    }
    if (Number(percent) > 100) throw new ModuleFailure(`lvol: ${size} is more than there is`);
    return {
      kind: 'share',
      change: changes[shareSign] ?? 'to',
      percent: Number(percent),
      of: whole,
      text: `${shareSign}${percent}%${whole}`,
    };
  }
  const [, sign = '', number, letter = ''] = /^([+-]?)(\d+(?:\.\d+)?)([bskmgtpe]?)$/i.exec(size) ?? [];
  if (number === undefined) {
    throw new ModuleFailure(
      `lvol: '${size}' is no size: a number with a unit (bskmgtpe), or a share such as 50%VG, 10%FREE, 100%PVS`,
    );
  }
  const unit = letter === '' ? 'm' : letter.toLowerCase();
  return {
    kind: 'bytes',
    change: changes[sign] ?? 'to',
    bytes: Number(number) * (unitBytes[unit] ?? 1),
    unit,
    text: `${sign}${number}${unit}`,
  };
}

/** Bytes in a unit, with two digits after the point, as LVM prints them. */
export function inUnit(bytes: number, unit: string): number {
  return Math.round((bytes / (unitBytes[unit] ?? 1)) * 100) / 100;
}

/** What a size is measured against, in bytes. */
export interface Surroundings {
  readonly extent: number;
  readonly group: number;
  readonly free: number;
  /** The physical volumes that are named, or all of the group. */
  readonly physical: number;
}

/**
 * What has to happen to a volume that is there. LVM gives whole extents: a size means the next larger number of them,
 * a share one that is less than an extent off, since LVM rounds it up or down as the occasion has it. Of a share that
 * is less than an extent (what is free, when nothing is) nothing can be added.
 */
export function resizeFor(
  wanted: WantedSize,
  { current, extent, group, free, physical }: Surroundings & { readonly current: number },
): 'none' | 'extend' | 'reduce' {
  const steps = { to: undefined, 'by-more': 'extend', 'by-less': 'reduce' } as const;
  const step = steps[wanted.change];
  if (wanted.kind === 'bytes') {
    if (step !== undefined) return step;
    const goal = Math.ceil(wanted.bytes / extent) * extent;
    return current < goal ? 'extend' : current > goal ? 'reduce' : 'none';
  }
  const whole = { VG: group, PVS: physical, FREE: free }[wanted.of];
  const least = Math.floor((whole * wanted.percent) / 100 / extent) * extent;
  if (step !== undefined) return least === 0 ? 'none' : step;
  return current < least ? 'extend' : current > least + extent ? 'reduce' : 'none';
}
