import type { ModuleContext } from '../../../context.ts';
import { type Json, type JsonRecord, memberOf, recordIn } from '../json.ts';
import type { ContainerOption, Kind } from './comparison.ts';
import { networkParts } from './network-parts.ts';
import type { Part, PlanInput } from './parts.ts';
import { processParts } from './process-parts.ts';
import { simpleOptions } from './simple-options.ts';
import { storageParts } from './storage-parts.ts';

/** A container as it is asked for: what the API is to make, and what is compared with one that is there. */
export interface Plan {
  /** Members of the top and of HostConfig: what is asked for and nothing else. */
  readonly config: JsonRecord;
  readonly hostConfig: JsonRecord;
  readonly options: readonly ContainerOption[];
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
