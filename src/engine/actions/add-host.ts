import { TsplayError } from '../../errors.ts';
import { parseHostEntry } from '../../inventory/host-address.ts';
import { str } from '../../values/printing.ts';
import type { Dict, ReadonlyDict, Value } from '../../values/types.ts';
import { withoutOmitted } from '../omitted.ts';
import { resultOf } from '../task-result.ts';
import type { HostActionCall } from './action-call.ts';

/** What says where the host belongs; everything else that is given is a variable of it, as with Ansible. */
const ownArguments: ReadonlySet<Value> = new Set(['name', 'hostname', 'groups', 'groupname']);

/** Adds a host to the run's inventory: plays that follow may name it, and tasks see it in `groups` and `hostvars`. */
export function addHost(call: HostActionCall, defaults: ReadonlyDict): Dict {
  const args = renderedArguments(call, defaults);
  const written = args.get('name') ?? args.get('hostname') ?? args.get('host');
  if (written === undefined || written === null || str(written) === '') {
    throw missing(call, "add_host needs a host: 'name' says which");
  }
  const { names, port } = parseHostEntry(str(written));
  const name = names.length === 1 ? (names[0] ?? str(written)) : str(written);
  const groups = namesIn(args.get('groupname') ?? args.get('groups') ?? args.get('group') ?? null);
  const vars: Dict = new Map([...args].filter(([key]) => !ownArguments.has(key)));
  if (port !== undefined) vars.set('ansible_ssh_port', port);
  call.begin();
  const changed = call.play.run.inventory.addHost({ name, groups, vars });
  const result = resultOf({ changed });
  result.set(
    'add_host',
    new Map<Value, Value>([
      ['host_name', name],
      ['groups', groups],
      ['host_vars', vars],
    ]),
  );
  return result;
}

/** Puts the host into a group that is named by what is known of it. */
export function groupBy(call: HostActionCall, defaults: ReadonlyDict): Dict {
  const args = renderedArguments(call, defaults);
  const key = args.get('key');
  if (key === undefined || key === null) throw missing(call, "group_by needs 'key', the name of the group");
  const group = groupName(str(key));
  const written = args.get('parents') ?? 'all';
  const parents = (Array.isArray(written) ? (written as readonly Value[]) : [written]).map((parent) =>
    groupName(str(parent)),
  );
  call.begin();
  const changed = call.play.run.inventory.group({ host: call.host.name, group, parents });
  return resultOf({ changed, add_group: group, parent_groups: parents });
}

function renderedArguments({ task, templar, play }: HostActionCall, defaults: ReadonlyDict): Dict {
  const { omit } = play.run.dependencies;
  const { args, argsTemplate } = task.action;
  const whole = argsTemplate === undefined ? undefined : templar.render(argsTemplate);
  const given = new Map<Value, Value>([...defaults, ...(whole instanceof Map ? whole : []), ...args]);
  const rendered: Dict = new Map();
  for (const [name, value] of given) {
    const argument = templar.render(value);
    if (argument !== omit) rendered.set(name, withoutOmitted(argument, omit));
  }
  return rendered;
}

/** A list of names, or a text of names with commas between them. */
function namesIn(value: Value): readonly string[] {
  if (value === null) return [];
  const names = Array.isArray(value) ? (value as readonly Value[]).map(str) : str(value).split(',');
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))];
}

function groupName(name: string): string {
  return name.replaceAll(' ', '-');
}

function missing({ task }: HostActionCall, message: string): TsplayError {
  return new TsplayError({ code: 'missing-argument', message, span: task.action.span });
}
