import { toJs } from '../../../../values/convert.ts';
import { ModuleFailure } from '../../../result.ts';
import type { Json } from '../json.ts';
import type { ContainerArguments } from './arguments.ts';
import type { Kind } from './comparison.ts';
import { sizeInBytes, sizeOrUnlimited } from './units.ts';

/** An option that is one member of what the API takes and tells. */
export interface SimpleOption {
  readonly name: keyof ContainerArguments & string;
  readonly kind: Kind;
  readonly section: 'Config' | 'HostConfig';
  readonly key: string;
  /** The value as the API has it, when it is not the argument itself. */
  readonly toApi?: (value: never, name: string) => Json;
  /** The engine changes it in a container that is there. */
  readonly isUpdatable?: boolean;
}

type Name = keyof ContainerArguments & string;
type More = Partial<Pick<SimpleOption, 'toApi' | 'isUpdatable'>>;

function host(name: Name, kind: Kind, key: string, more: More = {}): SimpleOption {
  return { name, kind, section: 'HostConfig', key, ...more };
}

function config(name: Name, kind: Kind, key: string, more: More = {}): SimpleOption {
  return { name, kind, section: 'Config', key, ...more };
}

const size = { toApi: sizeInBytes as (value: never, name: string) => Json };
const live = { isUpdatable: true };

export const simpleOptions: readonly SimpleOption[] = [
  config('domainname', 'value', 'Domainname'),
  config('hostname', 'value', 'Hostname'),
  config('interactive', 'value', 'OpenStdin'),
  config('mac_address', 'value', 'MacAddress'),
  config('stop_signal', 'value', 'StopSignal'),
  config('stop_timeout', 'value', 'StopTimeout'),
  config('tty', 'value', 'Tty'),
  config('user', 'value', 'User'),
  config('working_dir', 'value', 'WorkingDir'),
  host('auto_remove', 'value', 'AutoRemove'),
  host('blkio_weight', 'value', 'BlkioWeight', live),
  host('cap_drop', 'set', 'CapDrop'),
  host('capabilities', 'set', 'CapAdd'),
  host('cgroup_parent', 'value', 'CgroupParent'),
  host('cgroupns_mode', 'value', 'CgroupnsMode'),
  host('cpu_period', 'value', 'CpuPeriod', live),
  host('cpu_quota', 'value', 'CpuQuota', live),
  host('cpu_shares', 'value', 'CpuShares', live),
  host('cpus', 'value', 'NanoCpus', { toApi: (value: number) => Math.round(value * 1e9) }),
  host('cpuset_cpus', 'value', 'CpusetCpus', live),
  host('cpuset_mems', 'value', 'CpusetMems', live),
  host('device_read_bps', 'dicts', 'BlkioDeviceReadBps', { toApi: byteRates }),
  host('device_write_bps', 'dicts', 'BlkioDeviceWriteBps', { toApi: byteRates }),
  host('device_read_iops', 'dicts', 'BlkioDeviceReadIOps', { toApi: rates }),
  host('device_write_iops', 'dicts', 'BlkioDeviceWriteIOps', { toApi: rates }),
  host('device_requests', 'dicts', 'DeviceRequests', { toApi: deviceRequests }),
  host('devices', 'dicts', 'Devices', { toApi: (value: readonly string[]) => value.map(device) }),
  host('dns_servers', 'list', 'Dns'),
  host('dns_opts', 'set', 'DnsOptions'),
  host('dns_search_domains', 'list', 'DnsSearch'),
  host('groups', 'set', 'GroupAdd'),
  host('init', 'value', 'Init'),
  host('ipc_mode', 'value', 'IpcMode'),
  host('kernel_memory', 'value', 'KernelMemory', { ...size, ...live }),
  host('memory', 'value', 'Memory', { ...size, ...live }),
  host('memory_reservation', 'value', 'MemoryReservation', { ...size, ...live }),
  host('memory_swap', 'value', 'MemorySwap', { toApi: sizeOrUnlimited, ...live }),
  host('memory_swappiness', 'value', 'MemorySwappiness'),
  host('oom_killer', 'value', 'OomKillDisable'),
  host('oom_score_adj', 'value', 'OomScoreAdj'),
  host('pid_mode', 'value', 'PidMode'),
  host('pids_limit', 'value', 'PidsLimit'),
  host('privileged', 'value', 'Privileged'),
  host('publish_all_ports', 'value', 'PublishAllPorts'),
  host('read_only', 'value', 'ReadonlyRootfs'),
  host('runtime', 'value', 'Runtime'),
  host('security_opts', 'set', 'SecurityOpt'),
  host('shm_size', 'value', 'ShmSize', size),
  host('tmpfs', 'dict', 'Tmpfs', { toApi: tmpfs }),
  host('ulimits', 'dicts', 'Ulimits', { toApi: (value: readonly string[]) => value.map(ulimit) }),
  host('userns_mode', 'value', 'UsernsMode'),
  host('uts', 'value', 'UTSMode'),
  host('volume_driver', 'value', 'VolumeDriver'),
  host('volumes_from', 'set', 'VolumesFrom'),
];

interface Rate {
  readonly path: string;
  readonly rate: string | number;
}

function rates(value: readonly Rate[]): Json {
  return value.map(({ path, rate }) => ({ Path: path, Rate: Number(rate) }));
}

function byteRates(value: readonly Rate[], name: string): Json {
  return value.map(({ path, rate }) => ({ Path: path, Rate: sizeInBytes(String(rate), name) }));
}

type DeviceRequests = NonNullable<ContainerArguments['device_requests']>;

function deviceRequests(value: DeviceRequests): Json {
  return value.map(({ driver, count, device_ids, capabilities, options }) => ({
    Driver: driver ?? null,
    Count: count ?? null,
    DeviceIDs: device_ids ?? null,
    Capabilities: capabilities === undefined ? null : (toJs(capabilities) as Json),
    Options: options === undefined ? null : (toJs(options) as Json),
  }));
}

function device(text: string): Json {
  const [onHost = '', inside = onHost, permissions = 'rwm'] = text.split(':');
  return { PathOnHost: onHost, PathInContainer: inside, CgroupPermissions: permissions };
}

function tmpfs(value: readonly string[]): Json {
  return Object.fromEntries(
    value.map((text) => {
      const colon = text.indexOf(':');
      return colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
    }),
  );
}

function ulimit(text: string): Json {
  const [name = '', soft, hard = soft] = text.split(':');
  if (soft === undefined || !/^-?\d+$/.test(soft) || !/^-?\d+$/.test(hard ?? '')) {
    throw new ModuleFailure(`ulimits: '${text}' is no limit: it is like nofile:1024:2048`);
  }
  return { Name: name, Soft: Number(soft), Hard: Number(hard) };
}
