import type { Value } from '../values/types.ts';

/**
 * What a module found different, for `--diff`. Text or data (shown as JSON) with headers, or text that is already a
 * diff. Ends up in the result under Ansible's keys.
 */
export interface Diff {
  readonly before?: string | { readonly [key: string]: ResultData };
  readonly after?: string | { readonly [key: string]: ResultData };
  readonly before_header?: string;
  readonly after_header?: string;
  readonly prepared?: string;
}

/** JSON-like data that a module returns. Whole numbers become ints, others floats; Value instances pass as they are. */
export type ResultData =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | Value
  | readonly ResultData[]
  | { readonly [key: string]: ResultData };

/**
 * What a module says of one task on one host, under Ansible's result keys. A failure on the target is a result with
 * `failed: true` and `msg`, never an exception.
 */
export interface ModuleResult {
  readonly changed?: boolean;
  readonly failed?: boolean;
  readonly skipped?: boolean;
  readonly msg?: ResultData;
  readonly diff?: Diff | readonly Diff[];
  readonly warnings?: readonly string[];
  /** Facts to set on the host. */
  readonly ansible_facts?: { readonly [key: string]: ResultData };
  readonly [key: string]: ResultData | Diff | readonly Diff[];
}

/** A module gives up in the middle: becomes a failed result with these keys. For helpers deep in a module. */
export class ModuleFailure extends Error {
  override readonly name = 'ModuleFailure';
  readonly data: Readonly<Record<string, ResultData>>;
  constructor(message: string, data: Readonly<Record<string, ResultData>> = {}) {
    super(message);
    this.data = data;
  }
}
