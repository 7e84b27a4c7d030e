import { didYouMean } from '../util/nearest.ts';
import { shortActionName } from './actions.ts';
import type { Action } from './ast.ts';
import type { Loading } from './loading.ts';

const ROLE_OPTIONS: readonly string[] = [
  ...[
    'allow_duplicates',
    'defaults_from',
    'handlers_from',
    'name',
    'role',
    'rolespec_validate',
    'tasks_from',
  ],
  'vars_from',
];

/** What imports and includes take; variables go into `vars`. */
const OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['import_role', ROLE_OPTIONS],
  ['import_tasks', ['file']],
  ['include_role', [...ROLE_OPTIONS, 'apply', 'public']],
  ['include_tasks', ['apply', 'file']],
]);

/** Reports arguments that an import or include does not take, and the lack of the one that it needs. */
export function checkIncludeOptions(action: Action, loading: Loading): void {
  const name = shortActionName(action.name);
  const options = OPTIONS.get(name);
  if (options === undefined || action.argsTemplate !== undefined) return;
  for (const [key, span] of action.argSpans) {
    if (options.includes(key)) continue;
    const message = `'${key}' is not an argument of ${name}; it takes ${options.join(', ')}`;
    loading.error({ code: 'unknown-argument', message, span, hint: optionHint(key, name) });
  }
  const isRole = name.endsWith('role');
  const isGiven = isRole
    ? action.args.has('name') || action.args.has('role')
    : action.args.has('file') || action.freeForm !== undefined;
  if (isGiven) return;
  const needed = isRole ? 'the name of a role' : 'the name of a file';
  loading.error({ code: 'bad-arguments', message: `'${name}' needs ${needed}`, span: action.span });
}

function optionHint(key: string, name: string): string {
  const include = name.replace('import', 'include');
  if (OPTIONS.get(include)?.includes(key)) return `only ${include} takes '${key}'`;
  return (
    didYouMean(key, OPTIONS.get(name) ?? []) ?? `give variables with \`vars: {${key}: ...}\` beside ${name}`
  );
}
