import type { SourceFile, Span } from '../source/span.ts';
import type { TemplateText } from '../values/template-text.ts';
import type { Dict, Value } from '../values/types.ts';

/**
 * A keyword's value in the form that its type has: texts and lists of conditions are always lists, a boolean that is
 * written as text is a boolean. It may hold TemplateText; conditions are TemplateText throughout, braces or not. The
 * span is that of the value.
 */
export interface KeywordValue {
  readonly value: Value;
  readonly span: Span;
}

/** The keywords written on one node, by canonical name (`vars`, `become`, `when`, ...), `loop`/`with_*` and the action excluded. */
export type Keywords = ReadonlyMap<string, KeywordValue>;

export interface Playbook {
  readonly file: SourceFile;
  /** The folder beside which group_vars/, host_vars/, roles/, templates/ and files/ are found. */
  readonly directory: string;
  readonly plays: readonly Play[];
}

export interface Play {
  readonly kind: 'play';
  readonly span: Span;
  readonly file: SourceFile;
  readonly directory: string;
  /** hosts, vars, vars_files, gather_facts, serial, become, tags, ... */
  readonly keywords: Keywords;
  readonly preTasks: readonly Step[];
  /** Roles in order of play, dependencies expanded in front of the role that needs them. */
  readonly roles: readonly RoleInvocation[];
  readonly tasks: readonly Step[];
  readonly postTasks: readonly Step[];
  /** The play's own handlers; those of roles are at RoleInvocation.handlers. */
  readonly handlers: readonly Handler[];
  /** Roles that import_role brings in, anywhere in the play: their handlers, defaults and vars are the play's too. */
  readonly importedRoles: readonly RoleInvocation[];
}

/** What a list of tasks holds. */
export type Step = Task | Block;

/** What a node inherits keywords from, from the inside out: Task -> Block... -> RoleInvocation... -> Play. */
export type Parent = Block | RoleInvocation | Play;

export interface Block {
  readonly kind: 'block';
  readonly span: Span;
  readonly keywords: Keywords;
  readonly parent: Parent;
  readonly block: readonly Step[];
  readonly rescue: readonly Step[];
  readonly always: readonly Step[];
  /** Blocks that an import (import_tasks, import_role) stands for are not the user's: they are not reported. */
  readonly implicit: boolean;
  /** On the block that an include_tasks or include_role stands for: its `vars:` and loop variables, rendered when used. */
  readonly includeVars?: Dict;
}

/** A module that the project brings. */
export interface OwnModuleFile {
  readonly path: string;
  /** The short name. */
  readonly name: string;
  /** `ansible.legacy` for one in a `library` folder. */
  readonly collection: string;
}

export interface Action {
  /** As written: `copy`, `ansible.builtin.copy`. */
  readonly name: string;
  /**
   * The arguments by name; `args:` merged in. Expressions (`that` of assert, `var` of debug) are TemplateText even
   * without braces.
   */
  readonly args: Dict;
  /** Free-form text, for actions that take it (command, shell, raw, script, include_*, meta ...). */
  readonly freeForm?: Value;
  readonly freeFormSpan?: Span;
  readonly span: Span;
  /** Where each argument's value stands, for messages. */
  readonly argSpans: ReadonlyMap<string, Span>;
  /** Where each argument's name stands, for those that are keys of a mapping. */
  readonly argNameSpans?: ReadonlyMap<string, Span>;
  /** Where the module is, when it is one of the project's own. */
  readonly own?: OwnModuleFile | undefined;
  /** The template that stands for a dict of arguments (`args: "{{ x }}"`, `debug: "{{ x }}"`): `args` wins over it. */
  readonly argsTemplate?: TemplateText;
}

export type Loop =
  | { readonly kind: 'loop'; readonly value: Value; readonly span: Span }
  | { readonly kind: 'with'; readonly lookup: string; readonly value: Value; readonly span: Span };

export interface Task {
  readonly kind: 'task';
  readonly span: Span;
  readonly file: SourceFile;
  readonly keywords: Keywords;
  readonly parent: Parent;
  readonly action: Action;
  readonly loop?: Loop;
  /** The role whose folders its files and templates are searched in first. */
  readonly role?: RoleInvocation;
}

export interface Handler extends Task {
  readonly listen: readonly Value[];
}

/** A role's files, loaded once however often it is invoked. */
export interface Role {
  readonly name: string;
  readonly path: string;
  /** `ns.name`, of a role of a collection. */
  readonly collection?: string | undefined;
  /** Collections in which it looks for roles (`collections` of meta/main.yml). */
  readonly collections?: readonly string[];
  readonly defaults: Dict;
  readonly vars: Dict;
  /** `allow_duplicates` of meta/main.yml. */
  readonly allowDuplicates: boolean;
  readonly argumentSpecs: ArgumentSpecs | undefined;
}

/** What meta/argument_specs.yml (or `argument_specs` of meta/main.yml) says. */
export interface ArgumentSpecs {
  /** By entry point, which is a file of tasks; as read. */
  readonly entryPoints: Dict;
  readonly file: SourceFile;
  readonly span: Span;
}

/** One use of a role: by `roles:`, by a dependency, by import_role or include_role. */
export interface RoleInvocation {
  readonly kind: 'role';
  readonly span: Span;
  readonly role: Role;
  /** Parameters given beside `role:` that are no keywords. `vars:` is at keywords. */
  readonly params: Dict;
  readonly keywords: Keywords;
  /** The play, the block that imports it, or the role that depends on it (a dependency inherits its tags and conditions). */
  readonly parent: Parent;
  readonly tasks: readonly Step[];
  readonly handlers: readonly Handler[];
  /** The invocations of the roles it depends on, in order of play. */
  readonly dependencies: readonly RoleInvocation[];
  /**
   * Equal for uses of one role with the same parameters and keywords. On a host where an earlier use of that
   * identity has run a task, the later one is passed over, as Ansible does; a use that was skipped does not count.
   * Undefined when the role may run again (allow_duplicates, import_role, include_role).
   */
  readonly identity: string | undefined;
}
