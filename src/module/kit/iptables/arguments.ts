import type { ArgumentRules, ArgumentSpec } from '../../argument-spec.ts';

/** What a rule is of. `!` before a value turns the test round, where iptables knows that. */
const ruleArguments = {
  protocol: { type: 'str', description: 'tcp, udp, icmp..., a number, or all.' },
  source: { type: 'str', description: 'Where packets come from: an address, a network or a name.' },
  destination: { type: 'str', description: 'Where packets go.' },
  match: { type: 'list', elements: 'str', default: [], description: 'Extensions that the rule needs.' },
  tcp_flags: {
    type: 'dict',
    description: 'Flags of TCP.',
    options: {
      flags: { type: 'list', elements: 'str', description: 'Those that are looked at.' },
      flags_set: { type: 'list', elements: 'str', description: 'Those of them that are set.' },
    },
  },
  jump: { type: 'str', description: 'What becomes of the packet: ACCEPT, DROP, LOG..., or a chain.' },
  gateway: { type: 'str', description: 'Where TEE sends copies.' },
  log_prefix: { type: 'str', description: 'What stands before a packet in the log; means LOG.' },
  log_level: {
    type: 'str',
    choices: [
      ...['0', '1', '2', '3', '4', '5', '6', '7', 'emerg', 'alert', 'crit', 'error', 'warning'],
      ...['notice', 'info', 'debug'],
    ],
    description: 'How urgent it is in the log; means LOG.',
  },
  goto: { type: 'str', description: 'A chain to go on in, that does not come back to this one.' },
  in_interface: {
    type: 'str',
    description: 'The interface that packets come in by; `+` at its end: any such.',
  },
  out_interface: { type: 'str', description: 'The interface that packets leave by.' },
  fragment: {
    type: 'str',
    description:
      'Only second and further fragments; with `!` all but those. What else is said does not count.',
  },
  set_counters: { type: 'str', description: 'Packets and bytes that the rule begins with.' },
  source_port: { type: 'str', description: 'The port that packets come from, or first:last.' },
  destination_port: { type: 'str', description: 'The port that packets go to, or first:last.' },
  destination_ports: { type: 'list', elements: 'str', description: 'Several ports or ranges.' },
  to_ports: { type: 'str', description: 'Ports of REDIRECT and MASQUERADE.' },
  to_destination: { type: 'str', description: 'The address of DNAT.' },
  to_source: { type: 'str', description: 'The address of SNAT.' },
  set_dscp_mark: { type: 'str', description: 'The mark that DSCP sets.' },
  set_dscp_mark_class: { type: 'str', description: 'The class whose mark DSCP sets.' },
  syn: {
    type: 'str',
    choices: ['ignore', 'match', 'negate'],
    default: 'ignore',
    description: 'Packets that open a connection of TCP, or all but those.',
  },
  ctstate: { type: 'list', elements: 'str', default: [], description: 'States of the connection.' },
  src_range: { type: 'str', description: 'Addresses that packets come from: first-last.' },
  dst_range: { type: 'str', description: 'Addresses that packets go to: first-last.' },
  match_set: { type: 'str', description: 'A set of ipset.' },
  match_set_flags: {
    type: 'str',
    choices: ['src', 'dst', 'src,dst', 'dst,src'],
    description: 'What of the packet is looked up in the set.',
  },
  limit: { type: 'str', description: 'How many packets in a time: 5/second.' },
  limit_burst: { type: 'str', description: 'How many before that counts.' },
  uid_owner: { type: 'str', description: 'The user that sends.' },
  gid_owner: { type: 'str', description: 'The group that sends.' },
  reject_with: { type: 'str', description: 'What is answered; means REJECT.' },
  icmp_type: { type: 'str', description: 'The type of ICMP, by name or number.' },
  comment: { type: 'str', description: 'A remark on the rule.' },
} as const satisfies ArgumentSpec;

export const iptablesArguments = {
  table: {
    type: 'str',
    choices: ['filter', 'nat', 'mangle', 'raw', 'security'],
    default: 'filter',
    description: 'The table.',
  },
  state: {
    type: 'str',
    choices: ['absent', 'present'],
    default: 'present',
    description: 'Whether there is such a rule.',
  },
  action: {
    type: 'str',
    choices: ['append', 'insert'],
    default: 'append',
    description: 'Where a new rule goes: the end, or the beginning.',
  },
  rule_num: { type: 'str', description: 'The number that an inserted rule gets.' },
  ip_version: {
    type: 'str',
    choices: ['ipv4', 'ipv6', 'both'],
    default: 'ipv4',
    description: 'iptables, ip6tables, or both of them.',
  },
  chain: { type: 'str', description: 'The chain.' },
  chain_management: {
    type: 'bool',
    default: false,
    description: 'Make the chain when it is not there; with state=absent and no rule take the chain away.',
  },
  flush: { type: 'bool', default: false, description: 'Take all rules out of the chain or the table.' },
  policy: {
    type: 'str',
    choices: ['ACCEPT', 'DROP', 'QUEUE', 'RETURN'],
    description: 'What becomes of packets that no rule of the chain is of.',
  },
  wait: { type: 'str', description: 'Seconds to wait for others that change rules.' },
  numeric: {
    type: 'bool',
    default: false,
    description: 'Look no names up for lists of rules. They never are here.',
  },
  ...ruleArguments,
} as const satisfies ArgumentSpec;

export const iptablesRules = {
  mutuallyExclusive: [
    ['set_dscp_mark', 'set_dscp_mark_class'],
    ['flush', 'policy'],
  ],
  requiredIf: [
    ['jump', 'TEE', ['gateway']],
    ['jump', 'tee', ['gateway']],
  ],
  requiredBy: { match_set: ['match_set_flags'] },
} as const satisfies ArgumentRules;
