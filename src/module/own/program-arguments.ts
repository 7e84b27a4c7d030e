import { formatJson } from '../../values/json.ts';
import { str } from '../../values/printing.ts';
import type { Value } from '../../values/types.ts';
import type { ModuleContext } from '../context.ts';
import { quote } from '../kit/quote.ts';

export interface TaskOfProgram {
  readonly context: ModuleContext;
  /** As the task writes it. */
  readonly module: string;
  readonly args: ReadonlyMap<string, Value>;
}

/** The arguments with what Ansible tells every module of its task, in its order. */
export function programArguments({ context, module, args }: TaskOfProgram): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    ...args,
    ['_ansible_check_mode', context.checkMode],
    ['_ansible_no_log', context.noLog ?? false],
    ['_ansible_debug', false],
    ['_ansible_diff', context.diffMode],
    ['_ansible_verbosity', context.verbosity],
    // The ansible-core whose meaning of a playbook is kept here.
    ['_ansible_version', '2.14.18'],
    ['_ansible_module_name', module],
    ['_ansible_syslog_facility', 'LOG_USER'],
    ['_ansible_selinux_special_fs', ['fuse', 'nfs', 'vboxsf', 'ramfs', '9p', 'vfat']],
    ['_ansible_string_conversion_action', 'warn'],
    ['_ansible_socket', null],
    ['_ansible_shell_executable', '/bin/sh'],
    ['_ansible_keep_remote_files', false],
    ['_ansible_tmpdir', null],
    ['_ansible_remote_tmp', '~/.ansible/tmp'],
  ]);
}

export function jsonArguments(args: ReadonlyMap<string, Value>): string {
  return formatJson(new Map<Value, Value>(args));
}

/** `key=value` words; a value is printed as Python does, and quoted as for a shell where that is needed. */
export function wordArguments(args: ReadonlyMap<string, Value>): string {
  return [...args].map(([name, value]) => `${name}=${word(str(value))} `).join('');
}

function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : quote(text);
}
