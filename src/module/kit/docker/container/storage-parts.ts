import { toJs } from '../../../../values/convert.ts';
import { type Json, listIn, memberOf, recordIn } from '../json.ts';
import { comparedMount, foundMount, mountRequest } from './mounts.ts';
import { asKeys, given, keysOf, type Part, type PlanInput, sortedTexts } from './parts.ts';
import { parseVolumes, refuseTwice, volumeTargets } from './volumes.ts';

/** Its folders and volumes. */
export function storageParts({ args, situation }: PlanInput): readonly Part[] {
  const { container } = situation;
  const image = recordIn(situation.currentImage ?? situation.image, 'Config', 'Volumes');
  const volumes = args.volumes === undefined ? undefined : parseVolumes(args.volumes);
  refuseTwice(volumeTargets(args.volumes ?? []), 'volumes');
  refuseTwice(
    (args.mounts ?? []).map(({ target }) => target),
    'mounts',
  );
  const anonymous = [...new Set([...Object.keys(image), ...(volumes?.anonymous ?? [])])];
  const mounts = args.mounts;
  const storageOptions = args.storage_opts === undefined ? undefined : (toJs(args.storage_opts) as Json);
  return [
    {
      name: 'volumes',
      kind: 'set',
      wanted: anonymous.length === 0 ? undefined : anonymous.toSorted(),
      found: keysOf(memberOf(container, ['Config', 'Volumes'])),
      config: given('Volumes', volumes === undefined ? undefined : asKeys(volumes.anonymous)),
    },
    {
      name: 'volume_binds',
      comparedAs: 'volumes',
      kind: 'set',
      wanted: volumes?.binds.toSorted(),
      found: sortedTexts(memberOf(container, ['HostConfig', 'Binds'])),
      hostConfig: given('Binds', volumes?.binds),
    },
    {
      name: 'mounts',
      kind: 'dicts',
      wanted: mounts?.map(comparedMount),
      found: listIn(container, 'HostConfig', 'Mounts').map(foundMount),
      hostConfig: given('Mounts', mounts?.map(mountRequest)),
    },
    {
      name: 'storage_opts',
      kind: 'dict',
      wanted: storageOptions,
      found: memberOf(container, ['HostConfig', 'StorageOpt']),
      hostConfig: given('StorageOpt', storageOptions),
    },
  ];
}
