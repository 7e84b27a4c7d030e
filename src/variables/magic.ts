import { dirname } from 'node:path';
import { groupsOf, hostsOf } from '../inventory/group-order.ts';
import type { Host, Inventory } from '../inventory/types.ts';
import type { Parent, RoleInvocation, Task } from '../project/ast.ts';
import { environmentLayers } from '../project/inherit.ts';
import type { Dict, Value } from '../values/types.ts';
import { LazyDict } from './lazy-dict.ts';

export interface RunMagicOptions {
  readonly inventory: Inventory;
  /** One variable of a host, rendered; undefined when it has none of that name. */
  readonly hostVariable: (host: string, name: string) => Value | undefined;
  /** All names of a host's variables. */
  readonly hostVariableNames: (host: string) => Iterable<string>;
  /** The template layer's value that leaves an argument out. */
  readonly omit: Value;
  readonly check: boolean;
  readonly diff: boolean;
  readonly verbosity: number;
  readonly forks: number;
  /** `--limit` as written; `ansible_limit` is undefined without it. */
  readonly limit: string | undefined;
  readonly tags: readonly string[];
  readonly skipTags: readonly string[];
  /** The ansible.cfg that was read. */
  readonly configFile?: string | undefined;
}

/** What is the same for all hosts and plays of a run. */
export function runMagic(options: RunMagicOptions): Dict {
  const { inventory } = options;
  const magic = dictOf({
    groups: new Map(
      [...inventory.groups.values()].map((group) => [group.name, hostsOf(group).map((host) => host.name)]),
    ),
    hostvars: hostvars(options),
    omit: options.omit,
    ansible_check_mode: options.check,
    ansible_diff_mode: options.diff,
    ansible_verbosity: options.verbosity,
    ansible_forks: options.forks,
    ansible_run_tags: options.tags.length === 0 ? ['all'] : options.tags,
    ansible_skip_tags: options.skipTags,
    ansible_inventory_sources: inventory.sources,
    ansible_config_file: options.configFile ?? null,
    ansible_version: ansibleVersion,
    ansible_playbook_python: controllerPython,
  });
  if (options.limit !== undefined) magic.set('ansible_limit', options.limit);
  return magic;
}

/** Roles compare `ansible_version.full`: it names the ansible-core whose meaning of a playbook is kept here. */
const ansibleVersion: Value = dictOf({
  string: '2.14.18',
  full: '2.14.18',
  major: 2,
  minor: 14,
  revision: 18,
});

/** Nothing here runs Python; playbooks hand it on as `ansible_python_interpreter` of localhost. */
const controllerPython = '/usr/bin/python3';

export interface PlayMagicOptions {
  readonly name: string;
  /** The folder of the playbook. */
  readonly playbookDirectory: string;
  /** All hosts of the play, failed or not. */
  readonly allHosts: readonly string[];
  /** Hosts of the play that have not failed. */
  readonly activeHosts: readonly string[];
  /** Hosts of the current `serial` batch that have not failed. */
  readonly batch: readonly string[];
  /** The play's roles: written, imported and, once played, included ones. */
  readonly roles: readonly RoleInvocation[];
}

/** What is the same for all hosts of a play. Make it anew when hosts fail or roles are included. */
export function playMagic(options: PlayMagicOptions): Dict {
  const dependencies = allDependencies(options.roles);
  const dependent = namesOf(dependencies);
  const written = namesOf(options.roles.filter((role) => !dependencies.has(role)));
  return dictOf({
    ansible_play_name: options.name,
    playbook_dir: options.playbookDirectory,
    ansible_play_hosts_all: options.allHosts,
    ansible_play_hosts: options.activeHosts,
    ansible_play_batch: options.batch,
    play_hosts: options.batch,
    ansible_play_role_names: written,
    ansible_dependent_role_names: dependent,
    ansible_role_names: [...new Set([...written, ...dependent])],
    role_names: written,
  });
}

export interface TaskMagicOptions {
  readonly task: Task;
  /** Folders in which lookups look for files, nearest first. */
  readonly searchPaths: readonly string[];
}

/** The variables that a task gets from where it stands: its search path and its role. */
export function taskMagic({ task, searchPaths }: TaskMagicOptions): Dict {
  const magic = dictOf({
    ansible_search_path: searchPaths,
    environment: environmentLayers(task)
      .toReversed()
      .flatMap(({ value }) => value),
  });
  if (task.role === undefined) return magic;
  const parents = parentRoles(task.role);
  const { collection, name } = task.role.role;
  magic.set('role_name', collection === undefined ? name : (name.split('.').at(-1) ?? name));
  magic.set('ansible_collection_name', collection ?? null);
  magic.set('ansible_role_name', name);
  magic.set('role_path', task.role.role.path);
  if (parents.length > 0) {
    magic.set(
      'ansible_parent_role_names',
      parents.map((role) => role.role.name),
    );
    magic.set(
      'ansible_parent_role_paths',
      parents.map((role) => role.role.path),
    );
  }
  return magic;
}

/** `vars`: all variables of a scope, each rendered when it is looked up. */
export function varsObject(names: () => Iterable<string>, get: (name: string) => Value | undefined): Value {
  return new LazyDict({ typeName: 'dict', keys: names, get });
}

/** What the inventory says of a host's place in it. `inventory_file` and `_dir` are missing for host lists and the implicit localhost. */
export function hostMagic(host: Host): Dict {
  const magic = dictOf({
    inventory_hostname: host.name,
    inventory_hostname_short: host.name.split('.', 1)[0] ?? host.name,
    group_names: groupsOf(host)
      .map((group) => group.name)
      .filter((name) => name !== 'all')
      .sort(),
  });
  if (host.source !== undefined) {
    magic.set('inventory_file', host.source);
    magic.set('inventory_dir', dirname(host.source));
  }
  return magic;
}

function hostvars({ inventory, hostVariable, hostVariableNames }: RunMagicOptions): Value {
  const { implicitLocalhost } = inventory;
  const known = new Map<string, LazyDict>();
  const variablesOf = (host: string): LazyDict | undefined => {
    if (!inventory.hosts.has(host) && host !== implicitLocalhost.name) return undefined;
    const made = known.get(host) ?? hostObject(host);
    known.set(host, made);
    return made;
  };
  const hostObject = (host: string): LazyDict =>
    new LazyDict({
      typeName: 'HostVarsVars',
      keys: () => hostVariableNames(host),
      get: (name) => hostVariable(host, name),
    });
  return new LazyDict({ typeName: 'HostVars', keys: () => inventory.hosts.keys(), get: variablesOf });
}

function allDependencies(roles: readonly RoleInvocation[]): ReadonlySet<RoleInvocation> {
  const found = new Set<RoleInvocation>(roles.flatMap((role) => role.dependencies));
  for (const role of found) for (const dependency of role.dependencies) found.add(dependency);
  return found;
}

function namesOf(roles: Iterable<RoleInvocation>): readonly string[] {
  return [...new Set([...roles].map((role) => role.role.name))];
}

/** The roles that import or include this one, nearest first; a role that depends on it is none of them. */
function parentRoles(role: RoleInvocation): readonly RoleInvocation[] {
  const roles: RoleInvocation[] = [];
  let isDependency = false;
  for (let at: Parent = role; at.kind !== 'play'; at = at.parent) {
    if (at.kind === 'role' && at !== role && !isDependency) roles.push(at);
    isDependency = at.kind === 'role' && at.parent.kind === 'role';
  }
  return roles;
}

function dictOf(entries: Readonly<Record<string, Value>>): Dict {
  return new Map<Value, Value>(Object.entries(entries));
}
