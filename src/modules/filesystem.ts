import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { type Device, deviceAt } from '../module/kit/filesystems/device.ts';
import { type FilesystemKind, filesystemKinds } from '../module/kit/filesystems/kinds.ts';
import { expandPath, quotePath } from '../module/kit/paths.ts';
import { quote } from '../module/kit/quote.ts';
import { read, textReading } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { splitWords } from '../module/kit/split-words.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';

const spec = {
  dev: {
    type: 'path',
    required: true,
    aliases: ['device'],
    description: 'The block device, or a file that is an image of one.',
  },
  fstype: {
    type: 'str',
    aliases: ['type'],
    choices: [
      ...['btrfs', 'ext2', 'ext3', 'ext4', 'ext4dev', 'f2fs', 'lvm', 'ocfs2', 'reiserfs', 'xfs', 'vfat'],
      ...['swap', 'ufs'],
    ] as const,
    description: 'The kind of file system; present needs it. lvm makes a physical volume. ufs is refused.',
  },
  state: {
    type: 'str',
    choices: ['present', 'absent'],
    default: 'present',
    description: 'absent wipes the signatures off the device, whatever else is said.',
  },
  force: {
    type: 'bool',
    default: false,
    description: 'Write over what is on the device, also over what cannot be told.',
  },
  resizefs: {
    type: 'bool',
    default: false,
    description: 'Make a file system that is there as large as the device; xfs and btrfs have to be mounted.',
  },
  opts: { type: 'str', description: 'More options of the program that makes it.' },
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineModule({
  name: 'filesystem',
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Makes file systems, grows them, and wipes them away',
  args: spec,
  requiredIf: [['state', 'present', ['fstype']]],
  returns: {
    msg: 'What was grown, or why there was nothing to do.',
    rc: 'What the program ended with, when it failed.',
    stdout: 'What it printed then.',
    stderr: 'What it complained of then.',
  },
  examples: `
- name: A file system for the data, which is never made twice
  community.general.filesystem:
    dev: /dev/disk/by-id/virtio-data
    fstype: ext4
    opts: -L data
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const path = await expandPath(context, args.dev);
    if (args.state === 'absent') return wipe(context, path);
    const wish = wishOf(args, path);
    const { device, program } = await read(context, {
      device: deviceAt(path),
      program: textReading(`command -v ${quote(wish.kind.program)}`),
    });
    refuseNoDevice(device, path);
    const { signature } = device;
    if (signature.kind === 'type' && wish.kind.types.includes(signature.type) && !args.force) {
      return args.resizefs ? grow(context, { wish, device }) : { changed: false };
    }
    if (!args.force) refuseWhatIsThere(device, path);
    refuseInUse(device, path);
    if (device.kind === 'file' && args.fstype === 'lvm') {
      throw new ModuleFailure(`${path} is a file: a physical volume needs a block device`);
    }
    if (program === undefined) {
      throw new ModuleFailure(`filesystem: there is no ${wish.kind.program} on the target`);
    }
    if (!context.checkMode) {
      const { options, forceOptions } = wish.kind;
      const words = [wish.kind.program, options, args.force ? forceOptions : '', ...wish.opts.map(quote)];
      await runOrFail(context, `${words.join(' ')} ${quotePath(path)}`, {
        failure: `${wish.name} cannot be made on ${path}`,
      });
    }
    return { changed: true };
  },
});

interface Wish {
  readonly path: string;
  readonly name: string;
  readonly kind: FilesystemKind;
  readonly opts: readonly string[];
}

function wishOf({ fstype = 'ext4', opts = '' }: Arguments, path: string): Wish {
  if (fstype === 'ufs') throw new ModuleFailure('filesystem: ufs is of FreeBSD, which tsplay does not know');
  const words = splitWords(opts);
  if (words === undefined) throw new ModuleFailure(`filesystem: a quote in opts is not closed: ${opts}`);
  return { path, name: fstype, kind: filesystemKinds[fstype], opts: words };
}

function refuseNoDevice({ kind }: Device, path: string): void {
  switch (kind) {
    case 'missing':
      throw new ModuleFailure(`${path} is not there`);
    case 'other':
      throw new ModuleFailure(`${path} is neither a block device nor a regular file`);
    case 'block':
    case 'file':
      return;
  }
}

/** Without `force` only what is known to be empty is written on. */
function refuseWhatIsThere({ signature }: Device, path: string): void {
  switch (signature.kind) {
    case 'none':
      return;
    case 'type':
      throw new ModuleFailure(`${path} holds ${signature.type}: it is written over only with force`);
    case 'partitions':
      throw new ModuleFailure(
        `${path} holds a table of partitions (${signature.table}): it is written over only with force`,
      );
    case 'unclear':
      throw new ModuleFailure(
        `what is on ${path} cannot be told (${signature.reason}): it is written over only with force`,
      );
  }
}

/** The programs look themselves; images behind a loop device, and swap, slip past some. */
function refuseInUse({ mount, isSwappedOn }: Device, path: string): void {
  if (mount !== undefined) throw new ModuleFailure(`${path} is mounted at ${mount.path}`);
  if (isSwappedOn) throw new ModuleFailure(`${path} is in use as swap`);
}

async function wipe(context: ModuleContext, path: string): Promise<ModuleResult> {
  const { device } = await read(context, { device: deviceAt(path) });
  if (device.kind === 'missing') return { changed: false, msg: `${path} is not there` };
  refuseNoDevice(device, path);
  const { signature } = device;
  if (signature.kind === 'unclear') {
    throw new ModuleFailure(`what is on ${path} cannot be told: ${signature.reason}`);
  }
  if (signature.kind !== 'type') return { changed: false };
  refuseInUse(device, path);
  if (!context.checkMode) {
    await runOrFail(context, `wipefs --all ${quotePath(path)}`, { failure: `${path} cannot be wiped` });
  }
  return { changed: true };
}

async function grow(
  context: ModuleContext,
  { wish, device }: { readonly wish: Wish; readonly device: Device },
): Promise<ModuleResult> {
  const { name, kind, path } = wish;
  const { growth } = kind;
  const { size, mount } = device;
  if (growth === undefined) throw new ModuleFailure(`filesystem: ${name} cannot be resized`);
  if (size === undefined) throw new ModuleFailure(`how large ${path} is could not be found out`);
  const place = { device: path, deviceSize: size, mount };
  const { stdout } = await runOrFail(context, growth.inspect(place), {
    failure: `how large ${name} on ${path} is could not be found out`,
  });
  const command = growth.plan(stdout, place);
  if (command === 'unreadable') {
    throw new ModuleFailure(`how large ${name} on ${path} is could not be told from what its program said`, {
      stdout,
    });
  }
  if (command === undefined) return { changed: false, msg: `${name} takes all of ${path}` };
  if (growth.isMountNeeded && mount === undefined) {
    throw new ModuleFailure(`${path} has to be mounted before ${name} can grow`);
  }
  if (context.checkMode) return { changed: true, msg: `${name} would grow on ${path}` };
  const grown = await runOrFail(context, command, { failure: `${name} cannot grow on ${path}` });
  return { changed: true, msg: grown.stdout };
}
