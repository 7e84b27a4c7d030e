import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import { defineModule } from '../module/define.ts';
import { callApi, changeAll, type Engine, found, pathPart } from '../module/kit/docker/api.ts';
import { connectionArguments } from '../module/kit/docker/connection.ts';
import { type Difference, dictDifferences, differencesDiff } from '../module/kit/docker/differences.ts';
import { type JsonRecord, recordIn, textIn } from '../module/kit/docker/json.ts';
import { textValues } from '../module/kit/docker/text-values.ts';
import type { ModuleResult } from '../module/result.ts';

const spec = {
  volume_name: { type: 'str', required: true, aliases: ['name'], description: 'The volume.' },
  state: {
    type: 'str',
    choices: ['absent', 'present'],
    default: 'present',
    description: 'Whether it should be there.',
  },
  driver: { type: 'str', default: 'local', description: 'What keeps it.' },
  driver_options: { type: 'dict', description: 'Settings of the driver: type, device, o.' },
  labels: { type: 'dict', description: 'Labels that it should have.' },
  recreate: {
    type: 'str',
    choices: ['always', 'never', 'options-changed'],
    default: 'never',
    description: 'When one that is there is removed, with all that is in it, and made anew.',
  },
  ...connectionArguments,
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineModule({
  name: 'docker_volume',
  collection: 'community.docker',
  formerlyBuiltin: true,
  summary: 'Makes and removes volumes of Docker',
  args: spec,
  returns: {
    volume: 'The volume as the engine describes it.',
    actions: 'What is to be done; of predictions, removals and with `debug` only.',
  },
  examples: `
- name: A volume for the database
  community.docker.docker_volume:
    name: database
    labels:
      app: shop
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    const engine = { context, connection: args };
    const volume = await readVolume(engine, args);
    return args.state === 'absent' ? remove(engine, { args, volume }) : ensure(engine, { args, volume });
  },
});

interface VolumeTask {
  readonly args: Arguments;
  /** As it is described now; undefined when there is none. */
  readonly volume: JsonRecord | undefined;
}

function pathOf({ volume_name }: Arguments): string {
  return `/volumes/${pathPart(volume_name)}`;
}

async function readVolume(engine: Engine, args: Arguments): Promise<JsonRecord | undefined> {
  const [answer] = await callApi(engine, [{ method: 'GET', path: pathOf(args) }]);
  const volume = found(answer, `volume ${args.volume_name} cannot be looked at`);
  return volume === undefined ? undefined : recordIn(volume);
}

async function remove(engine: Engine, { args, volume }: VolumeTask): Promise<ModuleResult> {
  const isThere = volume !== undefined;
  if (isThere && !engine.context.checkMode) await removeVolume(engine, args);
  return {
    changed: isThere,
    actions: isThere ? [`Removed volume ${args.volume_name}`] : [],
    diff: differencesDiff([{ name: 'exists', wanted: false, found: isThere }]),
  };
}

async function ensure(engine: Engine, { args, volume }: VolumeTask): Promise<ModuleResult> {
  const { volume_name: name, driver, recreate, debug } = args;
  const { checkMode } = engine.context;
  const differences = volume === undefined ? [] : volumeDifferences(args, volume);
  const isRemoved =
    volume !== undefined &&
    (recreate === 'always' || (recreate === 'options-changed' && differences.length > 0));
  const isMade = volume === undefined || isRemoved;
  const actions = [
    ...(isRemoved ? [`Removed volume ${name}`] : []),
    ...(isMade ? [`Created volume ${name} with driver ${driver}`] : []),
  ];
  if (!checkMode && isRemoved) await removeVolume(engine, args);
  if (!checkMode && isMade) await createVolume(engine, args);
  return {
    changed: isMade,
    volume: (checkMode || !isMade ? volume : await readVolume(engine, args)) ?? null,
    ...(checkMode || debug ? { actions } : {}),
    diff: differencesDiff([
      { name: 'exists', wanted: true, found: volume !== undefined },
      ...(recreate === 'always' ? [] : differences),
    ]),
  };
}

/** Labels and settings beyond those that are asked for are no difference. */
function volumeDifferences(args: Arguments, volume: JsonRecord): readonly Difference[] {
  const driver = textIn(volume, 'Driver');
  return [
    ...(driver === args.driver ? [] : [{ name: 'driver', wanted: args.driver, found: driver }]),
    ...dictDifferences(
      'driver_options',
      textValues(args.driver_options, 'driver_options'),
      recordIn(volume, 'Options'),
    ),
    ...dictDifferences('labels', textValues(args.labels, 'labels'), recordIn(volume, 'Labels')),
  ];
}

async function removeVolume(engine: Engine, args: Arguments): Promise<void> {
  const failure = `volume ${args.volume_name} cannot be removed`;
  await changeAll(engine, [{ method: 'DELETE', path: pathOf(args), failure }]);
}

async function createVolume(engine: Engine, args: Arguments): Promise<void> {
  const { volume_name: name, driver, driver_options: options, labels } = args;
  const body = {
    Name: name,
    Driver: driver,
    DriverOpts: textValues(options, 'driver_options'),
    ...(labels === undefined ? {} : { Labels: textValues(labels, 'labels') }),
  };
  const failure = `volume ${name} cannot be made`;
  await changeAll(engine, [{ method: 'POST', path: '/volumes/create', body, failure }]);
}
