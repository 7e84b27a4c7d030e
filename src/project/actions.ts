/** Actions that the loader or the engine itself carries out: no module stands behind them. */
export const ENGINE_ACTIONS: ReadonlySet<string> = new Set([
  'add_host',
  'group_by',
  'import_playbook',
  'import_role',
  'import_tasks',
  'include_role',
  'include_tasks',
  'include_vars',
  'meta',
]);

/** Actions whose text is free-form: words that are no `key=value` option of theirs are kept as they stand. */
const FREE_FORM_ACTIONS: ReadonlySet<string> = new Set([
  ...ENGINE_ACTIONS,
  'command',
  'raw',
  'script',
  'set_fact',
  'shell',
]);

/** Actions whose free-form text is a command line: only these options are taken out of it. */
const COMMAND_ACTIONS: ReadonlySet<string> = new Set(['command', 'raw', 'script', 'shell']);

export const COMMAND_OPTIONS: ReadonlySet<string> = new Set([
  'chdir',
  'creates',
  'executable',
  'removes',
  'stdin',
  'stdin_add_newline',
  'strip_empty_ends',
  'warn',
]);

/** Arguments that are Jinja expressions without braces: they keep their place and their trust. */
const EXPRESSION_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  assert: ['that'],
  debug: ['var'],
};

/** The name of an action without the collections that come with the engine: `ansible.builtin.copy` is `copy`. */
export function shortActionName(name: string): string {
  const short = name.replace(/^ansible\.(?:builtin|legacy)\./, '');
  return short === 'include' ? 'include_tasks' : short;
}

/** Whether words that are no `key=value` mean something to the action, rather than being a mistake. */
export function takesFreeForm(name: string): boolean {
  return FREE_FORM_ACTIONS.has(shortActionName(name));
}

/** Whether the text of the action is a command line, out of which only COMMAND_OPTIONS are taken. */
export function takesCommandLine(name: string): boolean {
  return COMMAND_ACTIONS.has(shortActionName(name));
}

/** Whether the argument is a Jinja expression without braces (`that`, `var`). */
export function isExpressionArgument(action: string, argument: string): boolean {
  return EXPRESSION_ARGUMENTS[shortActionName(action)]?.includes(argument) ?? false;
}
