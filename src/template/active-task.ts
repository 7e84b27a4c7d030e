import type { LoadedSource } from '../jinja/options.ts';
import type { Lookup, LookupContext } from './lookups/types.ts';

/** What plugins, includes and lookups see of the task that is being rendered. */
export interface ActiveTask {
  readonly lookups: ReadonlyMap<string, Lookup>;
  readonly lookupContext: LookupContext;
  /** A template for include, import and extends; undefined when there is none of that name. */
  loadTemplate(name: string, from: string | undefined): LoadedSource | undefined;
  warn(message: string): void;
}
