import type { ArgumentSpec } from '../../../argument-spec.ts';

function rateOf(what: string, type: 'str' | 'int') {
  return {
    path: { type: 'str', required: true, description: 'The device.' },
    rate: { type, required: true, description: what },
  } as const satisfies ArgumentSpec;
}

const bytes = rateOf('Bytes a second: 20M.', 'str');
const operations = rateOf('Operations a second.', 'int');

/** What a container may use of the machine, and what it is kept from. */
export const resourceArguments = {
  memory: { type: 'str', description: 'Most memory: 512M.' },
  memory_reservation: { type: 'str', description: 'What it is pressed to when memory is short.' },
  memory_swap: { type: 'str', description: 'Most memory and swap together; -1: no limit.' },
  memory_swappiness: { type: 'int', description: 'How readily it is swapped: 0 to 100.' },
  kernel_memory: { type: 'str', description: 'Most memory of the kernel for it.' },
  shm_size: { type: 'str', description: 'The size of /dev/shm.' },
  cpus: { type: 'float', description: 'How many processors it may use: 1.5.' },
  cpu_period: { type: 'int', description: 'The period of the scheduler.' },
  cpu_quota: { type: 'int', description: 'Its part of that.' },
  cpu_shares: { type: 'int', description: 'Its weight.' },
  cpuset_cpus: { type: 'str', description: 'The processors it may run on: 0-3.' },
  cpuset_mems: { type: 'str', description: 'The memory nodes it may use.' },
  blkio_weight: { type: 'int', description: 'The weight of its reads and writes.' },
  device_read_bps: { type: 'list', elements: 'dict', options: bytes, description: 'Limits of reading.' },
  device_write_bps: { type: 'list', elements: 'dict', options: bytes, description: 'Limits of writing.' },
  device_read_iops: { type: 'list', elements: 'dict', options: operations, description: 'Limits of reads.' },
  device_write_iops: {
    type: 'list',
    elements: 'dict',
    options: operations,
    description: 'Limits of writes.',
  },
  devices: {
    type: 'list',
    elements: 'str',
    description: 'Devices of the host: /dev/sda:/dev/xvda:rwm.',
  },
  device_requests: {
    type: 'list',
    elements: 'dict',
    description: 'Other devices, such as GPUs.',
    options: {
      driver: { type: 'str', description: 'The driver.' },
      count: { type: 'int', description: 'How many; -1: all.' },
      device_ids: { type: 'list', elements: 'str', description: 'Which.' },
      capabilities: {
        type: 'list',
        elements: 'list',
        description: 'What they can: any of the lists, all of its words.',
      },
      options: { type: 'dict', description: 'Settings of the driver.' },
    },
  },
  pids_limit: { type: 'int', description: 'Most processes; -1: no limit.' },
  ulimits: { type: 'list', elements: 'str', description: 'Limits of a process: nofile:1024:2048.' },
  sysctls: { type: 'dict', description: 'Settings of its kernel namespaces.' },
  oom_killer: { type: 'bool', description: 'Whether it is spared when memory runs out.' },
  oom_score_adj: { type: 'int', description: 'How soon it is ended when memory runs out.' },
  capabilities: { type: 'list', elements: 'str', description: 'Rights that it gets.' },
  cap_drop: { type: 'list', elements: 'str', description: 'Rights that it loses.' },
  privileged: { type: 'bool', description: 'It may do all that root may.' },
  security_opts: { type: 'list', elements: 'str', description: 'Settings of SELinux, AppArmor, seccomp.' },
  cgroup_parent: { type: 'str', description: 'The cgroup above its own.' },
  cgroupns_mode: {
    type: 'str',
    choices: ['host', 'private'],
    description: 'Whether it sees its own cgroups alone.',
  },
  ipc_mode: { type: 'str', description: 'Whose shared memory it sees: host, container:NAME.' },
  pid_mode: { type: 'str', description: 'Whose processes it sees.' },
  userns_mode: { type: 'str', description: 'Whose users it has: host.' },
  uts: { type: 'str', description: 'Whose host name it has: host.' },
  runtime: { type: 'str', description: 'What runs it.' },
} as const satisfies ArgumentSpec;
