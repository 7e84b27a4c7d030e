import type { MappingEntry, MappingNode } from '../source/node.ts';
import type { Span } from '../source/span.ts';
import type { Action, Handler, KeywordValue, Task } from './ast.ts';
import { checkIncludeKeywords } from './include-keywords.ts';
import { checkIncludeOptions } from './include-options.ts';
import { textOf } from './keyword-value.ts';
import { KEYWORDS, type Place } from './keywords.ts';
import type { Loading } from './loading.ts';
import { headSpan, readKeywords, reportUnknownKeyword } from './read-keywords.ts';
import type { StepScope } from './scope.ts';
import { chooseAction } from './task-action.ts';
import { readLoop } from './task-loop.ts';

/** Keys of a task that are read here and not as keywords. */
const OWN_KEYS: ReadonlySet<string> = new Set(['action', 'args', 'local_action', 'loop']);

/** Reads one task, or one handler in a list of handlers; undefined when it has no usable action, which is reported. */
export function readTask(node: MappingNode, scope: StepScope): Task | undefined {
  const { loading } = scope;
  const place: Place = scope.section === 'handlers' ? 'handler' : 'task';
  const candidates: MappingEntry[] = [];
  const loops: MappingEntry[] = [];
  const keywords = readKeywords({
    entries: node.entries,
    place,
    loading,
    except: OWN_KEYS,
    unknown: (entry, name) => {
      if (name.startsWith('with_')) loops.push(entry);
      else if (KEYWORDS.has(name) && !loading.actionNames.has(name))
        reportUnknownKeyword(entry.key, { name, place, loading });
      else candidates.push(entry);
    },
  });
  const find = (name: string) => node.entries.find(({ key }) => textOf(key) === name);
  const loop = find('loop');
  const chosen = chooseAction({
    node,
    parent: scope.parent,
    candidates,
    place,
    loading,
    action: find('action'),
    local: find('local_action'),
    extra: find('args')?.value,
  });
  const read = readLoop([...(loop === undefined ? [] : [loop]), ...loops], loading);
  if (chosen === undefined) return undefined;
  const action = /^(?:ansible\.(?:builtin|legacy)\.)?include$/.test(chosen.name)
    ? resolveInclude(chosen, { loops: read !== undefined, loading })
    : chosen;
  checkIncludeKeywords({ action, node, loading });
  checkIncludeOptions(action, loading);
  const task: Task = {
    kind: 'task',
    span: headSpan(node),
    file: scope.file,
    keywords: find('local_action') === undefined ? keywords : onController(keywords, action.span),
    parent: scope.parent,
    action,
    ...(read === undefined ? {} : { loop: read }),
    ...(scope.role === undefined ? {} : { role: scope.role }),
  };
  return scope.section === 'handlers' ? asHandler(task) : task;
}

/** `include`, which newer Ansible lacks, is an import where its file is known by reading and nothing loops. */
function resolveInclude(
  action: Action,
  { loops, loading }: { readonly loops: boolean; readonly loading: Loading },
): Action {
  const isStatic = !loops && typeof (action.args.get('file') ?? action.freeForm) === 'string';
  loading.report({
    severity: 'warning',
    code: 'deprecated-include',
    message: "'include' was replaced by two actions, and Ansible has it no longer since 2.16",
    span: action.span,
    hint: `write '${isStatic ? 'import_tasks' : 'include_tasks'}', which does the same here`,
  });
  return isStatic ? { ...action, name: 'import_tasks' } : action;
}

function asHandler(task: Task): Handler {
  const listen = task.keywords.get('listen')?.value;
  return { ...task, listen: Array.isArray(listen) ? listen : [] };
}

function onController(
  keywords: ReadonlyMap<string, KeywordValue>,
  span: Span,
): ReadonlyMap<string, KeywordValue> {
  return new Map(keywords).set('delegate_to', { value: 'localhost', span });
}
