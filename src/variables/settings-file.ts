import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Diagnostic } from '../errors.ts';
import { expandHome } from './home-path.ts';

export interface LoadSettingsOptions {
  /** The working directory. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** ANSIBLE_CONFIG, else ansible.cfg here, ~/.ansible.cfg, /etc/ansible/ansible.cfg: the first that there is. */
export function findSettingsFile(
  { directory, environment }: LoadSettingsOptions,
  report: (diagnostic: Diagnostic) => void,
): string | undefined {
  const named = environment['ANSIBLE_CONFIG'];
  if (named !== undefined && named !== '') {
    const path = resolve(directory, expandHome(named));
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, 'ansible.cfg') : path;
  }
  const here = join(directory, 'ansible.cfg');
  if (existsSync(here)) {
    if (!isWorldWritable(directory)) return here;
    report(worldWritable(directory));
  }
  return [join(homedir(), '.ansible.cfg'), '/etc/ansible/ansible.cfg'].find((path) => existsSync(path));
}

/** Anyone could have put settings there that run commands as the user who plays. So Ansible does. */
function isWorldWritable(directory: string): boolean {
  return (statSync(directory).mode & 0o002) !== 0;
}

function worldWritable(directory: string): Diagnostic {
  return {
    severity: 'warning',
    code: 'settings-not-trusted',
    message: `ansible.cfg in '${directory}' is not read: anyone may write to that folder`,
    hint: 'set ANSIBLE_CONFIG to its path, or chmod o-w the folder',
  };
}
