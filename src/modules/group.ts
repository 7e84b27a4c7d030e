import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { runCommands } from '../module/kit/accounts/change.ts';
import {
  type AccountTools,
  accountTools,
  type GroupEntry,
  groupOf,
  parseGroups,
  requireTools,
} from '../module/kit/accounts/database.ts';
import { spokenStreams } from '../module/kit/plain-output.ts';
import { quote } from '../module/kit/quote.ts';
import { read } from '../module/kit/reading.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';

export default defineModule({
  name: 'group',
  collection: 'ansible.builtin',
  summary: 'Adds, changes and removes groups',
  args: {
    name: { type: 'str', required: true, description: 'The name of the group.' },
    gid: { type: 'int', description: 'Its number; the system chooses one when absent.' },
    state: {
      type: 'str',
      choices: ['present', 'absent'],
      default: 'present',
      description: 'Whether it should exist.',
    },
    system: { type: 'bool', default: false, description: 'A new group gets a number of the system range.' },
    non_unique: {
      type: 'bool',
      default: false,
      description: 'The number may be one that another group has.',
    },
    local: {
      type: 'bool',
      default: false,
      description: 'Not supported when true: groups of a directory are left alone anyway.',
    },
  },
  requiredIf: [['non_unique', true, ['gid']]],
  returns: { name: 'The name.', gid: 'The number.', state: 'As asked.', system: 'As asked.' },
  examples: `
- name: Ensure the group of the application
  ansible.builtin.group:
    name: app
    system: true
`,
  check: 'full',
  diff: false,
  async run(context, args): Promise<ModuleResult> {
    if (args.local) throw new ModuleFailure("group: 'local' is not supported");
    const { group, tools } = await read(context, { group: groupOf(args.name), tools: accountTools });
    const command = commandFor({ wanted: args, group, tools });
    const base = { name: args.name, state: args.state };
    if (command === undefined) return { changed: false, ...base, ...details(group, args) };
    if (context.checkMode) return { changed: true, ...base, ...details(group, args) };
    return change(context, { command, wanted: args });
  },
});

interface Wanted {
  readonly name: string;
  readonly gid: number | undefined;
  readonly state: 'present' | 'absent';
  readonly system: boolean;
  readonly non_unique: boolean;
}

interface Situation {
  readonly wanted: Wanted;
  readonly group: GroupEntry | undefined;
  readonly tools: AccountTools;
}

/** What has to be run; undefined when all is as wanted. */
function commandFor({ wanted, group, tools }: Situation): readonly string[] | undefined {
  const gid = wanted.gid === undefined ? [] : ['-g', String(wanted.gid)];
  if (wanted.state === 'absent') {
    if (group === undefined) return undefined;
    return [requireTools(tools) === 'shadow' ? 'groupdel' : 'delgroup', '--', wanted.name];
  }
  const duplicate = wanted.non_unique ? ['-o'] : [];
  if (group === undefined) {
    if (requireTools(tools) === 'shadow')
      return ['groupadd', ...gid, ...duplicate, ...(wanted.system ? ['-r'] : []), '--', wanted.name];
    if (wanted.non_unique) throw unsupported('non_unique');
    return ['addgroup', ...gid, ...(wanted.system ? ['-S'] : []), '--', wanted.name];
  }
  if (wanted.gid === undefined || wanted.gid === group.gid) return undefined;
  if (tools !== 'shadow') throw unsupported('gid');
  return ['groupmod', ...gid, ...duplicate, '--', wanted.name];
}

function unsupported(argument: string): ModuleFailure {
  return new ModuleFailure(
    `'${argument}' needs the programs of the shadow suite (groupmod), which the target does not have`,
  );
}

interface Change {
  readonly command: readonly string[];
  readonly wanted: Wanted;
}

async function change(context: ModuleContext, { command, wanted }: Change): Promise<ModuleResult> {
  const outcome = await runCommands(context, {
    commands: [command.map(quote).join(' ')],
    after: groupOf(wanted.name).script,
  });
  if (outcome.rc !== 0) {
    throw new ModuleFailure(outcome.stderr === '' ? outcome.stdout : outcome.stderr, { name: wanted.name });
  }
  const after = parseGroups(outcome.after)[0];
  return {
    changed: true,
    name: wanted.name,
    state: wanted.state,
    ...details(after, wanted),
    ...spokenStreams(outcome.stdout, outcome.stderr),
  };
}

function details(group: GroupEntry | undefined, wanted: Wanted): Pick<ModuleResult, string> {
  return wanted.state === 'absent' || group === undefined ? {} : { gid: group.gid, system: wanted.system };
}
