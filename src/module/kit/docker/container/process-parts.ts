import type { ModuleContext } from '../../../context.ts';
import { type Json, type JsonRecord, listIn, memberOf, recordIn, textIn } from '../json.ts';
import { textValues } from '../text-values.ts';
import type { ContainerArguments } from './arguments.ts';
import { overImage } from './environment.ts';
import { looseTexts } from './loose-texts.ts';
import { given, type Part, type PlanInput, sortedTexts } from './parts.ts';
import { commandWords, entrypointWords, healthcheckRequest } from './process.ts';

/** What runs in a container and how, as far as it takes more than one member of the API. */
export function processParts(
  context: ModuleContext,
  { args, situation, environment }: PlanInput,
): readonly Part[] {
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
