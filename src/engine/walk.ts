import type { Block, Step, Task } from '../project/ast.ts';
import type { HostProgress } from './host-progress.ts';

/**
 * The linear strategy: all hosts do one task, then all do the next. A block is walked as a whole: first its tasks,
 * then its rescue section by the hosts that failed in it, then its always section by everyone.
 */
export interface Walk<H extends { readonly name: string }> {
  readonly progress: HostProgress;
  /** Plays one task on these hosts (all of them active) and records who failed. May walk further (includes). */
  playTask(task: Task, hosts: readonly H[], place: Place): Promise<void>;
  /** A host leaves a block's failure behind and enters its rescue section. */
  onRescue(host: H): void;
  /** The run was asked to stop. */
  readonly stopped: boolean;
}

/** What surrounds a step while it is played. */
export interface Place {
  /** A failure here will be rescued, so it counts as rescued in the recap. */
  readonly rescuable: boolean;
}

/** Plays steps in order on those of `hosts` that are still active. */
export async function walkSteps<H extends { readonly name: string }>(
  walk: Walk<H>,
  steps: readonly Step[],
  hosts: readonly H[],
  place: Place = { rescuable: false },
): Promise<void> {
  for (const step of steps) {
    if (walk.stopped) return;
    const active = activeOf(walk, hosts);
    if (active.length === 0) return;
    switch (step.kind) {
      case 'task':
        await walk.playTask(step, active, place);
        break;
      case 'block':
        await walkBlock(walk, step, active, place);
        break;
    }
  }
}

async function walkBlock<H extends { readonly name: string }>(
  walk: Walk<H>,
  block: Block,
  hosts: readonly H[],
  place: Place,
): Promise<void> {
  const { progress } = walk;
  await walkSteps(walk, block.block, hosts, { rescuable: place.rescuable || block.rescue.length > 0 });

  if (block.rescue.length > 0) {
    const failed = hosts.filter((host) => progress.of(host.name) === 'failed');
    for (const host of failed) {
      progress.set(host.name, 'active');
      walk.onRescue(host);
    }
    await walkSteps(walk, block.rescue, failed, place);
  }

  if (block.always.length > 0) {
    const suspended = hosts.filter((host) => progress.of(host.name) === 'failed');
    for (const host of suspended) progress.set(host.name, 'active');
    await walkSteps(walk, block.always, hosts, place);
    for (const host of suspended) {
      if (progress.of(host.name) === 'active') progress.set(host.name, 'failed');
    }
  }
}

function activeOf<H extends { readonly name: string }>(walk: Walk<H>, hosts: readonly H[]): readonly H[] {
  return hosts.filter((host) => walk.progress.of(host.name) === 'active');
}
