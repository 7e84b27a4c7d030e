import type { Diagnostic } from '../errors.ts';
import { TsplayError } from '../errors.ts';
import type { RunInventory } from '../inventory/run-inventory.ts';
import { shortActionName } from '../project/actions.ts';
import type { Play, Task } from '../project/ast.ts';
import { accumulatedTags, effectiveKeyword } from '../project/inherit.ts';
import type { LoadContext } from '../project/load-playbook.ts';
import { fnmatchSource } from '../util/fnmatch.ts';
import { createLimiter, type Limiter } from '../util/limiter.ts';
import { didYouMean } from '../util/nearest.ts';
import { toBoolean } from '../values/boolean-words.ts';
import { str } from '../values/printing.ts';
import { TemplateText } from '../values/template-text.ts';
import type { Value } from '../values/types.ts';
import type { VariableScope } from '../variables/types.ts';
import { isAction } from './actions/names.ts';
import { ControllerJobs } from './controller-jobs.ts';
import { CustomStats } from './custom-stats.ts';
import type { EngineDependencies, Templar } from './dependencies.ts';
import type { RunEvent, TaskIdentity } from './events.ts';
import { HostProgress } from './host-progress.ts';
import { readKeywords } from './keywords.ts';
import { LinkPool } from './link-pool.ts';
import type { RunOptions } from './options.ts';
import { searchFolders } from './project-files.ts';
import type { Ask, ReadLine } from './prompts.ts';
import type { RunHost } from './run-host.ts';
import { RunStats } from './stats.ts';
import { isSelected } from './tags.ts';

export interface RunStateParts {
  readonly dependencies: EngineDependencies;
  readonly options: RunOptions;
  readonly emit: (event: RunEvent) => void;
  /** Stops now: ends what runs on the hosts. */
  readonly signal: AbortSignal;
  /** Stops after the steps in flight. */
  readonly stopSignal: AbortSignal;
  /** How includes are loaded. */
  readonly project: LoadContext;
  readonly inventory: RunInventory;
  /** Asks the user, once all that was said before is read. */
  readonly ask?: Ask | undefined;
  /** Reads what a user types, or what a file gives, line by line: `--step`, the debugger. */
  readonly readLine?: ReadLine | undefined;
  /** Asks the run to end after the steps in flight. */
  readonly stop: () => void;
  /** The host that a task is delegated to: of the inventory, or made up for an address that is not in it. */
  readonly delegateHost: (name: string, from: RunHost) => RunHost;
  /** Names of the inventory's hosts that a pattern matches. */
  readonly hostNames: (pattern: string) => readonly string[];
}

/** What all plays of a run share: progress and counts of the hosts, links, options, and how tasks are named and chosen. */
export class RunState {
  readonly dependencies: EngineDependencies;
  readonly options: RunOptions;
  readonly emit: (event: RunEvent) => void;
  readonly signal: AbortSignal;
  readonly stopSignal: AbortSignal;
  readonly project: LoadContext;
  readonly inventory: RunInventory;
  readonly delegateHost: (name: string, from: RunHost) => RunHost;
  readonly hostNames: (pattern: string) => readonly string[];
  readonly progress = new HostProgress();
  readonly stats = new RunStats();
  readonly jobs = new ControllerJobs();
  readonly customStats = new CustomStats();
  readonly ask: Ask | undefined;
  readonly readLine: ReadLine | undefined;
  readonly stop: () => void;
  /** One talk with the user at a time. */
  readonly alone: Limiter = createLimiter(1);
  #isStepping: boolean;
  readonly links: LinkPool;
  readonly limit: Limiter;
  readonly #selected = new WeakMap<Task, boolean>();
  readonly #titles = new WeakMap<Task, string>();
  #taskCount = 0;
  readonly #warned = new Set<string>();
  /** The hosts on which `--start-at-task` was met in this play. */
  readonly #startedOn = new Set<string>();
  #started: boolean;
  #aborted = false;

  constructor(parts: RunStateParts) {
    this.dependencies = parts.dependencies;
    this.options = parts.options;
    this.emit = parts.emit;
    this.signal = parts.signal;
    this.stopSignal = parts.stopSignal;
    this.project = parts.project;
    this.inventory = parts.inventory;
    this.ask = parts.ask;
    this.readLine = parts.readLine;
    this.stop = parts.stop;
    this.#isStepping = parts.options.step;
    this.delegateHost = parts.delegateHost;
    this.hostNames = parts.hostNames;
    this.links = new LinkPool(parts.dependencies);
    this.limit = createLimiter(Math.max(1, parts.options.forks));
    this.#started = parts.options.startAtTask === undefined;
  }

  /** A failure was fatal for everyone: no further play. */
  get aborted(): boolean {
    return this.#aborted;
  }

  abort(): void {
    this.#aborted = true;
  }

  templar(task: Task, scope: VariableScope, playbookDirectory: string): Templar {
    const { dependencies, hostNames } = this;
    return dependencies.createTemplar({
      scope,
      hostNames,
      searchPaths: searchFolders(task, playbookDirectory),
      warn: (message) => this.warnOnce({ code: 'template-warning', message, span: task.span }),
    });
  }

  /** By the tags that the task has and inherits. Templated tags are rendered with the first host's variables. */
  isSelected(task: Task, templar: () => Templar): boolean {
    let selected = this.#selected.get(task);
    if (selected === undefined) {
      selected = isSelected(renderTags(accumulatedTags(task), templar), this.options.tags);
      this.#selected.set(task, selected);
    }
    return selected;
  }

  /** A task's own name, empty when it has none. */
  nameOf(task: Task, templar: () => Templar): string {
    const written = task.keywords.get('name')?.value;
    return written === undefined || written === null ? '' : lenientText(written, templar);
  }

