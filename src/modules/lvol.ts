import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { type LogicalVolume, type VolumeGroup, volumeGroup } from '../module/kit/lvm/logical-volumes.ts';
import { optionWords, refuseOddName, runLvm } from '../module/kit/lvm/program.ts';
import { inUnit, parseSize, resizeFor, type WantedSize } from '../module/kit/lvm/volume-size.ts';
import { read } from '../module/kit/reading.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';
import { Float } from '../values/types.ts';

const spec = {
  vg: { type: 'str', required: true, description: 'The volume group.' },
  lv: { type: 'str', description: 'The logical volume; with snapshot, the one that is its origin.' },
  size: {
    type: 'str',
    description:
      'A number with a unit (bskmgtpe; megabytes without), or a share: 50%VG, 10%FREE, 100%PVS. With + or - in front, by how much; then each run changes it.',
  },
  opts: { type: 'str', description: 'More options of lvcreate.' },
  state: {
    type: 'str',
    choices: ['absent', 'present'],
    default: 'present',
    description: 'Whether it shall be there.',
  },
  active: { type: 'bool', default: true, description: 'Whether it shall be active.' },
  force: { type: 'bool', default: false, description: 'Nothing is made smaller or removed without it.' },
  pvs: { type: 'str', description: 'The devices that it shall lie on, with commas between them.' },
  thinpool: {
    type: 'str',
    description: 'The thin pool: with lv the one that the volume comes from, without the one that is meant.',
  },
  snapshot: { type: 'str', description: 'The snapshot that is meant; its origin is lv.' },
  shrink: { type: 'bool', default: true, description: 'Without it, what is larger than size stays so.' },
  resizefs: { type: 'bool', default: false, description: 'Let the file system in it change its size, too.' },
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineModule({
  name: 'lvol',
  collection: 'community.general',
  formerlyBuiltin: true,
  summary:
    'Makes logical volumes of LVM, thin ones and snapshots among them, changes their size, and removes them',
  args: spec,
  requiredOneOf: [['lv', 'thinpool']],
  requiredBy: { snapshot: ['lv'] },
  returns: {
    vg: 'The group, of a volume that was there.',
    lv: 'The volume.',
    size: 'How large it was, in the unit of size.',
    rc: 'What the program ended with, when it failed.',
    stdout: 'What it printed then.',
    stderr: 'What it complained of then.',
  },
  examples: `
- name: Room for the database, and never less of it
  community.general.lvol:
    vg: data
    lv: database
    size: 20g
    shrink: false
    resizefs: true
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const wish = wishOf(args);
    const { group } = await read(context, { group: volumeGroup(args.vg, wish.pvs) });
    if (group === undefined) {
      if (args.state === 'absent') return { changed: false, msg: `there is no volume group ${args.vg}` };
      throw new ModuleFailure(`lvol: there is no volume group ${args.vg}`);
    }
    const volume = group.volumes.find(({ name }) => name === wish.name);
    if (args.state === 'absent') return remove(context, { wish, volume });
    refuseMissingParents(wish, group);
    return volume === undefined ? create(context, { wish, group }) : adapt(context, { wish, group, volume });
  },
});

interface Wish {
  readonly args: Arguments;
  /** The volume that is meant, without its group. */
  readonly name: string;
  /** `vg/name`. */
  readonly path: string;
  /** lv without its group. */
  readonly lv: string | undefined;
  readonly size: WantedSize | undefined;
  readonly opts: readonly string[];
  readonly pvs: readonly string[];
}

function wishOf(args: Arguments): Wish {
  const { vg, thinpool, snapshot, size, opts = '', pvs = '' } = args;
  const lv = args.lv?.startsWith(`${vg}/`) ? args.lv.slice(vg.length + 1) : args.lv;
  const name = snapshot ?? lv ?? thinpool ?? '';
  for (const one of [vg, lv, thinpool, snapshot]) if (one !== undefined) refuseOddName('lvol', one);
  const devices = pvs.split(',').filter((device) => device !== '');
  const odd = devices.find((device) => device.startsWith('-'));
  if (odd !== undefined) throw new ModuleFailure(`lvol: '${odd}' is no device`);
  return {
    args,
    name,
    path: `${vg}/${name}`,
    lv,
    size: size === undefined ? undefined : parseSize(size),
    opts: optionWords('lvol', 'opts', opts),
    pvs: devices,
  };
}

function refuseMissingParents({ args, lv }: Wish, { volumes }: VolumeGroup): void {
  const { vg, snapshot, thinpool } = args;
  const isThere = (wanted: string | undefined): boolean => volumes.some(({ name }) => name === wanted);
  if (snapshot !== undefined) {
    if (!isThere(lv)) throw new ModuleFailure(`lvol: ${vg} has no ${lv} that ${snapshot} could be of`);
  } else if (lv !== undefined && thinpool !== undefined && !isThere(thinpool)) {
    throw new ModuleFailure(`lvol: ${vg} has no thin pool ${thinpool}`);
  }
}

async function remove(
  context: ModuleContext,
  { wish, volume }: { readonly wish: Wish; readonly volume: LogicalVolume | undefined },
): Promise<ModuleResult> {
  const { args, path } = wish;
  if (volume === undefined) return { changed: false, msg: '' };
  if (!args.force) throw new ModuleFailure(`lvol: ${path} is removed only with force`);
  await change(context, [['lvremove', '--force', path]], { failure: `${path} cannot be removed` });
  return { changed: true };
}

async function create(
  context: ModuleContext,
  { wish, group }: Omit<Present, 'volume'>,
): Promise<ModuleResult> {
  const { args, path } = wish;
  const commands = [creation(wish, group), ...(args.active ? [] : [['lvchange', '-an', path]])];
  await change(context, commands, { failure: `${path} cannot be made` });
  return { changed: true, msg: '' };
}

function creation({ args, name, lv, size, opts, pvs }: Wish, { volumes }: VolumeGroup): readonly string[] {
  const { vg, snapshot, thinpool } = args;
  const isSizeless = snapshot !== undefined && volumes.some((volume) => volume.name === lv && volume.isThin);
  if (size === undefined && !isSizeless) {
    throw new ModuleFailure(`lvol: ${vg}/${name} is not there: it needs a size`);
  }
  if (size !== undefined && size.change !== 'to') {
    throw new ModuleFailure(`lvol: ${vg}/${name} is not there: its size cannot change by ${size.text}`);
  }
  const isThin = thinpool !== undefined && lv !== undefined;
  if (isThin && snapshot === undefined && size?.kind === 'share') {
    throw new ModuleFailure(`lvol: the size of a thin volume is no share: ${size.text}`);
  }
  const start = ['lvcreate', '--yes'];
  const sized = size === undefined ? [] : sizeWords(size);
  if (snapshot !== undefined) return [...start, ...sized, '-s', '-n', snapshot, ...opts, `${vg}/${lv}`];
  if (thinpool === undefined) return [...start, '-n', name, ...sized, ...opts, vg, ...pvs];
  if (lv === undefined) return [...start, ...sized, ...opts, '-T', `${vg}/${thinpool}`, ...pvs];
  return [...start, '-n', lv, '-V', size?.text ?? '', ...opts, '-T', `${vg}/${thinpool}`];
}

function sizeWords(size: WantedSize): readonly string[] {
  return size.kind === 'share' ? ['-l', size.text] : ['-L', size.text];
}

interface Present {
  readonly wish: Wish;
  readonly group: VolumeGroup;
  readonly volume: LogicalVolume;
}

/** A volume that is there: its size, then whether it is active. */
async function adapt(context: ModuleContext, { wish, group, volume }: Present): Promise<ModuleResult> {
  const { args, path, size } = wish;
  const resize =
    size === undefined ? 'none' : resizeFor(size, { ...group.surroundings, current: volume.size });
  const isResized = resize === 'extend' || (resize === 'reduce' && args.shrink);
  const isSwitched = volume.isActive !== undefined && volume.isActive !== args.active;
  if (isResized && resize === 'reduce' && !args.force) {
    throw new ModuleFailure(`lvol: ${path} is made smaller only with force`);
  }
  const commands = [
    ...(isResized && size !== undefined ? [resizing(wish, { resize, size })] : []),
    ...(isSwitched ? [['lvchange', args.active ? '-ay' : '-an', path]] : []),
  ];
  if (commands.length > 0) await change(context, commands, { failure: `${path} cannot be changed` });
  const unit = size?.kind === 'bytes' ? size.unit : 'm';
  return {
    changed: commands.length > 0,
    vg: args.vg,
    lv: volume.name,
    size: new Float(inUnit(volume.size, unit)),
  };
}

function resizing(
  { args, path, pvs }: Wish,
  { resize, size }: { readonly resize: 'extend' | 'reduce' | 'none'; readonly size: WantedSize },
): readonly string[] {
  const filesystem = args.resizefs ? ['--resizefs'] : [];
  return resize === 'extend'
    ? ['lvextend', ...filesystem, ...sizeWords(size), path, ...pvs]
    : ['lvreduce', '--force', ...filesystem, ...sizeWords(size), path];
}

/** In check mode LVM tries all that it would do, and writes nothing. */
async function change(
  context: ModuleContext,
  commands: readonly (readonly string[])[],
  { failure }: { readonly failure: string },
): Promise<void> {
  const tried = commands
    .filter(([program]) => program !== 'lvchange')
    .map(([program = '', ...words]) => [program, '--test', ...words]);
  const wanted = context.checkMode ? tried : commands;
  if (wanted.length > 0) await runLvm(context, wanted, { failure });
}
