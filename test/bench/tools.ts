import { access } from 'node:fs/promises';
import path from 'node:path';
import type { Program } from './timed-run.ts';

export type ToolName = 'ansible' | 'tsplay';

export const toolNames: readonly ToolName[] = ['ansible', 'tsplay'];

export interface Play {
  /** The playbook and its options, which both tools take. */
  readonly arguments: readonly string[];
  /** Where it is played: ansible.cfg is looked for here. */
  readonly cwd: string;
  /** For the tool's own temporary files. */
  readonly folder: string;
}

/** How each tool is run at its best: the real Ansible with pipelining and connections that are kept. */
export const tools: Readonly<Record<ToolName, (play: Play) => Program>> = {
  ansible: ({ arguments: given, cwd, folder }) => ({
    command: ['ansible-playbook', '-f', '10', ...given],
    cwd,
    env: {
      ...process.env,
      ANSIBLE_NOCOLOR: '1',
      ANSIBLE_PIPELINING: '1',
      ANSIBLE_SSH_ARGS: '-o ControlMaster=auto -o ControlPersist=60s',
      ANSIBLE_LOCAL_TEMP: path.join(folder, 'ansible-local'),
      ANSIBLE_SSH_CONTROL_PATH_DIR: path.join(folder, 'cp'),
    },
  }),
  tsplay: ({ arguments: given, cwd }) => ({
    command: [process.execPath, tsplayProgram, 'run', ...given],
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
  }),
};

/** The built program. */
export const tsplayProgram = path.resolve('dist/tsplay.mjs');

export async function checkTool(tool: ToolName): Promise<void> {
  if (tool === 'ansible') return;
  await access(tsplayProgram).catch(() => {
    throw new Error(`${tsplayProgram} is not there: npm run build`);
  });
}

/** The `changed=N` of each host in a recap, as both tools print it. */
export function changesOf(stdout: string): number[] {
  return [...stdout.matchAll(/\bchanged=(\d+)/g)].map(([, count]) => Number(count));
}
