import { hasRoom, physicalSizes, sizeColumns } from '../lvm/physical-volume.ts';
import { quotePath } from '../paths.ts';

/** The device to grow on, and where it is mounted. */
export interface GrowthPlace {
  readonly device: string;
  /** Bytes. */
  readonly deviceSize: number;
  readonly mount: { readonly source: string; readonly path: string } | undefined;
}

/** How a file system is made as large as its device. */
export interface Growth {
  /** It can be looked at anywhere, but only grown where it is mounted. */
  readonly isMountNeeded: boolean;
  /** Shell text that prints what `plan` reads. */
  inspect(place: GrowthPlace): string;
  /** The shell text that grows it; undefined when it is as large as can be, `unreadable` for what means nothing. */
  plan(printed: string, place: GrowthPlace): string | 'unreadable' | undefined;
}

function numberAfter(text: string, pattern: RegExp): number | undefined {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

const ext: Growth = {
  isMountNeeded: false,
  inspect: ({ device }) => `dumpe2fs -h ${quotePath(device)} 2>/dev/null`,
  plan(printed, { device, deviceSize }) {
    const count = numberAfter(printed, /^Block count: +(\d+)$/m);
    const size = numberAfter(printed, /^Block size: +(\d+)$/m);
    if (count === undefined || size === undefined) return 'unreadable';
    return deviceSize >= (count + 1) * size ? `resize2fs ${quotePath(device)}` : undefined;
  },
};

const xfs: Growth = {
  isMountNeeded: true,
  inspect: ({ device, mount }) => `xfs_info ${quotePath(mount?.path ?? device)}`,
  plan(printed, { deviceSize, mount }) {
    const [, size, count] = /^data\s.*\bbsize=(\d+) +blocks=(\d+)/m.exec(printed) ?? [];
    if (size === undefined || count === undefined) return 'unreadable';
    return deviceSize >= (Number(count) + 1) * Number(size)
      ? `xfs_growfs ${quotePath(mount?.path ?? '')}`
      : undefined;
  },
};

const btrfs: Growth = {
  isMountNeeded: true,
  inspect: ({ device, mount }) => `btrfs filesystem show --raw ${quotePath(mount?.path ?? device)}`,
  plan(printed, { device, deviceSize, mount }) {
    const members = [...printed.matchAll(/^\s*devid +(\d+) +size +(\d+) +used +\d+ +path +(.+)$/gm)];
    const own = members.find(([, , , path]) => path === device || path === mount?.source);
    const [, id, size] = own ?? (members.length === 1 ? members[0] : undefined) ?? [];
    if (id === undefined || size === undefined) return 'unreadable';
    // It uses whole sectors of 4 KiB.
    return deviceSize - Number(size) >= 4096
      ? `btrfs filesystem resize ${id}:max ${quotePath(mount?.path ?? '')}`
      : undefined;
  },
};

const f2fs: Growth = {
  isMountNeeded: false,
  inspect: ({ device }) => `dump.f2fs ${quotePath(device)}`,
  plan(printed, { device, deviceSize }) {
    const sectors = numberAfter(printed, /^Info: total FS sectors = (\d+) /m);
    if (sectors === undefined) return 'unreadable';
    const size = sectors * (numberAfter(printed, /^Info: sector size = (\d+)$/m) ?? 512);
    return deviceSize - size >= 4096 ? `resize.f2fs ${quotePath(device)}` : undefined;
  },
};

const lvm: Growth = {
  isMountNeeded: false,
  inspect: ({ device }) =>
    `pvs --noheadings --nosuffix --units b --separator ' ' -o ${sizeColumns.join(',')} ${quotePath(device)}`,
  plan(printed, { device }) {
    const sizes = physicalSizes(printed.trim().split(/\s+/));
    if (sizes === undefined) return 'unreadable';
    return hasRoom(sizes) ? `pvresize ${quotePath(device)}` : undefined;
  },
};

const vfat: Growth = {
  isMountNeeded: false,
  inspect: ({ device }) => `fatresize --info ${quotePath(device)}`,
  plan(printed, { device }) {
    const size = numberAfter(printed, /^(?:Cur s|S)ize: (\d+)$/m);
    const most = numberAfter(printed, /^Max size: (\d+)$/m);
    if (size === undefined || most === undefined) return 'unreadable';
    return most > size ? `fatresize -s ${most} ${quotePath(device)}` : undefined;
  },
};

export const growths = { ext, xfs, btrfs, f2fs, lvm, vfat } as const;
