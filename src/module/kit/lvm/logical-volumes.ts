import { mapReading, type Reading, together } from '../reading.ts';
import { reportRows, rowsOrFail } from './program.ts';
import type { Surroundings } from './volume-size.ts';

/** A logical volume as lvs lists it. */
export interface LogicalVolume {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Undefined where LVM does not know, having no device mapper. */
  readonly isActive: boolean | undefined;
  readonly isThin: boolean;
}

export interface VolumeGroup {
  readonly volumes: readonly LogicalVolume[];
  readonly surroundings: Surroundings;
}

/**
 * A volume group with what is in it; undefined when there is none of that name.
 * @param physical the devices that a size may be a share of; all when there are none
 */
export function volumeGroup(name: string, physical: readonly string[]): Reading<VolumeGroup | undefined> {
  return mapReading(
    together({
      groups: reportRows('vgs', ['vg_name', 'vg_size', 'vg_free', 'vg_extent_size']),
      volumes: reportRows('lvs', ['vg_name', 'lv_name', 'lv_size', 'lv_attr']),
      devices: reportRows('pvs', ['vg_name', 'pv_name', 'pv_size']),
    }),
    (found) => {
      const group = rowsOrFail(found.groups).find(([one]) => one === name);
      if (group === undefined) return undefined;
      const [, size = '', free = '', extent = ''] = group;
      const own = (rows: readonly (readonly string[])[]) => rows.filter(([one]) => one === name);
      const sizes = own(rowsOrFail(found.devices)).filter(([, device]) =>
        physical.some((one) => one.split(':')[0] === device),
      );
      return {
        surroundings: {
          group: Number(size),
          free: Number(free),
          extent: Number(extent),
          physical:
            sizes.length === 0 ? Number(size) : sizes.reduce((sum, [, , bytes]) => sum + Number(bytes), 0),
        },
        volumes: own(rowsOrFail(found.volumes)).map(([, volume = '', bytes = '', attributes = '']) => ({
          name: volume,
          size: Number(bytes),
          isActive: activity.get(attributes.charAt(4)),
          isThin: attributes.startsWith('V'),
        })),
      };
    },
  );
}

/** The fifth of lvs' attributes; others tell of a state that is neither. */
const activity: ReadonlyMap<string, boolean> = new Map([
  ['a', true],
  ['-', false],
]);
