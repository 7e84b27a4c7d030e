import type { Span } from './source/span.ts';

/**
 * Whose fault an error is: `user` (a playbook, an inventory, an option), `target` (the managed machine or the way
 * to it), `internal` (ours: only these print a stack).
 */
export type Fault = 'user' | 'target' | 'internal';

/** What is wrong, where, and what to do about it. Loading collects these and reports them all at once. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** Stable, kebab-case, documented: `unknown-keyword`, `undefined-variable`, ... */
  readonly code: string;
  /** One sentence: what, the value seen, what is accepted. */
  readonly message: string;
  readonly span?: Span | undefined;
  /** What to do next: the nearest name, an example. */
  readonly hint?: string | undefined;
  /** The way to the place, outermost first: "while rendering variable 'x'", "in task 'y'". */
  readonly trail?: readonly string[] | undefined;
}

export interface TsplayErrorOptions extends Omit<Diagnostic, 'severity'> {
  readonly fault?: Fault;
  readonly cause?: unknown;
  /** When one failure stands for several problems found together (loading collects before it gives up). */
  readonly diagnostics?: readonly Diagnostic[];
}

/** The only error class that crosses a module boundary of tsplay. A failure on a target is a result, not this. */
export class TsplayError extends Error {
  override readonly name: string = 'TsplayError';
  readonly code: string;
  readonly span: Span | undefined;
  readonly hint: string | undefined;
  readonly fault: Fault;
  readonly trail: readonly string[];
  readonly diagnostics: readonly Diagnostic[];

  constructor(options: TsplayErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.span = options.span;
    this.hint = options.hint;
    this.fault = options.fault ?? 'user';
    this.trail = options.trail ?? [];
    this.diagnostics = options.diagnostics ?? [
      {
        severity: 'error',
        code: this.code,
        message: this.message,
        span: this.span,
        hint: this.hint,
        trail: this.trail,
      },
    ];
  }
}
