import type { Growth } from './growth.ts';
import { growths } from './growth.ts';

/** One kind of file system: how it is made, told and grown. */
export interface FilesystemKind {
  /** blkid's names of it. */
  readonly types: readonly string[];
  /** The program that makes it. */
  readonly program: string;
  /** Its options, as shell text: that keep it from asking, and that let it write over what is there. */
  readonly options: string;
  readonly forceOptions: string;
  /** Absent where it cannot be made larger. */
  readonly growth?: Growth;
}

const ext = { options: '-F', forceOptions: '', growth: growths.ext } as const;

/** The options are those that Ansible gives, but for those that overrule the program's own checks: only with `force`. */
export const filesystemKinds = {
  btrfs: { types: ['btrfs'], program: 'mkfs.btrfs', options: '', forceOptions: '-f', growth: growths.btrfs },
  ext2: { types: ['ext2'], program: 'mkfs.ext2', ...ext },
  ext3: { types: ['ext3'], program: 'mkfs.ext3', ...ext },
  ext4: { types: ['ext4'], program: 'mkfs.ext4', ...ext },
  ext4dev: { types: ['ext4dev', 'ext4'], program: 'mkfs.ext4', ...ext },
  f2fs: { types: ['f2fs'], program: 'mkfs.f2fs', options: '', forceOptions: '-f', growth: growths.f2fs },
  lvm: {
    types: ['LVM2_member'],
    program: 'pvcreate',
    options: '',
    forceOptions: '-f -y',
    growth: growths.lvm,
  },
  ocfs2: { types: ['ocfs2'], program: 'mkfs.ocfs2', options: '-Fx', forceOptions: '' },
  reiserfs: { types: ['reiserfs'], program: 'mkfs.reiserfs', options: '-q', forceOptions: '' },
  xfs: { types: ['xfs'], program: 'mkfs.xfs', options: '', forceOptions: '-f', growth: growths.xfs },
  vfat: { types: ['vfat'], program: 'mkfs.vfat', options: '', forceOptions: '', growth: growths.vfat },
  swap: {
    types: ['swap'],
    program: 'mkswap',
    options: '',
    // BusyBox' mkswap never asks, and knows no -f.
    forceOptions: '$(mkswap --version >/dev/null 2>&1 && echo -f)',
  },
} as const satisfies Readonly<Record<string, FilesystemKind>>;
