/** One module's task, and what makes it change something. */
export interface BenchTask {
  readonly module: string;
  /** Played first: after that it finds nothing to do. */
  readonly args: Readonly<Record<string, unknown>>;
  /** The same with something to do; absent for what never changes anything. */
  readonly changing?: Readonly<Record<string, unknown>>;
}

const file = '/etc/tsplay-bench';

export const benchTasks: readonly BenchTask[] = [
  {
    module: 'file',
    args: { path: '/srv/bench', state: 'directory', mode: '0755' },
    changing: { path: '/srv/bench', state: 'directory', mode: '0700' },
  },
  {
    module: 'copy',
    args: { content: 'one\n', dest: file, mode: '0644' },
    changing: { content: 'two\n', dest: file, mode: '0644' },
  },
  { module: 'lineinfile', args: { path: file, line: 'three' }, changing: { path: file, line: 'four' } },
  { module: 'blockinfile', args: { path: file, block: 'five' }, changing: { path: file, block: 'six' } },
  {
    module: 'replace',
    args: { path: file, regexp: 'nowhere', replace: 'x' },
    changing: { path: file, regexp: 'four', replace: 'eight' },
  },
  {
    module: 'ini_file',
    args: { path: '/etc/bench.ini', section: 's', option: 'o', value: '1' },
    changing: { path: '/etc/bench.ini', section: 's', option: 'o', value: '2' },
  },
  { module: 'user', args: { name: 'bench' }, changing: { name: 'bench', comment: 'Bench' } },
  { module: 'group', args: { name: 'benchers' }, changing: { name: 'benchers2' } },
  {
    module: 'authorized_key',
    args: {
      user: 'root',
      key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA4qhyVQdWaYSsNyV5uXTeHjjUwbWmTgWwHgbLWLqgRg one',
    },
    changing: {
      user: 'root',
      key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBPHG5kZg0Bi7eYLzc5RWTJsWHhHHQmNIVCvqKKH0Xyb two',
    },
  },
  {
    module: 'cron',
    args: { name: 'bench', job: '/bin/true', minute: '1' },
    changing: { name: 'bench', job: '/bin/true', minute: '2' },
  },
  {
    module: 'systemd',
    args: { name: 'cron', state: 'started', enabled: true },
    changing: { name: 'cron', state: 'restarted' },
  },
  { module: 'apt', args: { name: 'sudo', state: 'present' } },
  { module: 'command', args: { cmd: 'true' } },
  { module: 'stat', args: { path: '/etc/passwd' } },
  { module: 'slurp', args: { src: '/etc/passwd' } },
  { module: 'find', args: { paths: '/etc/systemd', recurse: true } },
  { module: 'setup', args: {} },
];

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
