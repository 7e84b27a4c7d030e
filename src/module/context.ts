import type { BecomeSpec, RunOptions, RunResult } from '../shell/types.ts';
import type { TextOrigin } from '../values/template-text.ts';
import type { Value } from '../values/types.ts';
import type { ResultData } from './result.ts';

/** The managed machine, as the task's user (become applied). Connected when first used. */
export interface Target {
  /** Runs POSIX shell text in one round trip. Quote every argument with `quote` of module/kit. */
  run(script: string, options?: RunOptions): Promise<RunResult>;
  /** Writes bytes to a new temporary file (mode 0600) in `directory`, or in the session's own folder. Returns its path. */
  upload(content: Uint8Array, directory?: string): Promise<string>;
  /** Values that one probe per host found out, cached by key for the host's whole run (tool flavours, ...). */
  probe<T>(key: string, read: () => Promise<T>): Promise<T>;
  /**
   * Closes the connection and opens it anew, within so many milliseconds. Why the machine could not be reached, which
   * does not make the host unreachable; undefined when it could.
   */
  reconnect(timeoutMs: number): Promise<string | undefined>;
  /** Whether this is the controller itself (connection: local). */
  readonly isLocal: boolean;
}

/** Where a machine is, for a program that goes there by itself (rsync). */
export type MachineAddress =
  | { readonly kind: 'local' }
  | {
      readonly kind: 'ssh';
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password?: unknown;
      readonly privateKeyFile?: string | undefined;
      /** `strict`: an unknown or changed key is refused. `accept-new`: an unknown key is recorded. `off`: any key. */
      readonly hostKeyChecking: 'strict' | 'accept-new' | 'off';
      readonly knownHostsFiles: readonly string[];
      readonly connectTimeoutMs: number;
      /** The user and port that somebody chose: where nobody did, the program ssh does. Absent: those above hold. */
      readonly program?: { readonly user: string | undefined; readonly port: number | undefined } | undefined;
    };

/** How the host that a task is played for is reached, whomever the task is delegated to. */
export interface HostReach {
  readonly connection: MachineAddress;
  readonly become: BecomeSpec | undefined;
  /** The name of the machine that the task touches instead. */
  readonly delegatedTo: string | undefined;
}

/** Files of the project on the controller. */
export interface ProjectFiles {
  /**
   * Finds `name` as Ansible does: the role's `subfolder`, the role, the task file's folder, the playbook's. Absolute
   * paths as they are. Throws a TsplayError that lists where it looked.
   */
  find(name: string, subfolder: 'files' | 'templates' | 'vars' | 'tasks'): Promise<string>;
  /** The content; a file that is encrypted with Ansible Vault is decrypted, unless `decrypt` is false. */
  read(path: string, options?: { readonly decrypt?: boolean | undefined }): Promise<Buffer>;
  /** Whether the file itself is encrypted: what it says is not to be shown in messages. */
  isSecret(path: string): Promise<boolean>;
}

/** Rendering with the host's variables. Synchronous: lookups read local files. */
export interface TaskTemplating {
  /** Renders every TemplateText in the value. */
  render(value: Value): Value;
  /** A condition as `when:` takes it: bool, text (an expression) or a list of them (all must hold). */
  condition(value: Value): boolean;
  /** An expression's value, an Undefined when it names nothing; an error of `use` on it gets the expression's place. */
  expression(text: string, origin?: TextOrigin, use?: (value: Value) => Value): Value;
  /** Renders a file's text the way the template module does. `options` are the module's own (trim_blocks, ...). */
  file(options: TemplateFileOptions): string;
}

export interface TemplateFileOptions {
  readonly path: string;
  /** As the task names it: `template_path`. */
  readonly name?: string | undefined;
  readonly text: string;
  /** The file is encrypted: errors in it show nothing of its text. */
  readonly isSecret?: boolean | undefined;
  /** Where the result goes on the target: `template_destpath`. */
  readonly destination?: string | undefined;
  readonly trimBlocks?: boolean | undefined;
  readonly lstripBlocks?: boolean | undefined;
  readonly newlineSequence?: string | undefined;
  readonly blockStart?: string | undefined;
  readonly blockEnd?: string | undefined;
  readonly variableStart?: string | undefined;
  readonly variableEnd?: string | undefined;
  readonly commentStart?: string | undefined;
  readonly commentEnd?: string | undefined;
}

/** A module that the target is to run by itself, as a job (`async`). */
export interface JobOrder {
  /** `j123456789012.4711`. */
  readonly id: string;
  /** Seconds after which it is ended. */
  readonly limit: number;
}

/** A job that the controller runs in the background: what async_status says of it. */
export interface ControllerJob {
  /** Its result when it has ended. */
  readonly result: Readonly<Record<string, ResultData>> | undefined;
  forget(): void;
}

export interface Question {
  /** Shown as it is: `Version [12]: `. */
  readonly text: string;
  /** What is typed is not shown. */
  readonly secret: boolean;
}

/** All that a module may touch. */
export interface ModuleContext {
  readonly hostName: string;
  /** The module as the task names it. */
  readonly action?: string | undefined;
  readonly checkMode: boolean;
  readonly diffMode: boolean;
  /** What the task returns is not to be shown (`no_log`). */
  readonly noLog?: boolean | undefined;
  /** -v count. */
  readonly verbosity: number;
  readonly signal: AbortSignal;
  readonly target: Target;
  /** Absent where there is no host to go to. */
  readonly reach?: (() => HostReach) | undefined;
  /** Given to modules that are to start a job on the target rather than wait. */
  readonly job?: JobOrder | undefined;
  /** A job of this run that the controller has in hand. */
  readonly controllerJob?: ((id: string) => ControllerJob | undefined) | undefined;
  readonly files: ProjectFiles;
  readonly templating: TaskTemplating;
  /** A variable of this host, rendered; undefined when there is none. */
  variable(name: string): Value | undefined;
  /** A fact of this host by its name without the prefix (`os_family`), from what was gathered so far. */
  fact(name: string): Value | undefined;
  /** Stops what only waits, when the run was asked to end after the steps in flight. */
  readonly stopSignal?: AbortSignal | undefined;
  /** Asks the user; undefined when there is nobody to ask. */
  readonly ask?: ((question: Question) => Promise<string | undefined>) | undefined;
  /** Says something to the user at once. */
  readonly tell?: ((text: string) => void) | undefined;
  /** Shown under the task and returned as `warnings`. */
  warn(message: string): void;
}
