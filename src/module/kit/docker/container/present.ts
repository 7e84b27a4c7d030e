import { ModuleFailure } from '../../../result.ts';
import { changeAll, pathPart } from '../api.ts';
import { type Json, type JsonRecord, recordIn, textIn } from '../json.ts';
import type { ContainerArguments } from './arguments.ts';
import { type ContainerOption, comparisonModes, isDifferent, type Modes, shownOption } from './comparison.ts';
import { readEnvironment } from './environment.ts';
import { ensureImage } from './image.ts';
import { joinings, joinRequest, leavings } from './networks.ts';
import {
  createContainer,
  inspectContainer,
  isRunning,
  removeContainer,
  stopContainer,
  updateContainer,
} from './operations.ts';
import { optionKinds, type Plan, planContainer } from './options.ts';
import { type Progress, step } from './progress.ts';
import { simpleOptions } from './simple-options.ts';
import type { Situation } from './situation.ts';

/**
 * Sees to it that the container is there as it is described, and in the networks that it should be in. Returns it as
 * it is then: in a prediction as it is now, undefined when there is none yet.
 */
export async function ensurePresent(progress: Progress, before: Situation): Promise<JsonRecord | undefined> {
  const { engine, args } = progress;
  const situation = await ensureImage(progress, before);
  const environment = await readEnvironment(engine.context, args);
  const plan = planContainer(engine.context, { args, situation, environment });
  const modes = comparisonModes(args.comparisons, optionKinds(plan));
  const { container } = situation;
  const settled =
    container === undefined
      ? await create(progress, { plan, situation })
      : await adjust(progress, { plan, situation, modes, container });
  if (settled === undefined) return undefined;
  return (await ensureNetworks(progress, { container: settled, situation, modes })) &&
    !engine.context.checkMode
    ? inspectContainer(progress, textIn(settled, 'Id'))
    : settled;
}

interface Creation {
  readonly plan: Plan;
  readonly situation: Situation;
}

async function create(progress: Progress, { plan, situation }: Creation): Promise<JsonRecord | undefined> {
  const { args } = progress;
  const image = args.image ?? textIn(situation.container, 'Image');
  if (image === '')
    throw new ModuleFailure(`container ${args.name} is not there, and to make it takes an image`);
  const body = createRequest(args, plan, image);
  let id = '';
  const shown = args.platform === undefined ? body : { ...body, platform: args.platform };
  await step(progress, { created: 'Created container', create_parameters: shown }, async () => {
    id = await createContainer(progress, body);
  });
  if (situation.container === undefined) {
    progress.differences.push({ name: 'exists', wanted: true, found: false });
  }
  return id === '' ? situation.container : inspectContainer(progress, id);
}

function createRequest(args: ContainerArguments, { config, hostConfig }: Plan, image: string): JsonRecord {
  const isAttached = args.detach !== true;
  const input = args.interactive === true && isAttached;
  return {
    Image: image,
    AttachStdin: input,
    AttachStdout: isAttached,
    AttachStderr: isAttached,
    StdinOnce: input,
    OpenStdin: args.interactive ?? null,
    ...config,
    ...(Object.keys(hostConfig).length === 0 ? {} : { HostConfig: hostConfig }),
  };
}

interface Adjustment extends Creation {
  readonly modes: Modes;
  readonly container: JsonRecord;
}

async function adjust(progress: Progress, adjustment: Adjustment): Promise<JsonRecord | undefined> {
  const { plan, situation, modes, container } = adjustment;
  const { args } = progress;
  refuseImageLabels(args, adjustment);
  const different = plan.options.filter((option) => isDifferent(option, modes));
  progress.differences.push(...different.map(shownOption));
  const isOtherImage = noteImage(progress, adjustment);
  const id = textIn(container, 'Id');
  if (args.recreate || isOtherImage || different.some(({ name }) => !updatable.has(name))) {
    if (isRunning(container)) await stopContainer(progress, id);
    await removeContainer(progress, id);
    return create(progress, { plan, situation });
  }
  if (different.length === 0) return container;
  const body = updateRequest(args, different);
  await step(progress, { updated: id, update_parameters: body }, () => updateContainer(progress, id, body));
  return progress.engine.context.checkMode ? container : inspectContainer(progress, id);
}

