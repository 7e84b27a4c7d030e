import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { iptablesArguments, iptablesRules } from '../module/kit/iptables/arguments.ts';
import { type IptablesArguments, ruleWords } from '../module/kit/iptables/rule.ts';
import { quote } from '../module/kit/quote.ts';
import { allOf, type Reading, read } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { ModuleFailure } from '../module/result.ts';

export default defineModule({
  name: 'iptables',
  collection: 'ansible.builtin',
  summary: 'Adds, inserts and takes away rules of the packet filter, and sets policies, until the next boot',
  args: iptablesArguments,
  ...iptablesRules,
  returns: {
    rule: 'What the rule is of, as iptables was told.',
    chain: 'The chain.',
    table: 'The table.',
    ip_version: 'The version of IP.',
    flush: 'Whether all rules went.',
    state: 'The state that was asked for.',
    chain_management: 'Whether chains are made and taken away.',
  },
  examples: `
- name: Let in what asks for the web server
  ansible.builtin.iptables:
    chain: INPUT
    protocol: tcp
    destination_port: '443'
    ctstate: NEW
    jump: ACCEPT
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    refuseUnclear(args);
    const filters = filtersOf(args);
    const steps = await dueSteps(context, filters, args);
    if (steps.length > 0 && !context.checkMode) {
      await runOrFail(context, `LC_ALL=C; export LC_ALL; ${steps.join(' && ')}`, {
        failure: 'the rules cannot be changed',
      });
    }
    return {
      changed: steps.length > 0,
      ip_version: args.ip_version,
      table: args.table,
      chain: args.chain ?? null,
      flush: args.flush,
      rule: [...waitWords(args), ...(filters[0]?.rule ?? [])].join(' '),
      state: args.state,
      chain_management: args.chain_management,
    };
  },
});

/** One of the two programs, and the rule in its words. */
interface PacketFilter {
  readonly rule: readonly string[];
  /** Shell text that runs it on the table: a command, what the command is of, and a rule. */
  command(words: readonly string[], rule?: readonly string[]): string;
}

function filtersOf(args: IptablesArguments): readonly PacketFilter[] {
  const programs = {
    ipv4: ['iptables'],
    ipv6: ['ip6tables'],
    both: ['iptables', 'ip6tables'],
  }[args.ip_version];
  return programs.map((program) => ({
    rule: ruleWords(args, program === 'ip6tables'),
    command: (words, rule = []) =>
      [program, ...['-t', args.table, ...words, ...waitWords(args), ...rule].map(quote)].join(' '),
  }));
}

function waitWords({ wait }: IptablesArguments): readonly string[] {
  return wait === undefined ? [] : ['-w', wait];
}

/** The programs would take these words for commands of their own. */
function refuseUnclear({ chain, flush, wait, rule_num: number }: IptablesArguments): void {
  if (chain === undefined && !flush) throw new ModuleFailure('iptables: neither a chain nor flush is given');
  if (chain !== undefined && !/^[^-!\s][^\s]*$/.test(chain)) {
    throw new ModuleFailure(`iptables: '${chain}' cannot be the name of a chain`);
  }
  if (wait !== undefined && !/^\d+$/.test(wait)) {
    throw new ModuleFailure(`iptables: wait takes seconds, not '${wait}'`);
  }
  if (number !== undefined && !/^\d+$/.test(number)) {
    throw new ModuleFailure(`iptables: rule_num takes a number, not '${number}'`);
  }
}

/** Shell text for all that is to be done: one round trip finds out, whichever programs there are. */
async function dueSteps(
  context: ModuleContext,
  filters: readonly PacketFilter[],
  args: IptablesArguments,
): Promise<readonly string[]> {
  const { chain, flush, policy } = args;
  if (flush) {
    return filters.map(({ command }) => command(['-F', ...(chain === undefined ? [] : [chain])]));
  }
  if (chain === undefined) return [];
  const plans = filters.map((filter) =>
    policy === undefined
      ? ruleSteps(context, filter, { ...args, chain })
      : policySteps(filter, { chain, policy }),
  );
  const { steps } = await read(context, { steps: allOf(plans) });
  return steps.flat();
}

function policySteps(
  { command }: PacketFilter,
  { chain, policy }: { readonly chain: string; readonly policy: string },
): Reading<readonly string[]> {
  return {
    script: `LC_ALL=C ${command(['-S', chain])} 2>&1`,
    parse: ({ stdout, rc }) => {
      const text = stdout.toString();
      refuseFailure(rc > 0, text, rc);
      const current = /^-P \S+ (\S+)$/m.exec(text)?.[1];
      if (current === undefined) {
        throw new ModuleFailure(`iptables: ${chain} has no policy: only chains that are built in have one`);
      }
      return current === policy ? [] : [command(['-P', chain, policy])];
    },
  };
}

interface RuleRequest extends IptablesArguments {
  readonly chain: string;
}

function ruleSteps(
  context: ModuleContext,
  { command, rule }: PacketFilter,
  args: RuleRequest,
): Reading<readonly string[]> {
  const { chain, state, chain_management: managesChain } = args;
  const isChainAlone = managesChain && rule.length === 0;
  const chainCheck = managesChain
    ? `${command(['-n', '-L', chain, '1'])} >/dev/null 2>&1; echo $?`
    : 'echo 0';
  const ruleCheck = isChainAlone ? ':' : `${command(['-C', chain], rule)} 2>&1`;
  return {
    script: `${chainCheck}\nLC_ALL=C ${ruleCheck}`,
    parse: ({ stdout, rc }) => {
      const [chainStatus = '', ...said] = stdout.toString().split('\n');
      const complaint = said.join('\n');
      refuseFailure(rc === 127 || chainStatus === '127', complaint, rc);
      const hasChain = chainStatus === '0';
      if (state === 'absent') {
        if (isChainAlone) return hasChain ? [command(['-X', chain])] : [];
        return rc === 0 ? [command(['-D', chain], rule)] : [];
      }
      if (isChainAlone) return hasChain ? [] : [command(['-N', chain])];
      if (rc === 0) return [];
      if (context.checkMode && rc > 1 && hasChain) {
        context.warn(`iptables does not take this rule as things are: ${complaint.trim()}`);
      }
      return [...(hasChain ? [] : [command(['-N', chain])]), command(placeWords(args), rule)];
    },
  };
}

function placeWords({ action, chain, rule_num: number }: RuleRequest): readonly string[] {
  if (action === 'append') return ['-A', chain];
  return ['-I', chain, ...(number === undefined ? [] : [number])];
}

function refuseFailure(isFailure: boolean, said: string, rc: number): void {
  if (isFailure) throw new ModuleFailure(`the rules cannot be read: ${said.trim()}`, { rc });
}
