import type { ArgumentSpec, ArgumentsOf } from '../../../argument-spec.ts';
import { connectionArguments } from '../connection.ts';
import { mountArguments } from './mounts.ts';
import { networkArguments } from './networks.ts';
import { resourceArguments } from './resource-arguments.ts';

const behaviour = {
  name: { type: 'str', required: true, description: 'The container, by name or ID.' },
  state: {
    type: 'str',
    choices: ['absent', 'present', 'stopped', 'started'],
    default: 'started',
    description: 'What should be with it. All but `absent` first see to it that it is as described.',
  },
  recreate: { type: 'bool', default: false, description: 'Make it anew in any case.' },
  restart: { type: 'bool', default: false, description: 'Restart it unless it is started or made anyway.' },
  force_kill: {
    type: 'bool',
    default: false,
    aliases: ['forcekill'],
    description: 'Kill rather than stop.',
  },
  kill_signal: { type: 'str', description: 'The signal to kill it with.' },
  keep_volumes: { type: 'bool', default: true, description: 'Keep its volumes without a name when it goes.' },
  removal_wait_timeout: {
    type: 'float',
    description: 'Seconds to wait until one that is being removed is gone; without it, as long as it takes.',
  },
  paused: { type: 'bool', description: 'Whether its processes are frozen.' },
  detach: { type: 'bool', description: 'false: wait for its end, and fail as it does.' },
  cleanup: { type: 'bool', default: false, description: 'With `detach: false`, remove it after its end.' },
  output_logs: {
    type: 'bool',
    default: false,
    description: 'Taken for compatibility: with `detach: false` its output is always returned.',
  },
  comparisons: {
    type: 'dict',
    description: 'How options are compared, by name: strict, ignore, allow_more_present; `*` for all.',
  },
  container_default_behavior: {
    type: 'str',
    choices: ['compatibility', 'no_defaults'],
    default: 'no_defaults',
    description: 'Whether some options have defaults as long ago.',
  },
  command_handling: {
    type: 'str',
    choices: ['compatibility', 'correct'],
    default: 'correct',
    description: 'Whether lists of words are taken apart as long ago.',
  },
  default_host_ip: {
    type: 'str',
    description: 'Where ports without an address are bound; empty: everywhere, IPv6 too.',
  },
} as const satisfies ArgumentSpec;

const image = {
  image: { type: 'str', description: 'The image, by name or ID; pulled when it is missing.' },
  pull: { type: 'bool', default: false, description: 'Pull the image also when there is one.' },
  ignore_image: { type: 'bool', default: false, description: 'Another image is no difference.' },
  image_comparison: {
    type: 'str',
    choices: ['desired-image', 'current-image'],
    default: 'desired-image',
    description: 'The image whose environment, labels, ports and volumes count as asked for.',
  },
  image_label_mismatch: {
    type: 'str',
    choices: ['ignore', 'fail'],
    default: 'ignore',
    description: 'What of labels that come from the image, when labels are compared strictly.',
  },
  image_name_mismatch: {
    type: 'str',
    choices: ['recreate', 'ignore'],
    default: 'ignore',
    description: 'What of another name of the same image.',
  },
  platform: { type: 'str', description: 'The platform: linux/arm64.' },
} as const satisfies ArgumentSpec;

