import { toJs } from '../../../../values/convert.ts';
import type { ModuleContext } from '../../../context.ts';
import type { Json, JsonRecord } from '../json.ts';
import { listIn, memberOf, recordIn, textIn } from '../json.ts';
import { textValues } from '../text-values.ts';
import type { ContainerArguments } from './arguments.ts';
import type { ContainerOption, Kind } from './comparison.ts';
import { overImage } from './environment.ts';
import { looseTexts } from './loose-texts.ts';
import { comparedMount, foundMount, mountRequest } from './mounts.ts';
import { linkText } from './networks.ts';
import { exposedPort, parsePublished, portBindings } from './ports.ts';
import { commandWords, entrypointWords, healthcheckRequest } from './process.ts';
import { simpleOptions } from './simple-options.ts';
import type { Situation } from './situation.ts';
import { parseVolumes, refuseTwice, volumeTargets } from './volumes.ts';

/** A container as it is asked for: what the API is to make, and what is compared with one that is there. */
export interface Plan {
  /** Members of the top and of HostConfig: what is asked for and nothing else. */
  readonly config: JsonRecord;
  readonly hostConfig: JsonRecord;
  readonly options: readonly ContainerOption[];
}

/** What makes a plan beside the arguments. */
export interface PlanInput {
  readonly args: ContainerArguments;
  readonly situation: Situation;
  /** `NAME=value`, when any is asked for. */
  readonly environment: readonly string[] | undefined;
}

/** One option with its part of what the API is to make. */
interface Part {
  readonly name: string;
  readonly kind: Kind;
  readonly config?: JsonRecord;
  readonly hostConfig?: JsonRecord;
  readonly wanted: Json | undefined;
  readonly found: Json;
  readonly comparedAs?: string;
}

/** Reads all options. Throws ModuleFailure for values that are none. */
export function planContainer(context: ModuleContext, input: PlanInput): Plan {
  const parts = [
    ...simpleParts(input),
    ...processParts(context, input),
    ...storageParts(input),
    ...networkParts(context, input),
  ];
  return {
    config: Object.assign({}, ...parts.map(({ config }) => config)) as JsonRecord,
    hostConfig: mergedHostConfig(parts),
    options: parts,
  };
}

/** Two options may be halves of one member: the driver of logs and its settings. */
function mergedHostConfig(parts: readonly Part[]): JsonRecord {
  const merged: Record<string, Json> = {};
  for (const { hostConfig = {} } of parts) {
    for (const [key, value] of Object.entries(hostConfig)) {
      const earlier = merged[key];
      merged[key] =
        key === 'LogConfig' || key === 'RestartPolicy' ? { ...recordIn(earlier), ...recordIn(value) } : value;
    }
  }
  return merged;
}

/** The names and kinds of all options that can be compared. */
export function optionKinds(plan: Plan): ReadonlyMap<string, Kind> {
  return new Map(plan.options.map(({ name, kind }) => [name, kind]));
}

function simpleParts({ args, situation }: PlanInput): readonly Part[] {
  return simpleOptions.map(({ name, kind, section, key, toApi }) => {
    const value = args[name] as Json | undefined;
    const wanted = value === undefined || toApi === undefined ? value : toApi(value as never, name);
    const member = wanted === undefined ? {} : { [key]: wanted };
    const found = memberOf(situation.container, [section, key]);
    return {
      name,
      kind,
      ...(section === 'Config' ? { config: member } : { hostConfig: member }),
      wanted,
      found,
    };
  });
}

