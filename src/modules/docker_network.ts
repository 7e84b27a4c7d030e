import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import { defineModule } from '../module/define.ts';
import { type Change, callApi, changeAll, type Engine, found, pathPart } from '../module/kit/docker/api.ts';
import { connectionArguments } from '../module/kit/docker/connection.ts';
import { type Difference, differencesDiff } from '../module/kit/docker/differences.ts';
import { type JsonRecord, recordIn, textIn } from '../module/kit/docker/json.ts';
import { networkArguments } from '../module/kit/docker/network/arguments.ts';
import { networkDifferences, networkRequest } from '../module/kit/docker/network/compare.ts';
import type { ModuleResult } from '../module/result.ts';

const spec = { ...networkArguments, ...connectionArguments } as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineModule({
  name: 'docker_network',
  collection: 'community.docker',
  formerlyBuiltin: true,
  summary: 'Makes and removes networks of Docker, and says which containers are in them',
  args: spec,
  returns: {
    network: 'The network as the engine describes it.',
    actions: 'What is to be done; of predictions, removals and with `debug` only.',
  },
  examples: `
- name: A network of its own for the shop
  community.docker.docker_network:
    name: shop
    ipam_config:
      - subnet: 172.23.27.0/24
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    const engine = { context, connection: args };
    const network = await readNetwork(engine, args);
    const steps =
      args.state === 'absent'
        ? network === undefined
          ? []
          : removal(args, network)
        : presence(args, network);
    if (!context.checkMode) for (const stage of stagesOf(steps)) await changeAll(engine, stage);
    const actions = steps.map(({ action }) => action);
    const isAbsent = args.state === 'absent';
    const existence = { name: 'exists', wanted: !isAbsent, found: network !== undefined };
    const result: ModuleResult = {
      changed: steps.length > 0,
      ...(context.checkMode || isAbsent || args.debug ? { actions } : {}),
      diff: differencesDiff([
        existence,
        ...(isAbsent || network === undefined ? [] : networkDifferences(args, network)),
        ...steps.flatMap(({ difference }) => (difference === undefined ? [] : [difference])),
      ]),
    };
    if (isAbsent) return result;
    const isChanged = steps.length > 0 && !context.checkMode;
    return { ...result, network: (isChanged ? await readNetwork(engine, args) : network) ?? null };
  },
});

/** Something to do, as it is told, shown and done. */
interface Step {
  readonly action: string;
  readonly difference: Difference | undefined;
  readonly change: Change;
  readonly kind: 'connect' | 'disconnect' | 'create' | 'remove';
}

function pathOf({ name }: Arguments): string {
  return `/networks/${pathPart(name)}`;
}

/** The API also finds a network by the beginning of its ID. */
async function readNetwork(engine: Engine, args: Arguments): Promise<JsonRecord | undefined> {
  const [answer] = await callApi(engine, [{ method: 'GET', path: pathOf(args) }]);
  const network = found(answer, `network ${args.name} cannot be looked at`);
  return network === undefined || textIn(network, 'Name') !== args.name ? undefined : recordIn(network);
}

interface Member {
  readonly id: string;
  readonly name: string;
}

function membersOf(network: JsonRecord): readonly Member[] {
  return Object.entries(recordIn(network, 'Containers')).map(([id, one]) => ({
    id,
    name: textIn(one, 'Name'),
  }));
}

function removal(args: Arguments, network: JsonRecord): readonly Step[] {
  const change: Change = {
    method: 'DELETE',
    path: pathOf(args),
    failure: `network ${args.name} cannot be removed`,
  };
  return [
    ...membersOf(network).map(({ name }) => connection(args, name, 'disconnect')),
    { action: `Removed network ${args.name}`, difference: undefined, change, kind: 'remove' },
  ];
}

function presence(args: Arguments, network: JsonRecord | undefined): readonly Step[] {
  const isRemoved = network !== undefined && (args.force || networkDifferences(args, network).length > 0);
  const members = network === undefined || isRemoved ? [] : membersOf(network);
  const isMade = network === undefined || isRemoved;
  const joining = args.connected.filter((name) => !members.some((member) => isNamed(member, name)));
  const leaving =
    args.appends || args.connected.length === 0
      ? []
      : members.filter((member) => !args.connected.some((name) => isNamed(member, name)));
  return [
    ...(isRemoved ? removal(args, network) : []),
    ...(isMade ? [creation(args)] : []),
    ...joining.map((name) => connection(args, name, 'connect')),
    ...leaving.map(({ name }) => connection(args, name, 'disconnect')),
  ];
}

function isNamed({ id, name }: Member, wanted: string): boolean {
  return name === wanted || (/^[0-9a-f]{12,64}$/.test(wanted) && id.startsWith(wanted));
}

function creation(args: Arguments): Step {
  const change: Change = {
    method: 'POST',
    path: '/networks/create',
    body: networkRequest(args),
    failure: `network ${args.name} cannot be made`,
  };
  const action = `Created network ${args.name} with driver ${args.driver}`;
  return { action, difference: undefined, change, kind: 'create' };
}

function connection(args: Arguments, container: string, verb: 'connect' | 'disconnect'): Step {
  const joins = verb === 'connect';
  const change: Change = {
    method: 'POST',
    path: `${pathOf(args)}/${verb}`,
    body: { Container: container, ...(joins ? {} : { Force: true }) },
    failure: `container ${container} cannot be ${joins ? 'connected to' : 'disconnected from'} network ${args.name}`,
  };
  return {
    action: `${joins ? 'Connected' : 'Disconnected'} container ${container}`,
    difference: { name: `connected.${container}`, wanted: joins, found: !joins },
    change,
    kind: verb,
  };
}

/** What goes to the engine together: nothing goes out before that on which it builds has succeeded. */
function stagesOf(steps: readonly Step[]): readonly (readonly Change[])[] {
  const stages: { readonly kind: Step['kind']; readonly changes: Change[] }[] = [];
  for (const { kind, change } of steps) {
    const last = stages.at(-1);
    if (last?.kind === kind) last.changes.push(change);
    else stages.push({ kind, changes: [change] });
  }
  return stages.map(({ changes }) => changes);
}
