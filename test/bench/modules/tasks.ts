import { benchTasks } from './bench-tasks.ts';

/** What stands between two tasks, in both tools; the counting shell knows it. */
export const mark = ': tsplay-bench-mark';

export interface Step {
  readonly module: string;
  readonly kind: 'first' | 'nothing' | 'changing' | 'mark';
}

const marking: Step = { module: 'raw', kind: 'mark' };

/** The tasks in order of play; each that is measured stands between two marks. */
export const steps: readonly Step[] = [
  { module: 'ping', kind: 'first' },
  marking,
  ...benchTasks.flatMap(({ module, changing }): readonly Step[] => [
    { module, kind: 'first' },
    marking,
    { module, kind: 'nothing' },
    marking,
    ...(changing === undefined ? [] : [{ module, kind: 'changing' } as const, marking]),
  ]),
];

/** The playbook of the steps, as JSON; each task is named after its step. */
export function playbook(): string {
  const tasks = steps.map(({ module, kind }) => {
    const task = benchTasks.find((each) => each.module === module);
    const args =
      kind === 'mark' ? { cmd: mark } : ((kind === 'changing' ? task?.changing : task?.args) ?? {});
    return { name: `${module} ${kind}`, ...(kind === 'mark' ? { raw: mark } : { [module]: args }) };
  });
  return JSON.stringify([{ hosts: 'all', gather_facts: false, tasks }]);
}
