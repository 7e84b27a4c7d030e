import type { Value } from '../values/types.ts';

/**
 * Where variables are looked up by name. Values are as written (they may hold TemplateText); rendering is the
 * template layer's. Implementations are chains of shared layers: asking for a name walks the chain, nothing is
 * copied per host or per task.
 */
export interface VariableScope {
  get(name: string): Value | undefined;
  has(name: string): boolean;
  /** All names, for hints of near names and for `vars`. May be slow: for error paths. */
  names(): Iterable<string>;
}
