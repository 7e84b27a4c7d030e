import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** One task, for both engines: a module and its arguments. */
export interface TwinTask {
  readonly module: string;
  readonly args: Readonly<Record<string, unknown>>;
}

export interface TwinOptions {
  readonly host: string;
  /** YAML of the lab. */
  readonly inventory: string;
  readonly checkMode?: boolean;
}

export type Result = Record<string, unknown>;

/** Plays the tasks, one after the other, with the real Ansible on a host of the lab; a failure does not stop it. */
export async function playWithAnsible(
  tasks: readonly TwinTask[],
  options: TwinOptions,
): Promise<readonly Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tsplay-twin-'));
  try {
    const inventory = join(folder, 'inventory.yml');
    const playbook = join(folder, 'playbook.json');
    writeFileSync(inventory, options.inventory);
    const play = {
      hosts: options.host,
      gather_facts: false,
      ignore_errors: true,
      tasks: tasks.map(({ module, args }) => ({ [`ansible.builtin.${module}`]: args })),
    };
    writeFileSync(playbook, JSON.stringify([play]));
    const { stdout } = await promisify(execFile)(
      'ansible-playbook',
      ['-i', inventory, ...(options.checkMode === true ? ['--check'] : []), playbook],
      {
        maxBuffer: 64 * 1024 * 1024,
        env: {
          ...process.env,
          ANSIBLE_STDOUT_CALLBACK: 'ansible.posix.json',
          ANSIBLE_PIPELINING: '1',
          ANSIBLE_NOCOLOR: '1',
        },
      },
    );
    const report = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
      readonly plays: readonly {
        readonly tasks: readonly { readonly hosts: Readonly<Record<string, Result>> }[];
      }[];
    };
    return (report.plays[0]?.tasks ?? []).map(({ hosts }) => withoutPrivate(hosts[options.host] ?? {}));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function withoutPrivate(result: Result): Result {
  const hidden = new Set(['action', 'invocation', 'stdout_lines', 'stderr_lines', 'warnings', 'exception']);
  return Object.fromEntries(
    Object.entries(result).filter(([key]) => !hidden.has(key) && !key.startsWith('_ansible')),
  );
}