/** What the engine changes in a container that is there. */
const updatable: ReadonlySet<string> = new Set([
  'restart_policy',
  'restart_retries',
  ...simpleOptions.filter(({ isUpdatable }) => isUpdatable).map(({ name }) => name),
]);

function updateRequest(args: ContainerArguments, different: readonly ContainerOption[]): JsonRecord {
  const members: Record<string, Json> = {};
  for (const { name, wanted = null } of different) {
    const simple = simpleOptions.find((one) => one.name === name);
    if (simple !== undefined) members[simple.key] = wanted;
    else {
      members['RestartPolicy'] = {
        Name: args.restart_policy ?? null,
        MaximumRetryCount: args.restart_retries ?? null,
      };
    }
  }
  return members;
}

/** Whether the container is of another image than it should be, or of another name of it where that matters. */
function noteImage({ args, differences }: Progress, { situation, modes, container }: Adjustment): boolean {
  if (args.image === undefined || modes('image', 'value') === 'ignore') return false;
  // A prediction does not know what it would pull.
  if (situation.image === undefined) return false;
  const wanted = textIn(situation.image, 'Id');
  const found = textIn(container, 'Image');
  if (!args.ignore_image && wanted !== found) {
    differences.push({ name: 'image', wanted, found });
    return true;
  }
  const name = textIn(container, 'Config', 'Image');
  if (args.image_name_mismatch === 'ignore' || name === args.image) return false;
  differences.push({ name: 'image_name', wanted: args.image, found: name });
  return true;
}

function refuseImageLabels(args: ContainerArguments, { situation, modes }: Adjustment): void {
  const { labels } = args;
  if (args.image_label_mismatch !== 'fail' || labels === undefined || modes('labels', 'dict') !== 'strict')
    return;
  const image = recordIn(situation.currentImage ?? situation.image, 'Config', 'Labels');
  const more = Object.keys(image).filter((name) => !labels.has(name));
  if (more.length === 0) return;
  throw new ModuleFailure(
    `labels: the image brings more, which image_label_mismatch refuses: ${more.join(', ')}`,
  );
}

interface Networking {
  readonly container: JsonRecord;
  readonly situation: Situation;
  readonly modes: Modes;
}

/** Whether anything about its networks was changed, or would be. */
async function ensureNetworks(
  progress: Progress,
  { container, situation, modes }: Networking,
): Promise<boolean> {
  const { engine, args, differences } = progress;
  const wishes = args.networks ?? [];
  const id = textIn(container, 'Id');
  const isPurged =
    args.purge_networks || (args.networks !== undefined && modes('networks', 'dicts') === 'strict');
  const joining = joinings(wishes, { container, networks: situation.networks });
  const leaving = isPurged ? leavings(wishes, container) : [];
  const leave = (name: string): Promise<void> =>
    step(progress, { removed_from_network: name }, () =>
      changeAll(engine, [
        {
          method: 'POST',
          path: `/networks/${pathPart(name)}/disconnect`,
          body: { Container: id },
          failure: `container ${args.name} cannot be disconnected from network ${name}`,
        },
      ]),
    );
  for (const one of joining) {
    const { name } = one.wish;
    if (one.found !== null) await leave(name);
    differences.push({ name: `network.${name}`, wanted: one.shown, found: one.found });
    await step(progress, { added_to_network: name, network_parameters: one.shown }, () =>
      changeAll(engine, [
        {
          method: 'POST',
          path: `/networks/${pathPart(name)}/connect`,
          body: joinRequest(one, id),
          failure: `container ${args.name} cannot be connected to network ${name}`,
        },
      ]),
    );
  }
  for (const { name, id: network } of leaving) {
    differences.push({ name: `network.${name}`, wanted: null, found: { id: network, name } });
    await leave(name);
  }
  return joining.length + leaving.length > 0;
}
