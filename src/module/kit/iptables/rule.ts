import type { ArgumentsOf } from '../../argument-spec.ts';
import { ModuleFailure } from '../../result.ts';
import type { iptablesArguments } from './arguments.ts';

export type IptablesArguments = ArgumentsOf<typeof iptablesArguments>;

/**
 * The words that say what a rule is of, in the order in which Ansible gives them: iptables compares rules by their
 * matches one after the other, so that another order would not find the rules that Ansible made.
 */
export function ruleWords(args: IptablesArguments, isIpv6: boolean): readonly string[] {
  const { match } = args;
  refuseUnclear(args);
  const extension = (name: string, isNeeded: boolean): readonly string[] =>
    isNeeded && !match.includes(name) ? ['-m', name] : [];
  const jump = targetOf(args);
  return [
    ...test('-p', args.protocol),
    ...test('-s', args.source),
    ...test('-d', args.destination),
    ...match.flatMap((name) => ['-m', name]),
    ...tcpFlags(args),
    ...option('-j', jump),
    ...(jump?.toUpperCase() === 'TEE' ? option('--gateway', args.gateway) : []),
    ...option('--log-prefix', args.log_prefix),
    ...option('--log-level', args.log_level),
    ...option('--to-destination', args.to_destination),
    ...extension('multiport', hasItems(args.destination_ports)),
    ...list('--dports', args.destination_ports),
    ...option('--to-source', args.to_source),
    ...option('-g', args.goto),
    ...test('-i', args.in_interface),
    ...test('-o', args.out_interface),
    ...fragment(args.fragment),
    ...counters(args.set_counters),
    ...test('--source-port', args.source_port),
    ...test('--destination-port', args.destination_port),
    ...option('--to-ports', args.to_ports),
    ...option('--set-dscp', args.set_dscp_mark),
    ...option('--set-dscp-class', args.set_dscp_mark_class),
    ...{ ignore: [], match: ['--syn'], negate: ['!', '--syn'] }[args.syn],
    ...connectionStates(args),
    ...extension('iprange', args.src_range !== undefined || args.dst_range !== undefined),
    ...test('--src-range', args.src_range),
    ...test('--dst-range', args.dst_range),
    ...extension('set', args.match_set !== undefined),
    ...test('--match-set', args.match_set, args.match_set_flags),
    ...extension('limit', args.limit !== undefined || args.limit_burst !== undefined),
    ...option('--limit', args.limit),
    ...option('--limit-burst', args.limit_burst),
    ...extension('owner', args.uid_owner !== undefined),
    ...test('--uid-owner', args.uid_owner),
    ...extension('owner', args.gid_owner !== undefined),
    ...test('--gid-owner', args.gid_owner),
    ...option('--reject-with', args.reject_with),
    ...test(isIpv6 ? '--icmpv6-type' : '--icmp-type', args.icmp_type),
    ...extension('comment', args.comment !== undefined),
    ...option('--comment', args.comment),
  ];
}

/** An empty value would make a rule that is of everything. */
function refuseUnclear(args: IptablesArguments): void {
  const empty = Object.entries(args).find(([name, value]) => value === '' && name !== 'fragment');
  if (empty !== undefined) throw new ModuleFailure(`iptables: ${empty[0]} is empty; leave it out`);
  const { jump, match_set: set, match_set_flags: flags } = args;
  if (isLogged(args) && jump !== undefined && jump.toUpperCase() !== 'LOG') {
    throw new ModuleFailure(`iptables: log_prefix and log_level are of LOG, not of ${jump}`);
  }
  if (set === undefined && flags !== undefined) {
    throw new ModuleFailure('iptables: match_set_flags needs match_set');
  }
}

function isLogged({ log_prefix: prefix, log_level: level }: IptablesArguments): boolean {
  return prefix !== undefined || level !== undefined;
}

function targetOf(args: IptablesArguments): string | undefined {
  if (args.jump !== undefined) return args.jump;
  if (isLogged(args)) return 'LOG';
  return args.reject_with === undefined ? undefined : 'REJECT';
}

function option(flag: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [flag, value];
}

/** A test, which `!` before its value turns round. */
function test(
  flag: string,
  value: string | undefined,
  ...more: readonly (string | undefined)[]
): readonly string[] {
  if (value === undefined) return [];
  const isNegated = value.startsWith('!');
  const words = [
    flag,
    isNegated ? value.slice(1).trim() : value,
    ...more.filter((word) => word !== undefined),
  ];
  return isNegated ? ['!', ...words] : words;
}

function list(flag: string, values: readonly string[] | undefined): readonly string[] {
  return values === undefined || values.length === 0 ? [] : [flag, values.join(',')];
}

function hasItems(values: readonly string[] | undefined): boolean {
  return values !== undefined && values.length > 0;
}

function fragment(value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  return value.startsWith('!') ? ['!', '-f'] : ['-f'];
}

function counters(value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  const numbers = value.trim().split(/[\s,]+/);
  if (numbers.length !== 2 || !numbers.every((number) => /^\d+$/.test(number))) {
    throw new ModuleFailure(`iptables: set_counters takes packets and bytes, not '${value}'`);
  }
  return ['-c', ...numbers];
}

function tcpFlags({ tcp_flags: flags }: IptablesArguments): readonly string[] {
  if (flags === undefined) return [];
  const { flags: examined, flags_set: set } = flags;
  if (examined === undefined && set === undefined) return [];
  if (examined === undefined || set === undefined) {
    throw new ModuleFailure('iptables: tcp_flags needs both flags and flags_set');
  }
  return ['--tcp-flags', examined.join(','), set.join(',')];
}

/** `state` is an old name of what `conntrack` does. */
function connectionStates({ ctstate, match }: IptablesArguments): readonly string[] {
  if (ctstate.length === 0) return [];
  const states = ctstate.join(',');
  if (match.includes('conntrack')) return ['--ctstate', states];
  return match.includes('state') ? ['--state', states] : ['-m', 'conntrack', '--ctstate', states];
}