  /** A task's name as it is shown; rendered once, with the first host's variables. */
  titleOf(task: Task, templar: () => Templar): string {
    const known = this.#titles.get(task);
    if (known !== undefined) return known;
    const written = this.nameOf(task, templar);
    const isNamed = written !== '';
    const own = isNamed ? written : unnamedTitle(task, templar);
    // As Ansible shows it: an include_role stands without the name of the role that it is in.
    const isBare = task.role === undefined || isAction(task.action, 'include_role');
    const title = isBare ? own : `${task.role.role.name} : ${own}`;
    this.#titles.set(task, title);
    return title;
  }

  identify(task: Task, name: string, kind: TaskIdentity['kind'] = 'task'): TaskIdentity {
    this.#taskCount += 1;
    return { id: this.#taskCount, name, action: task.action.name, span: task.span, kind };
  }

  /** Whether `--start-at-task` was met, or not asked for. */
  get started(): boolean {
    return this.#started || this.#startedOn.size > 0;
  }

  /** Once a host has met it, the plays that follow are played from their beginning. */
  endPlay(): void {
    this.#started = this.started;
  }

  /**
   * `--start-at-task`: whether this task still comes before it for these hosts. A name, with its role or without, or a
   * pattern.
   */
  skipsUntilStart(title: string, hosts: readonly { readonly name: string }[]): boolean {
    const wanted = this.options.startAtTask;
    if (this.#started || wanted === undefined) return false;
    if (hosts.some((host) => this.#startedOn.has(host.name))) return false;
    const own = title.includes(' : ') ? title.slice(title.indexOf(' : ') + 3) : title;
    const pattern = new RegExp(fnmatchSource(wanted), 's');
    const isMet = [title, own].some((name) => name === wanted || pattern.test(name));
    if (isMet) for (const host of hosts) this.#startedOn.add(host.name);
    return !isMet;
  }

  /** `--step`: asks before a task. No answer ends the run. */
  async confirms(title: string): Promise<boolean> {
    const { readLine } = this;
    if (!this.#isStepping || readLine === undefined) return true;
    return this.alone(async () => {
      if (!this.#isStepping) return true;
      if (this.stopSignal.aborted) return false;
      const answer = await readLine(`play TASK: ${title}? (N)o/(y)es/(c)ontinue: `);
      if (answer === undefined) this.stop();
      const word = answer?.trim().toLowerCase();
      if (word === 'c' || word === 'continue') this.#isStepping = false;
      return ['y', 'yes', 'c', 'continue'].includes(word ?? '');
    });
  }

  showsDiff(task: Task): boolean {
    const keyword = effectiveKeyword(task, 'diff');
    return keyword === undefined ? this.options.diff : toBoolean(keyword.value) === true;
  }

  fullModuleName(name: string): string {
    return fullModuleName(name, this.dependencies.modules);
  }

  /** A boolean keyword that holds for all hosts of a task at once. */
  isOn(name: string, task: Task, templar: () => Templar): boolean {
    return effectiveKeyword(task, name) === undefined
      ? false
      : readKeywords(task, templar()).bool(name) === true;
  }

  forcesHandlers(play: Play): boolean {
    return (
      this.options.forceHandlers || toBoolean(play.keywords.get('force_handlers')?.value ?? false) === true
    );
  }

  warn(diagnostic: Omit<Diagnostic, 'severity'>): void {
    this.emit({ type: 'warning', diagnostic: { severity: 'warning', ...diagnostic } });
  }

  /** The same, once in a run for each place. */
  warnOnce(diagnostic: Omit<Diagnostic, 'severity'>): void {
    const { code, span } = diagnostic;
    const key = `${code} ${span?.file.path ?? ''} ${span?.start ?? 0}`;
    if (!this.#warned.has(key)) this.warn(diagnostic);
    this.#warned.add(key);
  }

  /** Notifying what does not exist ends the run, as with Ansible. */
  unknownHandler(x: {
    readonly task: Task;
    readonly name: string;
    readonly known: readonly string[];
  }): TsplayError {
    return new TsplayError({
      code: 'unknown-handler',
      message: `the task notifies '${x.name}', but no handler has this name or listens to it`,
      span: x.task.keywords.get('notify')?.span ?? x.task.span,
      hint: didYouMean(x.name, x.known) ?? `handlers of this play: ${x.known.join(', ') || 'none'}`,
    });
  }
}

/** The name of a module with its collection, whatever name it is called by; the short name of what is no module. */
export function fullModuleName(name: string, modules: EngineDependencies['modules']): string {
  const module = modules.get(name);
  return module === undefined ? shortActionName(name) : `${module.collection}.${module.name}`;
}

function renderTags(tags: readonly Value[], templar: () => Templar): readonly string[] {
  return tags.flatMap((tag) => {
    const value = tag instanceof TemplateText ? templar().render(tag) : tag;
    return Array.isArray(value)
      ? (value as readonly Value[]).map(str)
      : str(value)
          .split(',')
          .map((part) => part.trim());
  });
}

/** `include_role : its role`, as Ansible names it without its own role; else the module as written. */
function unnamedTitle({ action }: Task, templar: () => Templar): string {
  const role = isAction(action, 'include_role')
    ? (action.args.get('name') ?? action.args.get('role'))
    : undefined;
  return role === undefined ? action.name : `${action.name} : ${lenientText(role, templar)}`;
}

/** A name that cannot be rendered is shown as it is written: it is only a name. */
function lenientText(written: Value, templar: () => Templar): string {
  if (!(written instanceof TemplateText)) return str(written);
  try {
    return str(templar().render(written));
  } catch {
    return written.text;
  }
}