const process = {
  command: { type: 'raw', description: 'What runs: a line, or a list of words.' },
  entrypoint: { type: 'list', elements: 'str', description: 'What runs the command.' },
  env: { type: 'dict', description: 'Environment; values are texts.' },
  env_file: { type: 'path', description: 'A file on the target with more of it: lines of NAME=value.' },
  user: { type: 'str', description: 'Who runs it: name or number, and a group behind a colon.' },
  groups: { type: 'list', elements: 'str', description: 'Further groups.' },
  working_dir: { type: 'str', description: 'The folder it runs in.' },
  hostname: { type: 'str', description: 'Its host name.' },
  domainname: { type: 'str', description: 'Its domain.' },
  labels: { type: 'dict', description: 'Labels.' },
  init: { type: 'bool', description: 'Run a small init that passes signals on.' },
  interactive: { type: 'bool', description: 'Keep its input open.' },
  tty: { type: 'bool', description: 'Give it a terminal.' },
  stop_signal: { type: 'str', description: 'The signal that stops it.' },
  stop_timeout: { type: 'int', description: 'Seconds until it is killed when it does not stop.' },
  restart_policy: {
    type: 'str',
    choices: ['no', 'on-failure', 'always', 'unless-stopped'],
    description: 'When it is started again.',
  },
  restart_retries: { type: 'int', description: 'How often, on failure.' },
  auto_remove: { type: 'bool', description: 'The engine removes it after its end.' },
  healthcheck: {
    type: 'dict',
    description: 'How the engine finds out that it is well.',
    options: {
      test: { type: 'raw', description: 'A command line, or a list behind CMD, CMD-SHELL or NONE.' },
      interval: { type: 'str', description: 'Between two checks: 1m30s.' },
      timeout: { type: 'str', description: 'How long one may take.' },
      start_period: { type: 'str', description: 'How long failures do not count at first.' },
      retries: { type: 'int', description: 'How many failures in a row count.' },
    },
  },
  log_driver: { type: 'str', description: 'Where its output goes.' },
  log_options: { type: 'dict', aliases: ['log_opt'], description: 'Settings of that.' },
} as const satisfies ArgumentSpec;

const storage = {
  volumes: {
    type: 'list',
    elements: 'str',
    description: 'Folders and volumes in it: /host:/inside:ro, name:/inside, /inside.',
  },
  mounts: { type: 'list', elements: 'dict', options: mountArguments, description: 'The same in words.' },
  volumes_from: { type: 'list', elements: 'str', description: 'Containers whose volumes it has too.' },
  volume_driver: { type: 'str', description: 'What makes volumes.' },
  tmpfs: { type: 'list', elements: 'str', description: 'Folders in memory: /run:size=64m.' },
  read_only: { type: 'bool', description: 'Its own files cannot be changed.' },
  storage_opts: { type: 'dict', description: 'Settings of where its files are.' },
} as const satisfies ArgumentSpec;

const network = {
  networks: {
    type: 'list',
    elements: 'dict',
    options: networkArguments,
    description: 'The networks that it is in.',
  },
  networks_cli_compatible: {
    type: 'bool',
    default: true,
    description: 'With networks given it is not in the default one.',
  },
  purge_networks: { type: 'bool', default: false, description: 'It leaves all other networks.' },
  network_mode: { type: 'str', description: 'bridge, host, none, container:NAME or a network.' },
  published_ports: {
    type: 'list',
    elements: 'str',
    aliases: ['ports'],
    description: 'Ports on the host: 8080:80, 127.0.0.1:53:53/udp, 7000-7010:9000-9010.',
  },
  publish_all_ports: { type: 'bool', description: 'Every port that it listens on gets a free one.' },
  exposed_ports: {
    type: 'list',
    elements: 'str',
    aliases: ['exposed', 'expose'],
    description: 'Ports that it listens on.',
  },
  dns_servers: { type: 'list', elements: 'str', description: 'Whom it asks for names.' },
  dns_search_domains: { type: 'list', elements: 'str', description: 'Domains that it searches.' },
  dns_opts: { type: 'list', elements: 'str', description: 'Options of its resolver.' },
  etc_hosts: { type: 'dict', description: 'Addresses by host name.' },
  links: { type: 'list', elements: 'str', description: 'Containers that it sees: name:alias.' },
  mac_address: { type: 'str', description: 'Its MAC address.' },
} as const satisfies ArgumentSpec;

export const containerArguments = {
  ...behaviour,
  ...image,
  ...process,
  ...storage,
  ...network,
  ...resourceArguments,
  ...connectionArguments,
} as const satisfies ArgumentSpec;

export type ContainerArguments = ArgumentsOf<typeof containerArguments>;
