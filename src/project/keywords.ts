import { STRATEGIES } from './strategies.ts';

/** Where a keyword can stand. A handler takes all that a task takes. */
export type Place = 'play' | 'role' | 'block' | 'task' | 'handler' | 'loop_control';

/**
 * How a keyword's value is read: `condition` is one or several Jinja expressions without braces, `texts` a text or a
 * list of texts, `steps` a list of tasks and blocks, `percent` a number or `30%`, `variable` the name of one, `any` is left to its user.
 */
export type KeywordType =
  | 'bool'
  | 'int'
  | 'number'
  | 'percent'
  | 'text'
  | 'variable'
  | 'texts'
  | 'tags'
  | 'list'
  | 'dict'
  | 'vars'
  | 'environment'
  | 'module_defaults'
  | 'prompts'
  | 'condition'
  | 'steps'
  | 'any';

export interface Keyword {
  readonly places: readonly Place[];
  readonly type: KeywordType;
  /** Whether the value may hold templates. */
  readonly mayBeTemplated: boolean;
  /** The values that are supported, of a keyword that takes one of a few. */
  readonly choices?: readonly string[];
  /** The collection that the choices come with: its name may stand before them. */
  readonly collection?: string;
  /** What to do instead. */
  readonly hint?: string;
}

const PLAY: readonly Place[] = ['play'];
const BLOCK: readonly Place[] = ['block'];
const TASK: readonly Place[] = ['task', 'handler'];
const BLOCK_AND_TASK: readonly Place[] = ['block', 'task', 'handler'];
const BELOW_PLAY: readonly Place[] = ['role', 'block', 'task', 'handler'];
const EVERYWHERE: readonly Place[] = ['play', 'role', 'block', 'task', 'handler'];
const LOOP_CONTROL: readonly Place[] = ['loop_control'];

type Extra = Partial<Omit<Keyword, 'places' | 'type'>>;

function keyword(type: KeywordType, places: readonly Place[], extra: Extra = {}): Keyword {
  return { type, places, mayBeTemplated: true, ...extra };
}

const STATIC: Extra = { mayBeTemplated: false };

/** Every keyword of ansible-core 2.14 (`ansible-doc -t keyword -l`), and the keys of `loop_control`. */
export const KEYWORDS: ReadonlyMap<string, Keyword> = new Map(
  Object.entries({
    action: keyword('any', TASK),
    always: keyword('steps', BLOCK),
    any_errors_fatal: keyword('bool', EVERYWHERE),
    args: keyword('any', TASK),
    async: keyword('int', TASK),
    become: keyword('bool', EVERYWHERE),
    become_exe: keyword('text', EVERYWHERE),
    become_flags: keyword('text', EVERYWHERE),
    become_method: keyword('text', EVERYWHERE),
    become_user: keyword('text', EVERYWHERE),
    block: keyword('steps', BLOCK),
    changed_when: keyword('condition', TASK),
    check_mode: keyword('bool', EVERYWHERE),
    collections: keyword('texts', EVERYWHERE, STATIC),
    connection: keyword('text', EVERYWHERE),
    debugger: keyword('text', EVERYWHERE, {
      choices: ['always', 'never', 'on_failed', 'on_unreachable', 'on_skipped'],
    }),
    delay: keyword('number', TASK),
    delegate_facts: keyword('bool', BELOW_PLAY),
    delegate_to: keyword('text', BELOW_PLAY),
    diff: keyword('bool', EVERYWHERE),
    environment: keyword('environment', EVERYWHERE),
    fact_path: keyword('text', PLAY),
    failed_when: keyword('condition', TASK),
    force_handlers: keyword('bool', PLAY),
    gather_facts: keyword('bool', PLAY),
    gather_subset: keyword('texts', PLAY),
    gather_timeout: keyword('int', PLAY),
    handlers: keyword('steps', PLAY),
    hosts: keyword('texts', PLAY),
    ignore_errors: keyword('bool', EVERYWHERE),
    ignore_unreachable: keyword('bool', EVERYWHERE),
    listen: keyword('texts', ['handler'], STATIC),
    local_action: keyword('any', TASK),
    loop: keyword('any', TASK),
    loop_control: keyword('dict', TASK),
    max_fail_percentage: keyword('percent', PLAY),
    module_defaults: keyword('module_defaults', EVERYWHERE, STATIC),
    name: keyword('text', EVERYWHERE),
    no_log: keyword('bool', EVERYWHERE),
    notify: keyword('texts', BLOCK_AND_TASK),
    order: keyword('text', PLAY, {
      choices: ['inventory', 'sorted', 'reverse_sorted', 'reverse_inventory', 'shuffle'],
    }),
    poll: keyword('int', TASK),
    port: keyword('int', EVERYWHERE),
    post_tasks: keyword('steps', PLAY),
    pre_tasks: keyword('steps', PLAY),
    register: keyword('variable', TASK, STATIC),
    remote_user: keyword('text', EVERYWHERE),
    rescue: keyword('steps', BLOCK),
    retries: keyword('int', TASK),
    roles: keyword('any', PLAY),
    run_once: keyword('bool', EVERYWHERE),
    serial: keyword('list', PLAY),
    strategy: keyword('text', PLAY, {
      choices: STRATEGIES,
      collection: 'ansible.builtin',
      hint: 'linear: hosts wait for each other after every task; free: they do not',
    }),
    tags: keyword('tags', EVERYWHERE),
    tasks: keyword('steps', PLAY),
    throttle: keyword('int', EVERYWHERE),
    timeout: keyword('int', EVERYWHERE),
    until: keyword('condition', TASK),
    user: keyword('text', PLAY),
    vars: keyword('vars', EVERYWHERE),
    vars_files: keyword('list', PLAY),
    vars_prompt: keyword('prompts', PLAY),
    when: keyword('condition', BELOW_PLAY),
    // Of ansible-core 2.18 and later.
    break_when: keyword('condition', LOOP_CONTROL),
    extended: keyword('bool', LOOP_CONTROL),
    extended_allitems: keyword('bool', LOOP_CONTROL),
    index_var: keyword('variable', LOOP_CONTROL),
    label: keyword('any', LOOP_CONTROL),
    loop_var: keyword('variable', LOOP_CONTROL),
    pause: keyword('number', LOOP_CONTROL),
  }),
);

/** The names of the keywords that can stand at a place, sorted as in the table. */
export function keywordsAt(place: Place): readonly string[] {
  return [...KEYWORDS].filter(([, { places }]) => places.includes(place)).map(([name]) => name);
}

const PLACE_NAMES: Readonly<Record<Place, string>> = {
  play: 'a play',
  role: 'a role',
  block: 'a block',
  task: 'a task',
  handler: 'a handler',
  loop_control: 'loop_control',
};

/** How messages name a place: `a play`. */
export function placeName(place: Place): string {
  return PLACE_NAMES[place];
}

/** How messages name where a keyword belongs: `a play, a role or a block`. */
export function placesOf({ places }: Keyword): string {
  const names = places.filter((place) => place !== 'handler' || places.length === 1).map(placeName);
  const last = names.at(-1) ?? '';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${last}` : last;
}
