import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { quote } from '../module/kit/quote.ts';
import { noReading, type Reading, read } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { shownWord } from '../module/kit/shown-word.ts';
import { insertPlace, ruleWords, type UfwRule } from '../module/kit/ufw/rule.ts';
import { rulesIn, type UfwRules, type UfwState, ufwState } from '../module/kit/ufw/state.ts';
import { ModuleFailure } from '../module/result.ts';

const spec = {
  state: {
    type: 'str',
    choices: ['disabled', 'enabled', 'reloaded', 'reset'],
    description: 'On or off, now and for the next boot; read again; or as it was installed.',
  },
  default: {
    type: 'str',
    aliases: ['policy'],
    choices: ['allow', 'deny', 'reject'],
    description: 'What becomes of packets that no rule speaks of.',
  },
  direction: {
    type: 'str',
    choices: ['in', 'incoming', 'out', 'outgoing', 'routed'],
    description: 'Of a rule or a policy.',
  },
  logging: {
    type: 'str',
    choices: ['on', 'off', 'low', 'medium', 'high', 'full'],
    description: 'How much is logged.',
  },
  rule: { type: 'str', choices: ['allow', 'deny', 'limit', 'reject'], description: 'What the rule does.' },
  name: { type: 'str', aliases: ['app'], description: 'A profile of /etc/ufw/applications.d.' },
  from_ip: { type: 'str', default: 'any', aliases: ['from', 'src'], description: 'Where packets come from.' },
  from_port: { type: 'str', description: 'The port that they come from.' },
  to_ip: { type: 'str', default: 'any', aliases: ['dest', 'to'], description: 'Where packets go.' },
  to_port: { type: 'str', aliases: ['port'], description: 'The port that they go to.' },
  proto: {
    type: 'str',
    aliases: ['protocol'],
    choices: ['any', 'tcp', 'udp', 'ipv6', 'esp', 'ah', 'gre', 'igmp'],
    description: 'The protocol.',
  },
  interface: { type: 'str', aliases: ['if'], description: 'The interface, with a direction.' },
  interface_in: { type: 'str', aliases: ['if_in'], description: 'The interface that packets come in by.' },
  interface_out: { type: 'str', aliases: ['if_out'], description: 'The interface that packets leave by.' },
  route: { type: 'bool', default: false, description: 'The rule is of packets that pass.' },
  log: { type: 'bool', default: false, description: 'Log new connections that the rule is of.' },
  comment: { type: 'str', description: 'A remark on the rule.' },
  delete: { type: 'bool', default: false, description: 'Take the rule away.' },
  insert: { type: 'int', description: 'The number that the rule gets, from 1.' },
  insert_relative_to: {
    type: 'str',
    choices: ['first-ipv4', 'first-ipv6', 'last-ipv4', 'last-ipv6', 'zero'],
    default: 'zero',
    description: 'What `insert` counts from.',
  },
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineModule({
  name: 'ufw',
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Opens and closes ports with ufw',
  args: spec,
  requiredOneOf: [['state', 'default', 'rule', 'logging']],
  mutuallyExclusive: [
    ['name', 'proto', 'logging'],
    ['direction', 'interface_in'],
    ['direction', 'interface_out'],
  ],
  returns: { commands: 'What was run, or would be.', msg: 'The status of ufw afterwards.' },
  examples: `
- name: Let in what asks for the web server
  community.general.ufw:
    rule: allow
    port: '80'
    proto: tcp
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    refuseUnclear(args);
    const { rule } = args;
    const wanted = rule === undefined ? undefined : { ...args, rule };
    const { state, change } = await readUfw(context, wanted);
    const steps = [...generalSteps(args, state), ...(change === undefined ? [] : [change])];
    const isReset = args.state === 'reset';
    const due = steps.filter((step) => step.isChange || isReset);
    const commands = due.map(({ words }) => `ufw ${words.map(shownWord).join(' ')}`);
    if (due.length === 0 || context.checkMode) {
      return { changed: due.length > 0, commands, msg: state.status };
    }
    const script = due.map(({ words }) => `ufw ${words.map(quote).join(' ')}`).join(' && ');
    const { stdout } = await runOrFail(
      context,
      `LC_ALL=C; export LC_ALL; { ${script}; } </dev/null >/dev/null && ufw status verbose`,
      { failure: 'ufw refuses', data: { commands } },
    );
    return { changed: true, commands, msg: stdout.trim() };
  },
});

/** One call of ufw, and whether it would make a difference. */
interface UfwStep {
  readonly words: readonly string[];
  readonly isChange: boolean;
}

function refuseUnclear(args: Arguments): void {
  const { direction } = args;
  if (args.default !== undefined && (direction === 'in' || direction === 'out')) {
    throw new ModuleFailure(
      `ufw: the direction of a policy is incoming, outgoing or routed, not '${direction}'`,
    );
  }
  if (args.interface !== undefined && direction === undefined) {
    throw new ModuleFailure(`ufw: the interface ${args.interface} needs a direction`);
  }
}

/** ufw itself says what a rule would change: in a dry run, which needs the rule's place. */
async function readUfw(
  context: ModuleContext,
  rule: UfwRule | undefined,
): Promise<{ readonly state: UfwState; readonly change: UfwStep | undefined }> {
  const isRelative = rule?.insert !== undefined && rule.insert_relative_to !== 'zero' && !rule.delete;
  const known = rule === undefined || isRelative ? undefined : ruleWords(rule, rule.insert);
  const { state, rehearsed } = await read(context, {
    state: ufwState({ isNumbered: isRelative }),
    rehearsed: known === undefined ? noReading(undefined) : rehearsal(known),
  });
  if (known !== undefined && rehearsed !== undefined) {
    return { state, change: { words: known, isChange: isOther(state.rules, rehearsed) } };
  }
  if (rule === undefined) return { state, change: undefined };
  const words = ruleWords(rule, insertPlace(rule, state));
  const later = await read(context, { rehearsed: rehearsal(words) });
  return { state, change: { words, isChange: isOther(state.rules, later.rehearsed) } };
}

function rehearsal(words: readonly string[]): Reading<UfwRules> {
  return {
    script: `LC_ALL=C ufw --dry-run ${words.map(quote).join(' ')} 2>&1 </dev/null`,
    parse: ({ stdout, rc }) => {
      const text = stdout.toString();
      if (rc !== 0) throw new ModuleFailure(`ufw refuses: ${text.trim()}`, { rc });
      return rulesIn(text);
    },
  };
}

/** A family that the dry run does not print stays as it is. */
function isOther(now: UfwRules, then: UfwRules): boolean {
  return (['ipv4', 'ipv6'] as const).some(
    (family) => then[family] !== undefined && then[family].join('\n') !== (now[family] ?? []).join('\n'),
  );
}

const chains = { incoming: 'INPUT', outgoing: 'OUTPUT', routed: 'FORWARD' } as const;
const verdicts = { allow: 'ACCEPT', deny: 'DROP', reject: 'REJECT' } as const;

/** All but the rule, in the order in which ufw is told. */
function generalSteps(args: Arguments, state: UfwState): readonly UfwStep[] {
  const steps: UfwStep[] = [];
  switch (args.state) {
    case 'enabled':
      steps.push({ words: ['--force', 'enable'], isChange: !state.isActive || !state.isEnabled });
      break;
    case 'disabled':
      steps.push({ words: ['--force', 'disable'], isChange: state.isActive || state.isEnabled });
      break;
    case 'reloaded':
      steps.push({ words: ['--force', 'reload'], isChange: true });
      break;
    case 'reset':
      steps.push({ words: ['--force', 'reset'], isChange: true });
      break;
    case undefined:
      break;
  }
  if (args.default !== undefined) {
    const direction = directionOf(args);
    const isChange = state.policies[chains[direction]] !== verdicts[args.default];
    steps.push({ words: ['default', args.default, direction], isChange });
  }
  if (args.logging !== undefined) {
    const isChange = args.logging === 'on' ? state.logging === 'off' : state.logging !== args.logging;
    steps.push({ words: ['logging', args.logging], isChange });
  }
  return steps;
}

function directionOf({ direction }: Arguments): keyof typeof chains {
  return direction === 'outgoing' || direction === 'routed' ? direction : 'incoming';
}
