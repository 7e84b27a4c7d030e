import { toJs } from '../../../../values/convert.ts';
import type { ArgumentSpec, ArgumentsOf } from '../../../argument-spec.ts';
import { ModuleFailure } from '../../../result.ts';
import { type JsonRecord, recordIn } from '../json.ts';
import { textValues } from '../text-values.ts';
import { sizeInBytes } from './units.ts';

export const mountArguments = {
  target: { type: 'str', required: true, description: 'Where it is inside.' },
  source: { type: 'str', description: 'A path on the host, or the name of a volume.' },
  type: {
    type: 'str',
    choices: ['bind', 'npipe', 'tmpfs', 'volume'],
    default: 'volume',
    description: 'What it is.',
  },
  read_only: { type: 'bool', description: 'It cannot be written to.' },
  consistency: {
    type: 'str',
    choices: ['cached', 'consistent', 'default', 'delegated'],
    description: 'How closely both sides agree.',
  },
  propagation: {
    type: 'str',
    choices: ['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave'],
    description: 'How mounts below it spread; of bind.',
  },
  no_copy: { type: 'bool', description: 'Do not fill it with what is there in the image; of volume.' },
  labels: { type: 'dict', description: 'Labels; of volume.' },
  volume_driver: { type: 'str', description: 'What makes it; of volume.' },
  volume_options: { type: 'dict', description: 'Settings of that; of volume.' },
  tmpfs_size: { type: 'str', description: 'Its size; of tmpfs.' },
  tmpfs_mode: { type: 'str', description: 'Its mode, octal; of tmpfs.' },
} as const satisfies ArgumentSpec;

export type Mount = ArgumentsOf<typeof mountArguments>;

/** Arguments that go with one type alone. */
const typeOf = {
  propagation: 'bind',
  no_copy: 'volume',
  labels: 'volume',
  volume_driver: 'volume',
  volume_options: 'volume',
  tmpfs_size: 'tmpfs',
  tmpfs_mode: 'tmpfs',
} as const;

/** Throws ModuleFailure for what contradicts itself. */
function refuseUnclear(mount: Mount): void {
  const { target, type } = mount;
  if (mount.source === undefined && type !== 'tmpfs' && type !== 'volume') {
    throw new ModuleFailure(`mounts: '${target}' of type ${type} needs a source`);
  }
  for (const [name, needed] of Object.entries(typeOf) as [keyof typeof typeOf, string][]) {
    if (mount[name] !== undefined && type !== needed) {
      throw new ModuleFailure(`mounts: ${name} goes with type ${needed}, and '${target}' is of type ${type}`);
    }
  }
}

/** A mount as the API takes it. */
export function mountRequest(mount: Mount): JsonRecord {
  refuseUnclear(mount);
  const { propagation, no_copy, labels, volume_driver, tmpfs_size, tmpfs_mode } = mount;
  const driver =
    volume_driver === undefined
      ? {}
      : {
          DriverConfig: {
            Name: volume_driver,
            ...(mount.volume_options === undefined
              ? {}
              : { Options: textValues(mount.volume_options, 'volume_options') }),
          },
        };
  const volume = {
    ...(no_copy === undefined ? {} : { NoCopy: no_copy }),
    ...(labels === undefined ? {} : { Labels: textValues(labels, 'labels') }),
    ...driver,
  };
  const tmpfs = {
    ...(tmpfs_size === undefined ? {} : { SizeBytes: sizeInBytes(tmpfs_size, 'tmpfs_size') }),
    ...(tmpfs_mode === undefined ? {} : { Mode: modeNumber(tmpfs_mode) }),
  };
  return {
    Target: mount.target,
    Source: mount.source ?? null,
    Type: mount.type,
    ReadOnly: mount.read_only ?? null,
    ...(mount.consistency === undefined ? {} : { Consistency: mount.consistency }),
    ...(propagation === undefined ? {} : { BindOptions: { Propagation: propagation } }),
    ...(Object.keys(volume).length === 0 ? {} : { VolumeOptions: volume }),
    ...(Object.keys(tmpfs).length === 0 ? {} : { TmpfsOptions: tmpfs }),
  };
}

function modeNumber(text: string): number {
  if (!/^[0-7]+$/.test(text)) throw new ModuleFailure(`mounts: '${text}' is no octal mode`);
  return Number.parseInt(text, 8);
}

/** A mount as it is compared and shown: what is given, by the names of the arguments. */
export function comparedMount(mount: Mount): JsonRecord {
  const { tmpfs_size, tmpfs_mode, labels, volume_options, ...rest } = mount;
  const given = Object.entries({
    ...rest,
    ...(labels === undefined ? {} : { labels: toJs(labels) }),
    ...(volume_options === undefined ? {} : { volume_options: toJs(volume_options) }),
    ...(tmpfs_size === undefined ? {} : { tmpfs_size: sizeInBytes(tmpfs_size, 'tmpfs_size') }),
    ...(tmpfs_mode === undefined ? {} : { tmpfs_mode: modeNumber(tmpfs_mode) }),
  });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined)) as JsonRecord;
}

/** A mount of a container in the same words. */
export function foundMount(mount: unknown): JsonRecord {
  const top = recordIn(mount);
  const bind = recordIn(mount, 'BindOptions');
  const volume = recordIn(mount, 'VolumeOptions');
  const driver = recordIn(volume, 'DriverConfig');
  const tmpfs = recordIn(mount, 'TmpfsOptions');
  return {
    type: top['Type'] ?? null,
    source: top['Source'] ?? null,
    target: top['Target'] ?? null,
    read_only: top['ReadOnly'] ?? false,
    consistency: top['Consistency'] ?? null,
    propagation: bind['Propagation'] ?? null,
    no_copy: volume['NoCopy'] ?? false,
    labels: volume['Labels'] ?? {},
    volume_driver: driver['Name'] ?? null,
    volume_options: driver['Options'] ?? {},
    tmpfs_size: tmpfs['SizeBytes'] ?? null,
    tmpfs_mode: tmpfs['Mode'] ?? null,
  };
}
