import type { StrategyName } from '../project/strategies.ts';
import type { JsonFactCacheSettings } from '../variables/fact-cache.ts';
import type { TagSelection } from './tags.ts';

/** How a run is played; from the command line and the settings. */
export interface RunOptions {
  readonly check: boolean;
  readonly diff: boolean;
  /** Hosts at work at the same time. */
  readonly forks: number;
  /** Seconds for a try of a task that says no `timeout`; 0: no limit. */
  readonly taskTimeout: number;
  /** Of plays that name none. */
  readonly strategy: StrategyName;
  readonly tags: TagSelection;
  /** A host pattern that narrows each play's hosts. */
  readonly limit: string | undefined;
  readonly verbosity: number;
  readonly forceHandlers: boolean;
  /** Asks before each task. */
  readonly step: boolean;
  /** Failed tasks that have no `debugger` open the debugger. */
  readonly taskDebugger: boolean;
  /** Skips everything before the task of this name. */
  readonly startAtTask: string | undefined;
  /** When facts are gathered, and which where a play does not say; for every play, and all, when left out. */
  readonly gathering?: GatheringOptions | undefined;
  /** Facts are kept there for later runs. */
  readonly factCache?: JsonFactCacheSettings | undefined;
  /** The ansible.cfg that was read. */
  readonly configFile?: string | undefined;
  /** `hash_behaviour = merge`. */
  readonly mergesDicts?: boolean | undefined;
}

export interface GatheringOptions {
  /** `explicit`: only for plays that ask for it. `smart`: only on hosts whose facts are not known. */
  readonly when: 'implicit' | 'explicit' | 'smart';
  readonly subset: readonly string[] | undefined;
  /** Seconds. */
  readonly timeout: number | undefined;
  /** The folder of local facts. */
  readonly factPath: string | undefined;
}
