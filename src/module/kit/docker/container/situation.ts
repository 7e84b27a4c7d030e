import { ModuleFailure } from '../../../result.ts';
import { callApi, type Engine, found, pathPart } from '../api.ts';
import { imagePath } from '../image-name.ts';
import { isRecord, type JsonRecord, recordIn, textIn } from '../json.ts';
import type { ContainerArguments } from './arguments.ts';

/** What is there before anything is done. */
export interface Situation {
  readonly container: JsonRecord | undefined;
  /** The image that is asked for; undefined when none is, or when it is missing. */
  readonly image: JsonRecord | undefined;
  /** The image that the container was made from, where it matters. */
  readonly currentImage: JsonRecord | undefined;
  /** The networks that are asked for, by name. */
  readonly networks: ReadonlyMap<string, JsonRecord>;
  /** The network `bridge`, when something is published. */
  readonly bridge: JsonRecord | undefined;
  /** The ID of the container whose network is shared (`container:NAME`). */
  readonly shared: string | undefined;
}

/** Reads all of it in one round trip; in two when no image is asked for, or that of the container is to count. */
export async function readSituation(engine: Engine, args: ContainerArguments): Promise<Situation> {
  const names = args.state === 'absent' ? [] : [...new Set((args.networks ?? []).map(({ name }) => name))];
  const isNeeded = args.state !== 'absent';
  const paths = {
    container: containerPath(args.name),
    image: isNeeded && args.image !== undefined ? imagePath(args.image) : undefined,
    bridge:
      isNeeded && args.published_ports !== undefined && args.default_host_ip === undefined
        ? '/networks/bridge'
        : undefined,
    shared: isNeeded ? sharedPath(args.network_mode) : undefined,
  };
  const entries = Object.entries(paths).filter(([, path]) => path !== undefined);
  const networkPaths = names.map((name) => `/networks/${pathPart(name)}`);
  const answers = await callApi(
    engine,
    [...entries.map(([, path]) => path ?? ''), ...networkPaths].map((path) => ({ method: 'GET', path })),
  );
  const bodies = answers.map((answer) => {
    const body = found(answer, 'the container engine cannot be asked');
    return isRecord(body) ? body : undefined;
  });
  const of = (name: keyof typeof paths): JsonRecord | undefined =>
    bodies[entries.findIndex(([entry]) => entry === name)];
  const container = of('container');
  const image = of('image');
  const shared = of('shared');
  return {
    container,
    image,
    currentImage:
      isNeeded && container !== undefined
        ? await currentImage(engine, { args, container, image })
        : undefined,
    networks: networksByName(names, bodies.slice(entries.length)),
    bridge: of('bridge'),
    shared: shared === undefined ? undefined : textIn(shared, 'Id'),
  };
}

export function containerPath(name: string): string {
  return `/containers/${pathPart(name)}/json`;
}

function sharedPath(mode: string | undefined): string | undefined {
  const name = mode?.startsWith('container:') === true ? mode.slice('container:'.length) : undefined;
  return name === undefined || name === '' ? undefined : containerPath(name);
}

interface Current {
  readonly args: ContainerArguments;
  readonly container: JsonRecord;
  readonly image: JsonRecord | undefined;
}

async function currentImage(
  engine: Engine,
  { args, container, image }: Current,
): Promise<JsonRecord | undefined> {
  const id = textIn(container, 'Image');
  if (args.image !== undefined && args.image_comparison === 'desired-image') return undefined;
  if (image !== undefined && textIn(image, 'Id') === id) return image;
  const [answer] = await callApi(engine, [{ method: 'GET', path: imagePath(id) }]);
  const body = found(answer, `the image of container ${args.name} cannot be looked at`);
  return body === undefined ? undefined : recordIn(body);
}

/** The API also finds a network by the beginning of its ID. */
function networksByName(
  names: readonly string[],
  bodies: readonly (JsonRecord | undefined)[],
): ReadonlyMap<string, JsonRecord> {
  return new Map(
    names.map((name, index) => {
      const network = bodies[index];
      if (network === undefined || textIn(network, 'Name') !== name) {
        throw new ModuleFailure(`networks: there is no network '${name}'`);
      }
      return [name, network];
    }),
  );
}
