import type { TemplateFileOptions } from '../../module/context.ts';
import type { Vault } from '../../source/span.ts';
import type { Value } from '../../values/types.ts';

/** What a lookup may ask of the task that it runs for. Lookups run on the controller and return data. */
export interface LookupContext {
  /** A variable's rendered value. */
  variable(name: string): Value | undefined;
  variableNames(): Iterable<string>;
  /** Renders the templates in a value. */
  render(value: Value): Value;
  /** Renders a file's text with `extra` variables over the task's. */
  renderFile(options: TemplateFileOptions, extra?: ReadonlyMap<string, Value>): string;
  /** An existing file by its name: as it is, or in the project's folders (`subfolder` of each, then each). */
  findFile(name: string, subfolder: 'files' | 'templates' | 'vars'): string | undefined;
  /** The folders in which names are looked up, nearest first. */
  readonly searchPaths: readonly string[];
  /** Opens files that are encrypted with Ansible Vault. */
  readonly vault: Vault | undefined;
  /** Tells the user what is worth knowing and is no failure. */
  warn(message: string): void;
  /** Hosts that a pattern matches; undefined when there is no inventory. */
  readonly hostNames: ((pattern: string) => readonly string[]) | undefined;
}

/** One result for each thing found; `with_*` loops over them, `query` returns them, `lookup` joins them. */
export type Lookup = (
  terms: readonly Value[],
  options: ReadonlyMap<string, Value>,
  context: LookupContext,
) => readonly Value[];