function processParts(context: ModuleContext, { args, situation, environment }: PlanInput): readonly Part[] {
  const { container } = situation;
  const image = recordIn(situation.currentImage ?? situation.image, 'Config');
  const cmd = commandWords(args);
  const entrypoint = entrypointWords(args);
  const env = overImage(environment, listIn(image, 'Env') as readonly string[]);
  const health = healthcheckRequest(args);
  const labels = args.labels === undefined ? undefined : textValues(args.labels, 'labels');
  const logOptions =
    args.log_options === undefined ? undefined : looseTexts(context, args.log_options, 'log_options');
  const config = (name: string): Json => memberOf(container, ['Config', name]);
  const hasHealth = Object.hasOwn(recordIn(container, 'Config'), 'Healthcheck');
  return [
    { name: 'command', kind: 'list', wanted: cmd, found: config('Cmd'), config: given('Cmd', cmd) },
    {
      name: 'entrypoint',
      kind: 'list',
      wanted: entrypoint,
      found: config('Entrypoint'),
      config: given('Entrypoint', entrypoint),
    },
    {
      name: 'env',
      kind: 'set',
      wanted: env.toSorted(),
      found: sortedTexts(config('Env')),
      config: given('Env', environment),
    },
    {
      name: 'healthcheck',
      kind: 'dict',
      wanted: health,
      found: hasHealth ? config('Healthcheck') : { Test: ['NONE'] },
      config: given('Healthcheck', health),
    },
    {
      name: 'labels',
      kind: 'dict',
      wanted: labels === undefined ? undefined : { ...recordIn(image, 'Labels'), ...labels },
      found: config('Labels'),
      config: given('Labels', labels),
    },
    {
      name: 'log_driver',
      kind: 'value',
      wanted: args.log_driver,
      found: textIn(container, 'HostConfig', 'LogConfig', 'Type'),
      hostConfig: logConfig({ Type: args.log_driver }),
    },
    {
      name: 'log_options',
      kind: 'dict',
      wanted: logOptions,
      found: recordIn(container, 'HostConfig', 'LogConfig', 'Config'),
      hostConfig: logConfig({ Config: logOptions }),
    },
    { name: 'detach', kind: 'value', wanted: args.detach, found: !isAttached(container) },
    ...restartParts(args, container),
  ];
}

/** The API does not keep whether a container is detached, only to what it is attached. */
function isAttached(container: JsonRecord | undefined): boolean {
  return ['AttachStdout', 'AttachStderr'].some((name) => memberOf(container, ['Config', name]) === true);
}

function logConfig(members: { readonly [key: string]: Json | undefined }): JsonRecord {
  const [[key, value] = ['', undefined]] = Object.entries(members);
  if (value === undefined) return {};
  return { LogConfig: key === 'Type' ? { Config: {}, Type: value } : { [key]: value } };
}

function restartParts(args: ContainerArguments, container: JsonRecord | undefined): readonly Part[] {
  const policy = recordIn(container, 'HostConfig', 'RestartPolicy');
  const wanted = args.restart_policy;
  return [
    {
      name: 'restart_policy',
      kind: 'value',
      wanted,
      found: policy['Name'] ?? null,
      hostConfig:
        wanted === undefined
          ? {}
          : { RestartPolicy: { Name: wanted, MaximumRetryCount: args.restart_retries ?? null } },
    },
    {
      name: 'restart_retries',
      kind: 'value',
      wanted: args.restart_retries,
      found: policy['MaximumRetryCount'] ?? null,
    },
  ];
}

function storageParts({ args, situation }: PlanInput): readonly Part[] {
  const { container } = situation;
  const image = recordIn(situation.currentImage ?? situation.image, 'Config', 'Volumes');
  const volumes = args.volumes === undefined ? undefined : parseVolumes(args.volumes);
  refuseTwice(volumeTargets(args.volumes ?? []), 'volumes');
  refuseTwice(
    (args.mounts ?? []).map(({ target }) => target),
    'mounts',
  );
  const anonymous = [...new Set([...Object.keys(image), ...(volumes?.anonymous ?? [])])];
  const mounts = args.mounts;
  const storageOptions = args.storage_opts === undefined ? undefined : (toJs(args.storage_opts) as Json);
  return [
    {
      name: 'volumes',
      kind: 'set',
      wanted: anonymous.length === 0 ? undefined : anonymous.toSorted(),
      found: keysOf(memberOf(container, ['Config', 'Volumes'])),
      config: given('Volumes', volumes === undefined ? undefined : asKeys(volumes.anonymous)),
    },
    {
      name: 'volume_binds',
      comparedAs: 'volumes',
      kind: 'set',
      wanted: volumes?.binds.toSorted(),
      found: sortedTexts(memberOf(container, ['HostConfig', 'Binds'])),
      hostConfig: given('Binds', volumes?.binds),
    },
    {
      name: 'mounts',
      kind: 'dicts',
      wanted: mounts?.map(comparedMount),
      found: listIn(container, 'HostConfig', 'Mounts').map(foundMount),
      hostConfig: given('Mounts', mounts?.map(mountRequest)),
    },
    {
      name: 'storage_opts',
      kind: 'dict',
      wanted: storageOptions,
      found: memberOf(container, ['HostConfig', 'StorageOpt']),
      hostConfig: given('StorageOpt', storageOptions),
    },
  ];
}

