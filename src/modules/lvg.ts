import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { compositionChanges, compositionOf, refuseTaken } from '../module/kit/lvm/composition.ts';
import { optionWords, refuseOddName, reportRows, rowsOrFail, runLvm } from '../module/kit/lvm/program.ts';
import { expandPath } from '../module/kit/paths.ts';
import { read } from '../module/kit/reading.ts';
import { ModuleFailure } from '../module/result.ts';

const spec = {
  vg: { type: 'str', required: true, description: 'The name of the volume group.' },
  pvs: {
    type: 'list',
    description:
      'The devices that it shall consist of, all of them. Those that are no physical volumes yet become some.',
  },
  pesize: {
    type: 'str',
    default: '4',
    description: 'The size of an extent, of a new group: a number, with k, m or g; megabytes without.',
  },
  pv_options: { type: 'str', default: '', description: 'More options of pvcreate.' },
  vg_options: { type: 'str', default: '', description: 'More options of vgcreate.' },
  pvresize: {
    type: 'bool',
    default: false,
    description: 'Let physical volumes of the group take all of devices that have grown.',
  },
  state: {
    type: 'str',
    choices: ['absent', 'present'],
    default: 'present',
    description: 'Whether it shall be there.',
  },
  force: { type: 'bool', default: false, description: 'Remove a group together with its logical volumes.' },
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineModule({
  name: 'lvg',
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Makes volume groups of LVM, changes what they consist of, and removes them',
  args: spec,
  returns: {
    rc: 'What the program ended with, when it failed.',
    stdout: 'What it printed then.',
    stderr: 'What it complained of then.',
  },
  examples: `
- name: Two disks as one
  community.general.lvg:
    vg: data
    pvs: [/dev/sdb, /dev/sdc]
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    refuseOddName('lvg', args.vg);
    const commands = args.state === 'absent' ? await removal(context, args) : await compose(context, args);
    if (commands.length > 0 && !context.checkMode) {
      await runLvm(context, commands, { failure: `the volume group ${args.vg} cannot be ${args.state}` });
    }
    return { changed: commands.length > 0 };
  },
});

type Commands = readonly (readonly string[])[];

const groups = reportRows('vgs', ['vg_name', 'lv_count']);

async function removal(context: ModuleContext, { vg, force }: Arguments): Promise<Commands> {
  const found = await read(context, { groups });
  const group = rowsOrFail(found.groups).find(([name]) => name === vg);
  if (group === undefined) return [];
  if (group[1] !== '0' && !force) {
    throw new ModuleFailure(`lvg: ${vg} has ${group[1]} logical volumes: it is removed only with force`);
  }
  return [['vgremove', '--force', vg]];
}

async function compose(context: ModuleContext, args: Arguments): Promise<Commands> {
  const { vg, pvs = [], pesize } = args;
  if (pvs.length === 0) throw new ModuleFailure('lvg: pvs says which devices the group consists of');
  if (!/^\d+(\.\d+)?[bskmgtpe]?$/i.test(pesize)) {
    throw new ModuleFailure(`lvg: pesize is a number, with a unit or without, not '${pesize}'`);
  }
  const pvOptions = optionWords('lvg', 'pv_options', args.pv_options);
  const vgOptions = optionWords('lvg', 'vg_options', args.vg_options);
  const paths = await Promise.all(
    pvs.map((path) => expandPath(context, path.startsWith('-') ? `./${path}` : path)),
  );
  const found = await read(context, { groups, composition: compositionOf(paths) });
  const { members } = found.composition;
  for (const member of members) refuseTaken(member, { vg, pvOptions });
  const makePhysical = members
    .filter(({ volume }) => volume === undefined)
    .map(({ device }) => ['pvcreate', ...pvOptions, '-f', device.path]);
  if (!rowsOrFail(found.groups).some(([name]) => name === vg)) {
    return [...makePhysical, ['vgcreate', ...vgOptions, '-s', pesize, vg, ...paths]];
  }
  const { added, removed, growing } = compositionChanges(found.composition, vg);
  return [
    ...(args.pvresize ? growing.map((device) => ['pvresize', device]) : []),
    ...makePhysical,
    ...(added.length > 0 ? [['vgextend', vg, ...added]] : []),
    ...(removed.length > 0 ? [['vgreduce', '--force', vg, ...removed]] : []),
  ];
}
