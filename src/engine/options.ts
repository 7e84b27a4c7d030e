import type { StrategyName } from '../project/strategies.ts';
import type { TagSelection } from './tags.ts';

/** How a run is played; from the command line and the settings. */
export interface RunOptions {
  readonly check: boolean;
  readonly diff: boolean;
  /** Hosts at work at the same time. */
  readonly forks: number;
  /** Of plays that name none. */
  readonly strategy: StrategyName;
  readonly tags: TagSelection;
  /** A host pattern that narrows each play's hosts. */
  readonly limit: string | undefined;
  readonly verbosity: number;
  readonly forceHandlers: boolean;
  /** Skips everything before the task of this name. */
  readonly startAtTask: string | undefined;
}
