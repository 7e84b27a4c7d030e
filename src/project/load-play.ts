import { dirname, resolve } from 'node:path';
import { describeNode, type MappingNode, type YamlNode } from '../source/node.ts';
import type { SourceFile } from '../source/span.ts';
import type { Handler, Keywords, Play, RoleInvocation, Step } from './ast.ts';
import { asHandlers } from './handlers.ts';
import { textOf } from './keyword-value.ts';
import { invokeRole, withDependencies } from './load-role.ts';
import type { Loading } from './loading.ts';
import { headSpan, readKeywords, reportUnknownKeyword } from './read-keywords.ts';
import { readRoleEntry } from './role-entry.ts';
import type { StepScope } from './scope.ts';
import { loadSteps } from './steps.ts';

const SECTIONS: ReadonlySet<string> = new Set(['handlers', 'post_tasks', 'pre_tasks', 'roles', 'tasks']);

export interface LoadPlayInput {
  readonly node: MappingNode;
  readonly file: SourceFile;
  readonly loading: Loading;
  /** Adds what import_playbook gives to its plays. */
  readonly inherit: (keywords: Keywords) => Keywords;
}

/** Loads one play with its tasks, handlers and roles. */
export function loadPlay({ node, file, loading, inherit }: LoadPlayInput): Play {
  const written = readKeywords({
    entries: node.entries,
    place: 'play',
    loading,
    except: SECTIONS,
    unknown: ({ key }, name) => reportPlayKey(key, { name, loading }),
  });
  checkHosts(node, { keywords: written, loading });
  const playDirectory = dirname(file.path);
  const lists = {
    preTasks: [] as Step[],
    roles: [] as RoleInvocation[],
    tasks: [] as Step[],
    postTasks: [] as Step[],
    handlers: [] as Handler[],
    importedRoles: [] as RoleInvocation[],
  };
  const keywords = inherit(written);
  const play: Play = {
    kind: 'play',
    span: headSpan(node),
    file,
    directory: resolve(playDirectory),
    keywords,
    ...lists,
  };
  const section = (name: string) => node.entries.find(({ key }) => textOf(key) === name)?.value;
  const scope: StepScope = {
    loading,
    file,
    parent: play,
    role: undefined,
    playDirectory,
    section: 'tasks',
    trail: [file.path],
  };
  loading.importedRoles.length = 0;
  lists.preTasks.push(...loadSteps(section('pre_tasks'), scope));
  lists.roles.push(...loadRoles(section('roles'), scope));
  lists.tasks.push(...loadSteps(section('tasks'), scope));
  lists.postTasks.push(...loadSteps(section('post_tasks'), scope));
  lists.handlers.push(
    ...asHandlers(loadSteps(section('handlers'), { ...scope, section: 'handlers' }), loading),
  );
  lists.importedRoles.push(...loading.importedRoles);
  return play;
}

function loadRoles(node: YamlNode | undefined, scope: StepScope): readonly RoleInvocation[] {
  const { loading, parent, playDirectory, trail } = scope;
  if (node === undefined || (node.kind === 'scalar' && textOf(node) === undefined)) return [];
  if (node.kind !== 'sequence') {
    const message = `a list of roles must stand here, not ${describeNode(node)}`;
    loading.error({
      code: 'bad-role-list',
      message,
      span: headSpan(node),
      hint: 'start each role with a dash: `- role: name`',
    });
    return [];
  }
  return node.items.flatMap((item) => {
    const entry = readRoleEntry(item, { loading, node: parent, playDirectory });
    if (entry === undefined) return [];
    const invocation = invokeRole({
      ...entry,
      parent,
      playDirectory,
      loading,
      loadSteps,
      trail,
    });
    return invocation === undefined ? [] : withDependencies(invocation);
  });
}

interface PlayKey {
  readonly name: string;
  readonly loading: Loading;
}

function reportPlayKey(key: YamlNode, { name, loading }: PlayKey): void {
  if (loading.actionNames.has(name)) {
    const message = `'${name}' is a module, and a play has none of its own`;
    loading.error({
      code: 'action-in-play',
      message,
      span: key.span,
      hint: "put it into a task under 'tasks:'",
    });
    return;
  }
  reportUnknownKeyword(key, { name, place: 'play', loading, alsoKnown: SECTIONS });
}

interface HostsCheck {
  readonly keywords: Keywords;
  readonly loading: Loading;
}

function checkHosts(node: MappingNode, { keywords, loading }: HostsCheck): void {
  const hosts = keywords.get('hosts');
  const isWritten = node.entries.some(({ key }) => textOf(key) === 'hosts');
  const isEmpty = Array.isArray(hosts?.value) && hosts.value.every((pattern) => pattern === '');
  if (hosts !== undefined && !isEmpty) return;
  if (hosts === undefined && isWritten) return;
  const message = isWritten ? "'hosts' is empty" : "a play needs 'hosts'";
  loading.error({
    code: 'missing-hosts',
    message,
    span: hosts?.span ?? headSpan(node),
    hint: 'name a group, a host or `all`',
  });
}
