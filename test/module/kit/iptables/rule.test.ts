import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateArguments } from '../../../../src/module/arguments.ts';
import type { AnyModule } from '../../../../src/module/define.ts';
import { type IptablesArguments, ruleWords } from '../../../../src/module/kit/iptables/rule.ts';
import iptables from '../../../../src/modules/iptables.ts';
import { fromJs } from '../../../../src/values/convert.ts';

function rule(given: Readonly<Record<string, unknown>>, isIpv6 = false): readonly string[] {
  const raw = new Map(
    Object.entries({ chain: 'INPUT', ...given }).map(([name, value]) => [name, fromJs(value)]),
  );
  const validated = validateArguments(iptables as unknown as AnyModule, raw);
  if (!validated.ok) throw new Error(validated.message);
  return ruleWords(validated.args as unknown as IptablesArguments, isIpv6);
}

/** How iptables takes the words apart: each option with as many words as it needs. */
const arity: ReadonlyMap<string, number> = new Map([
  ...['-f', '--syn'].map((flag) => [flag, 0] as const),
  ...['-c', '--tcp-flags', '--match-set'].map((flag) => [flag, 2] as const),
]);

interface Option {
  readonly flag: string;
  readonly values: readonly string[];
  readonly isNegated: boolean;
}

function optionsIn(words: readonly string[]): readonly Option[] {
  const options: Option[] = [];
  for (let index = 0; index < words.length; ) {
    const isNegated = words[index] === '!';
    const start = isNegated ? index + 1 : index;
    const flag = words[start] ?? '';
    const end = start + 1 + (arity.get(flag) ?? 1);
    if (!flag.startsWith('-') || end > words.length) throw new Error(`no option: ${words.join(' ')}`);
    options.push({ flag, values: words.slice(start + 1, end), isNegated });
    index = end;
  }
  return options;
}

/** Arguments that iptables can turn round, and those that it cannot, with their options. */
const tests = {
  ...{ protocol: '-p', source: '-s', destination: '-d', in_interface: '-i', out_interface: '-o' },
  ...{ source_port: '--source-port', destination_port: '--destination-port', src_range: '--src-range' },
  ...{
    dst_range: '--dst-range',
    uid_owner: '--uid-owner',
    gid_owner: '--gid-owner',
    icmp_type: '--icmp-type',
  },
} as const;
const plain = {
  ...{ jump: '-j', goto: '-g', to_destination: '--to-destination', to_source: '--to-source' },
  ...{ to_ports: '--to-ports', set_dscp_mark: '--set-dscp', limit: '--limit', limit_burst: '--limit-burst' },
  ...{ reject_with: '--reject-with', comment: '--comment' },
} as const;

/** Anything that can stand in a playbook, what looks like an option or a second word among it. */
const value = fc.oneof(
  fc.constantFrom('-j', '--jump', '! x', "it's open", 'a b', '-', '\n'),
  fc.string({ minLength: 1 }),
);
const some = (names: readonly string[]) => fc.dictionary(fc.constantFrom(...names), value);

describe('the words of a rule', () => {
  it('say each argument once, whatever its value looks like', () => {
    fc.assert(
      fc.property(
        some(Object.keys(tests)),
        some(Object.keys(plain)),
        fc.subarray(['owner', 'iprange', 'limit', 'comment', 'conntrack']),
        (tested, plainly, match) => {
          const options = optionsIn(rule({ ...tested, ...plainly, match }));
          const said = (flag: string) => options.filter((option) => option.flag === flag);
          for (const [name, flag] of Object.entries(tests)) {
            const given = tested[name];
            const isNegated = given?.startsWith('!') === true;
            const word = isNegated ? given?.slice(1).trim() : given;
            expect(said(flag)).toEqual(given === undefined ? [] : [{ flag, values: [word], isNegated }]);
          }
          for (const [name, flag] of Object.entries(plain)) {
            const given =
              plainly[name] ??
              (name === 'jump' && plainly['reject_with'] !== undefined ? 'REJECT' : undefined);
            expect(said(flag)).toEqual(
              given === undefined ? [] : [{ flag, values: [given], isNegated: false }],
            );
          }
        },
      ),
    );
  });

  it('load each extension before the first word that needs it', () => {
    const needs: ReadonlyMap<string, string> = new Map([
      ...['--uid-owner', '--gid-owner'].map((flag) => [flag, 'owner'] as const),
      ...['--src-range', '--dst-range'].map((flag) => [flag, 'iprange'] as const),
      ...['--limit', '--limit-burst'].map((flag) => [flag, 'limit'] as const),
      ...[['--dports', 'multiport'] as const, ['--ctstate', 'conntrack'] as const],
      ...[['--match-set', 'set'] as const, ['--comment', 'comment'] as const],
    ]);
    const given = fc.record(
      {
        uid_owner: value,
        gid_owner: value,
        src_range: value,
        dst_range: value,
        limit: value,
        limit_burst: value,
        comment: value,
        destination_ports: fc.constant(['80', '443']),
        ctstate: fc.constant(['NEW', 'RELATED']),
        match: fc.subarray(['owner', 'iprange', 'limit', 'multiport', 'conntrack', 'set', 'comment']),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(given, fc.boolean(), (args, hasSet) => {
        const set = hasSet ? { match_set: 'banned', match_set_flags: 'src' } : {};
        const options = optionsIn(rule({ ...args, ...set }));
        for (const [index, { flag }] of options.entries()) {
          const extension = needs.get(flag);
          if (extension === undefined) continue;
          const isLoaded = options
            .slice(0, index)
            .some((option) => option.flag === '-m' && option.values[0] === extension);
          expect(isLoaded, `${flag} needs ${extension}`).toBe(true);
        }
      }),
    );
  });

  it.each([
    [{ protocol: 'tcp', syn: 'negate', jump: 'DROP' }, '-p tcp -j DROP ! --syn'],
    [{ protocol: 'icmpv6', icmp_type: '128' }, '-p icmpv6 --icmpv6-type 128'],
    [{ match: ['state'], ctstate: ['NEW'] }, '-m state --state NEW'],
    [{ log_prefix: 'x' }, '-j LOG --log-prefix x'],
    [{ set_counters: '1, 2', fragment: '!' }, '! -f -c 1 2'],
  ])('stand in the order in which Ansible gives them: %j', (args, words) => {
    expect(rule(args, true).join(' ')).toBe(words);
  });

  it.each([
    [{ source: '' }, /source is empty/],
    [{ jump: 'DROP', log_prefix: 'x' }, /of LOG, not of DROP/],
    [{ tcp_flags: { flags: ['SYN'] } }, /needs both/],
    [{ set_counters: '1' }, /packets and bytes/],
  ])('are refused: %j', (args, message) => {
    expect(() => rule(args)).toThrow(message);
  });
});
