import type { UfwState } from './state.ts';

export interface UfwRule {
  readonly rule: string;
  readonly direction: string | undefined;
  readonly interface: string | undefined;
  readonly interface_in: string | undefined;
  readonly interface_out: string | undefined;
  readonly from_ip: string;
  readonly from_port: string | undefined;
  readonly to_ip: string;
  readonly to_port: string | undefined;
  readonly proto: string | undefined;
  readonly name: string | undefined;
  readonly comment: string | undefined;
  readonly log: boolean;
  readonly route: boolean;
  readonly delete: boolean;
  readonly insert: number | undefined;
  readonly insert_relative_to: InsertBase;
}

export type InsertBase = 'first-ipv4' | 'first-ipv6' | 'last-ipv4' | 'last-ipv6' | 'zero';

/** The words of ufw that add or delete a rule. */
export function ruleWords(rule: UfwRule, place: number | undefined): readonly string[] {
  const way = rule.direction?.replace(/^(in|out)coming$/, '$1').replace(/^outgoing$/, 'out');
  return [
    ...(rule.route ? ['route'] : []),
    ...(rule.delete ? ['delete'] : place === undefined ? [] : ['insert', String(place)]),
    rule.rule,
    ...(way === undefined ? [] : [way]),
    ...named('on', rule.interface),
    ...(rule.interface_in === undefined ? [] : ['in', 'on', rule.interface_in]),
    ...(rule.interface_out === undefined ? [] : ['out', 'on', rule.interface_out]),
    ...(rule.log ? ['log'] : []),
    ...['from', rule.from_ip],
    ...named('port', rule.from_port),
    ...['to', rule.to_ip],
    ...named('port', rule.to_port),
    ...named('proto', rule.proto),
    ...named('app', rule.name),
    ...named('comment', rule.comment),
  ];
}

/** The number that a rule gets: undefined to add it at the end. */
export function insertPlace(
  { insert, insert_relative_to }: Pick<UfwRule, 'insert' | 'insert_relative_to'>,
  { numbered }: Pick<UfwState, 'numbered'>,
): number | undefined {
  if (insert === undefined || insert_relative_to === 'zero') return insert;
  const { ipv4, ipv6 } = numbered;
  const bases: Readonly<Record<Exclude<InsertBase, 'zero'>, number>> = {
    'first-ipv4': 1,
    'last-ipv4': Math.max(ipv4, 1),
    'first-ipv6': ipv4 + 1,
    'last-ipv6': ipv4 + Math.max(ipv6, 1),
  };
  const place = bases[insert_relative_to] + insert;
  return place > ipv4 + ipv6 ? undefined : place;
}

function named(word: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [word, value];
}
