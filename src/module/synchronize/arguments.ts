import type { ArgumentSpec, ArgumentsOf } from '../argument-spec.ts';

export const synchronizeArguments = {
  src: {
    type: 'str',
    required: true,
    description: 'Where from: with mode push a path of the controller, with pull one of the host.',
  },
  dest: { type: 'str', required: true, description: 'Where to, on the other side.' },
  mode: { type: 'str', choices: ['pull', 'push'], default: 'push', description: 'To the host, or from it.' },
  archive: {
    type: 'bool',
    default: true,
    description: 'Folders with all in them, links, permissions, times, owner, group and devices.',
  },
  recursive: { type: 'bool', description: 'Folders with all in them. Default: as archive.' },
  links: { type: 'bool', description: 'Links as links. Default: as archive.' },
  perms: { type: 'bool', description: 'Keep permissions. Default: as archive.' },
  times: { type: 'bool', description: 'Keep the times of modification. Default: as archive.' },
  owner: { type: 'bool', description: 'Keep the owner. Default: as archive.' },
  group: { type: 'bool', description: 'Keep the group. Default: as archive.' },
  checksum: { type: 'bool', default: false, description: 'Compare contents, not sizes and times.' },
  compress: { type: 'bool', default: true, description: 'Compress what goes over the wire.' },
  copy_links: { type: 'bool', default: false, description: 'What links lead to in the place of links.' },
  delay_updates: {
    type: 'bool',
    default: true,
    description: 'Put all files in their places at the end; heeds .rsync-filter files.',
  },
  delete: {
    type: 'bool',
    default: false,
    description: 'Delete what is in dest and not in src. Needs recursive.',
  },
  dirs: { type: 'bool', default: false, description: 'Folders without what is in them.' },
  existing_only: { type: 'bool', default: false, description: 'Make no file that is not there.' },
  link_dest: { type: 'list', elements: 'str', description: 'Folders with files to make hard links to.' },
  partial: { type: 'bool', default: false, description: 'Keep a file that came over in part.' },
  rsync_opts: { type: 'list', elements: 'str', description: 'More options for rsync.' },
  rsync_path: { type: 'str', description: 'The command that is rsync on the host.' },
  rsync_timeout: {
    type: 'int',
    default: 0,
    description: 'Seconds without any byte after which rsync gives up.',
  },
  dest_port: { type: 'int', description: "The host's SSH port. Default: that of the connection." },
  private_key: { type: 'path', description: 'A private SSH key. Default: that of the connection.' },
  set_remote_user: { type: 'bool', default: true, description: 'Log in as the user of the connection.' },
  ssh_connection_multiplexing: {
    type: 'bool',
    default: false,
    description: 'Let ssh share a connection as its own configuration says.',
  },
  use_ssh_args: {
    type: 'bool',
    default: false,
    description: 'Hand ansible_ssh_args, ansible_ssh_common_args and ansible_ssh_extra_args to ssh.',
  },
  verify_host: {
    type: 'bool',
    default: false,
    description:
      'Check the host key whatever the connection does: it is checked as the connection checks it.',
  },
} as const satisfies ArgumentSpec;

export type SynchronizeArguments = ArgumentsOf<typeof synchronizeArguments>;
