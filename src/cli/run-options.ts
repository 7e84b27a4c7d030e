import type { RunOptions } from '../engine/options.ts';
import { TsplayError } from '../errors.ts';
import { STRATEGIES, type StrategyName, strategyNamed } from '../project/strategies.ts';
import { didYouMean } from '../util/nearest.ts';
import type { Settings } from '../variables/settings.ts';
import type { PlaybookOptions, TaskOptions } from './options.ts';

/** Hosts at work at the same time: a connection costs little here, so more than Ansible's five. */
export const DEFAULT_FORKS = 20;

/** How the engine shall play: the command line first, then the settings. @throws TsplayError `invalid-setting` */
export function runOptions(options: TaskOptions & Partial<PlaybookOptions>, settings: Settings): RunOptions {
  return {
    check: options.check ?? false,
    diff: options.diff ?? false,
    forks: options.forks ?? settings.forks ?? DEFAULT_FORKS,
    taskTimeout: settings.taskTimeout ?? 0,
    strategy: settings.strategy === undefined ? 'linear' : knownStrategy(settings.strategy),
    tags: { only: options.tags ?? [], skip: options.skipTags ?? [] },
    limit: options.limit,
    verbosity: options.verbose,
    forceHandlers: options.forceHandlers ?? false,
    startAtTask: options.startAtTask,
    configFile: settings.file,
    mergesDicts: settings.mergesDicts,
    factCache: settings.factCache,
    gathering: {
      when: settings.gathering ?? 'implicit',
      subset: settings.gatherSubset,
      timeout: settings.gatherTimeout,
      factPath: settings.factPath,
    },
    step: options.step ?? false,
    taskDebugger: settings.taskDebugger ?? false,
  };
}

function knownStrategy(name: string): StrategyName {
  const known = strategyNamed(name);
  if (known !== undefined) return known;
  throw new TsplayError({
    code: 'invalid-setting',
    message: `the setting 'strategy' is '${name}'; accepted: ${STRATEGIES.join(', ')}`,
    hint: didYouMean(name, STRATEGIES),
  });
}
