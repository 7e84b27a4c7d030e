import { ModuleFailure } from '../../result.ts';
import { type Signature, signatureOf } from '../filesystems/signature.ts';
import { quotePath } from '../paths.ts';
import { allOf, mapReading, type Reading, textReading, together } from '../reading.ts';
import { hasRoom, type PhysicalSizes, physicalSizes, sizeColumns } from './physical-volume.ts';
import { reportRows, rowsOrFail } from './program.ts';

/** A device that a task names. */
interface Device {
  readonly path: string;
  /** Where links lead; undefined when there is nothing. */
  readonly real: string | undefined;
  readonly signature: Signature;
}

function deviceReading(path: string): Reading<Device> {
  const word = quotePath(path);
  return mapReading(
    together({ real: textReading(`[ -e ${word} ] && readlink -f ${word}`), signature: signatureOf(word) }),
    (found) => ({ path, ...found }),
  );
}

/** A physical volume as LVM lists it. */
interface PhysicalVolume {
  readonly name: string;
  readonly real: string;
  /** Empty when it is in no group. */
  readonly group: string;
  readonly sizes: PhysicalSizes | undefined;
}

const volumeColumns = ['pv_name', 'vg_name', ...sizeColumns];

/** A device that a group shall have, and what LVM knows of it. */
interface Member {
  readonly device: Device;
  /** Undefined when it is no physical volume. */
  readonly volume: PhysicalVolume | undefined;
}

/** What a volume group shall consist of, and what it does. */
export interface Composition {
  readonly members: readonly Member[];
  readonly volumes: readonly PhysicalVolume[];
}

/** Reads what LVM and blkid say of the devices, whatever links lead to them. */
export function compositionOf(paths: readonly string[]): Reading<Composition> {
  return mapReading(
    together({
      volumes: reportRows('pvs', volumeColumns),
      realNames: textReading(
        'pvs --noheadings -o pv_name 2>/dev/null | while read -r name; do readlink -f "$name" || echo "$name"; done',
      ),
      devices: allOf(paths.map(deviceReading)),
    }),
    (found) => {
      const volumes = volumesOf(rowsOrFail(found.volumes), found.realNames ?? '');
      return {
        volumes,
        members: found.devices.map((device) => ({ device, volume: volumeOn(device, volumes) })),
      };
    },
  );
}

function volumesOf(rows: readonly (readonly string[])[], realNames: string): readonly PhysicalVolume[] {
  const real = realNames.split('\n');
  return rows.map(([name = '', group = '', ...sizes], index) => ({
    name,
    real: real[index] ?? name,
    group,
    sizes: physicalSizes(sizes),
  }));
}

function volumeOn({ path, real }: Device, volumes: readonly PhysicalVolume[]): PhysicalVolume | undefined {
  return volumes.find((volume) => volume.name === path || volume.real === real);
}

/** The group that devices are for, and the words that pvcreate gets. */
interface GroupWish {
  readonly vg: string;
  readonly pvOptions: readonly string[];
}

/** A device becomes a physical volume only when it is known to be empty, or when pv_options insist. */
export function refuseTaken({ device, volume }: Member, { vg, pvOptions }: GroupWish): void {
  const { path, real, signature } = device;
  if (real === undefined) throw new ModuleFailure(`lvg: ${path} is not there`);
  if (volume !== undefined) {
    if (volume.group === '' || volume.group === vg) return;
    throw new ModuleFailure(`lvg: ${path} is in the volume group ${volume.group} already`);
  }
  if (pvOptions.some((option) => /^(-f+|--force|-y|--yes)$/.test(option))) return;
  switch (signature.kind) {
    case 'none':
      return;
    case 'type':
      throw new ModuleFailure(
        `lvg: ${path} holds ${signature.type}: wipe it first (filesystem, state=absent)`,
      );
    case 'partitions':
      throw new ModuleFailure(`lvg: ${path} holds a table of partitions (${signature.table})`);
    case 'unclear':
      throw new ModuleFailure(`lvg: what is on ${path} cannot be told: ${signature.reason}`);
  }
}

/** How the members of a group that is there differ from what it shall consist of. */
export function compositionChanges(
  { members, volumes }: Composition,
  vg: string,
): {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly growing: readonly string[];
} {
  const isOwn = ({ volume }: Member): boolean => volume?.group === vg;
  return {
    added: members.filter((member) => !isOwn(member)).map(({ device }) => device.path),
    removed: volumes
      .filter((one) => one.group === vg && !members.some(({ volume }) => volume === one))
      .map(({ name }) => name),
    growing: members
      .filter((member) => isOwn(member) && member.volume?.sizes !== undefined && hasRoom(member.volume.sizes))
      .map(({ device }) => device.path),
  };
}
