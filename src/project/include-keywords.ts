import type { MappingNode } from '../source/node.ts';
import { shortActionName } from './actions.ts';
import type { Action } from './ast.ts';
import { textOf } from './keyword-value.ts';
import { KEYWORDS } from './keywords.ts';
import type { Loading } from './loading.ts';

/** What a dynamic include can carry: everything else would be lost, since it is not handed to the included tasks. */
const INCLUDE_KEYWORDS: ReadonlySet<string> = new Set([
  ...[
    'action',
    'args',
    'collections',
    'debugger',
    'ignore_errors',
    'listen',
    'loop',
    'loop_control',
    'name',
    'no_log',
    'register',
    'run_once',
  ],
  ...['tags', 'timeout', 'vars', 'when'],
]);

interface IncludeCheck {
  readonly action: Action;
  readonly node: MappingNode;
  readonly loading: Loading;
}

/** Reports keywords on a dynamic include that would be lost. */
export function checkIncludeKeywords({ action, node, loading }: IncludeCheck): void {
  const name = shortActionName(action.name);
  if (name !== 'include_tasks' && name !== 'include_role') return;
  for (const { key } of node.entries) {
    const keyword = textOf(key) ?? '';
    if (!KEYWORDS.has(keyword) || INCLUDE_KEYWORDS.has(keyword)) continue;
    const message = `'${keyword}' has no effect on what ${name} brings in`;
    const hint = `give it with \`apply: {${keyword}: ...}\` in the arguments, or put a block around the task`;
    loading.error({ code: 'misplaced-keyword', message, span: key.span, hint });
  }
}
