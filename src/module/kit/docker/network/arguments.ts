import type { ArgumentSpec, ArgumentsOf } from '../../../argument-spec.ts';
import { ipamArguments } from './ipam.ts';

export const networkArguments = {
  name: { type: 'str', required: true, aliases: ['network_name'], description: 'The network.' },
  state: {
    type: 'str',
    choices: ['absent', 'present'],
    default: 'present',
    description: 'Whether it should be there.',
  },
  driver: { type: 'str', default: 'bridge', description: 'What makes it.' },
  driver_options: { type: 'dict', description: 'Settings of the driver.' },
  ipam_driver: { type: 'str', description: 'What gives out addresses.' },
  ipam_driver_options: { type: 'dict', description: 'Settings of what gives out addresses.' },
  ipam_config: {
    type: 'list',
    elements: 'dict',
    options: ipamArguments,
    description: 'The subnets.',
  },
  enable_ipv6: { type: 'bool', description: 'Whether it has IPv6.' },
  internal: { type: 'bool', description: 'Whether nothing gets out of it.' },
  attachable: { type: 'bool', description: 'Whether containers that are no service of a swarm may join.' },
  scope: { type: 'str', choices: ['local', 'global', 'swarm'], description: 'How far it reaches.' },
  labels: { type: 'dict', description: 'Labels that it should have.' },
  connected: {
    type: 'list',
    elements: 'str',
    default: [],
    aliases: ['containers'],
    description: 'The containers in it, by name or ID; others leave it. None: whatever is in it stays.',
  },
  appends: {
    type: 'bool',
    default: false,
    aliases: ['incremental'],
    description: 'Other containers stay in it.',
  },
  force: {
    type: 'bool',
    default: false,
    description: 'Make it anew, also when nothing is different.',
  },
} as const satisfies ArgumentSpec;

export type NetworkArguments = ArgumentsOf<typeof networkArguments>;
