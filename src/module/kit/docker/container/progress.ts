import type { ResultData } from '../../../result.ts';
import type { Engine } from '../api.ts';
import type { Difference } from '../differences.ts';
import type { ContainerArguments } from './arguments.ts';

/** One task on one container, and what has been done so far; in check mode, what would have been. */
export interface Progress {
  readonly engine: Engine;
  readonly args: ContainerArguments;
  readonly actions: ResultData[];
  readonly differences: Difference[];
  isChanged: boolean;
}

export function newProgress(engine: Engine, args: ContainerArguments): Progress {
  return { engine, args, actions: [], differences: [], isChanged: false };
}

/** Notes a step and takes it, unless this is a prediction. */
export async function step(
  progress: Progress,
  action: { readonly [key: string]: ResultData },
  take: () => Promise<unknown>,
): Promise<void> {
  progress.isChanged = true;
  if (!progress.engine.context.checkMode) await take();
  progress.actions.push(action);
}
