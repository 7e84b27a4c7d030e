import type { Ran } from './programs.ts';

/** How each task ended on each host, in the order of play: what both programs are compared by. */
export interface PlayOutcome {
  /** `task name | host: status` */
  readonly tasks: readonly string[];
  /** Counts by host. */
  readonly recap: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly code: number;
}

/** Reads the events of `tsplay run --output json`. */
export function tsplayOutcome(ran: Ran): PlayOutcome {
  const tasks: string[] = [];
  let recap: PlayOutcome['recap'] = {};
  for (const line of ran.stdout.split('\n').filter((text) => text !== '')) {
    const event = JSON.parse(line);
    if (event.type === 'task-finished') tasks.push(`${event.task.name} | ${event.host}: ${event.status}`);
    if (event.type === 'run-finished') recap = event.stats;
  }
  return { tasks: groupByTask(tasks), recap, code: ran.code };
}

interface AnsibleHostResult {
  readonly changed?: boolean;
  readonly failed?: boolean;
  readonly skipped?: boolean;
  readonly unreachable?: boolean;
}

interface AnsibleDocument {
  readonly plays: readonly {
    readonly tasks: readonly {
      readonly task: { readonly name: string };
      readonly hosts: Readonly<Record<string, AnsibleHostResult>>;
    }[];
  }[];
  readonly stats: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Reads what ansible-playbook prints with ANSIBLE_STDOUT_CALLBACK=json. */
export function ansibleOutcome(ran: Ran): PlayOutcome {
  const start = ran.stdout.indexOf('{\n');
  if (start < 0)
    throw new Error(`no JSON from ansible-playbook (exit ${ran.code}):\n${ran.stdout}\n${ran.stderr}`);
  const document = JSON.parse(ran.stdout.slice(start)) as AnsibleDocument;
  const tasks = document.plays.flatMap((play) =>
    play.tasks.flatMap(({ task, hosts }) =>
      Object.entries(hosts).map(([host, result]) => `${task.name} | ${host}: ${statusOf(result)}`),
    ),
  );
  const names: Readonly<Record<string, string>> = { failures: 'failed' };
  const recap = Object.fromEntries(
    Object.entries(document.stats).map(([host, counts]) => [
      host,
      Object.fromEntries(Object.entries(counts).map(([name, count]) => [names[name] ?? name, count])),
    ]),
  );
  return { tasks: groupByTask(tasks), recap, code: ran.code };
}

function statusOf(result: AnsibleHostResult): string {
  if (result.unreachable === true) return 'unreachable';
  if (result.failed === true) return 'failed';
  if (result.skipped === true) return 'skipped';
  return result.changed === true ? 'changed' : 'ok';
}

/** Hosts of one task end in any order: they are sorted within runs of the same task. */
function groupByTask(lines: readonly string[]): readonly string[] {
  const groups: string[][] = [];
  let last: string | undefined;
  for (const line of lines) {
    const task = line.slice(0, line.lastIndexOf(' | '));
    if (task === last) groups.at(-1)?.push(line);
    else groups.push([line]);
    last = task;
  }
  return groups.flatMap((group) => group.sort());
}