function networkParts(context: ModuleContext, { args, situation }: PlanInput): readonly Part[] {
  const { container } = situation;
  const image = recordIn(situation.currentImage ?? situation.image, 'Config', 'ExposedPorts');
  const published =
    args.published_ports === undefined
      ? undefined
      : parsePublished(args.published_ports, hostAddress({ args, situation }));
  const exposed = [
    ...(published ?? []).map(({ port }) => port),
    ...(args.exposed_ports ?? []).map(exposedPort),
  ];
  const bindings = published === undefined ? undefined : portBindings(published);
  const mode = networkMode({ args, situation });
  const hosts =
    args.etc_hosts === undefined
      ? undefined
      : Object.entries(textValues(args.etc_hosts, 'etc_hosts')).map(
          ([name, address]) => `${name}:${address}`,
        );
  const sysctls = args.sysctls === undefined ? undefined : looseTexts(context, args.sysctls, 'sysctls');
  const links = args.links?.map((link) => {
    const [name = '', alias = ''] = linkText(link).split(':');
    return `/${name}:/${args.name}/${alias}`;
  });
  const host = (name: string): Json => memberOf(container, ['HostConfig', name]);
  return [
    {
      name: 'network_mode',
      kind: 'value',
      wanted: mode,
      found: host('NetworkMode'),
      hostConfig: given('NetworkMode', mode),
    },
    {
      name: 'exposed_ports',
      kind: 'set',
      wanted: [...new Set([...Object.keys(image), ...exposed])].toSorted(),
      found: keysOf(memberOf(container, ['Config', 'ExposedPorts'])) ?? [],
      config: { ExposedPorts: asKeys(exposed) },
    },
    {
      name: 'published_ports',
      kind: 'dict',
      wanted: bindings,
      found: nullWhenEmpty(host('PortBindings')),
      hostConfig: given('PortBindings', bindings),
    },
    {
      name: 'etc_hosts',
      kind: 'set',
      wanted: hosts?.toSorted(),
      found: sortedTexts(host('ExtraHosts')),
      hostConfig: given('ExtraHosts', hosts),
    },
    {
      name: 'links',
      kind: 'set',
      wanted: links?.toSorted(),
      found: sortedTexts(host('Links')),
      hostConfig: given('Links', links),
    },
    {
      name: 'sysctls',
      kind: 'dict',
      wanted: sysctls,
      found: host('Sysctls'),
      hostConfig: given('Sysctls', sysctls),
    },
    { name: 'platform', kind: 'value', wanted: args.platform, found: memberOf(container, ['Platform']) },
  ];
}

/** Where ports without an address are bound: as the first of its networks says that does, or the network `bridge`. */
function hostAddress({ args, situation }: Omit<PlanInput, 'environment'>): string {
  if (args.default_host_ip !== undefined) return args.default_host_ip;
  const option = 'com.docker.network.bridge.host_binding_ipv4';
  for (const network of situation.networks.values()) {
    const address = textIn(network, 'Options', option);
    if (textIn(network, 'Driver') === 'bridge' && address !== '') return address;
  }
  return textIn(situation.bridge, 'Options', option) || '0.0.0.0';
}

function networkMode({ args, situation }: Omit<PlanInput, 'environment'>): string | undefined {
  const [first] = args.networks ?? [];
  if (args.network_mode !== undefined) {
    return situation.shared === undefined ? args.network_mode : `container:${situation.shared}`;
  }
  return args.networks_cli_compatible && first !== undefined ? first.name : undefined;
}

function given(key: string, value: Json | undefined): JsonRecord {
  return value === undefined ? {} : { [key]: value };
}

function asKeys(names: readonly string[]): JsonRecord {
  return Object.fromEntries(names.map((name) => [name, {}]));
}

function keysOf(value: Json): readonly string[] | null {
  return value === null ? null : Object.keys(recordIn(value)).toSorted();
}

function sortedTexts(value: Json): Json {
  return Array.isArray(value) ? (value as readonly string[]).toSorted() : value;
}

function nullWhenEmpty(value: Json): Json {
  return Object.keys(recordIn(value)).length === 0 ? null : value;
}
