import type { Dict, ReadonlyDict, Value } from '../values/types.ts';

/** The facts of one host, under both of their names. */
export interface Facts {
  /** As variables: `ansible_system`, `packages`. */
  readonly injected: Dict;
  /** As `ansible_facts`: without the prefix `ansible_`. */
  readonly dict: Dict;
}

/**
 * Adds what a module returned as `ansible_facts`. A fact comes from the managed machine: it can never say how that
 * machine, or the controller, is reached or who commands run as, nor stand in for a magic variable.
 */
export function addFacts(facts: Facts, returned: ReadonlyDict): void {
  for (const [name, value] of returned) {
    if (typeof name !== 'string' || isReserved(name)) continue;
    facts.injected.set(name, value);
    facts.dict.set(withoutPrefix(name), value);
  }
}

/** `ansible_facts` itself is one shared dict: it is live. */
export function createFacts(): Facts {
  const dict = new Map<Value, Value>();
  return { dict, injected: new Map<Value, Value>([['ansible_facts', dict]]) };
}

/** `ansible_local` and names like `ansible_` stay as they are. */
function withoutPrefix(name: string): string {
  return name.startsWith('ansible_') && name !== 'ansible_local' && name.length > 'ansible_'.length
    ? name.slice('ansible_'.length)
    : name;
}

const reservedNames: ReadonlySet<string> = new Set([
  'ansible_facts',
  'ansible_connection',
  'ansible_host',
  'ansible_port',
  'ansible_user',
  'ansible_password',
  'ansible_private_key_file',
  'ansible_remote_user',
  'ansible_remote_tmp',
  'ansible_shell_executable',
  'ansible_shell_type',
  'ansible_timeout',
  'ansible_pipelining',
  'ansible_host_key_checking',
  'ansible_check_mode',
  'ansible_diff_mode',
  'ansible_verbosity',
  'ansible_version',
  'ansible_limit',
  'ansible_forks',
]);

const reservedPrefixes =
  /^ansible_(?:become|sudo|su_|ssh_(?!host_key_)|paramiko_|winrm_|psrp_|play_|playbook_)/;

function isReserved(name: string): boolean {
  return reservedNames.has(name) || reservedPrefixes.test(name) || /^ansible_.+_interpreter$/.test(name);
}
