import type { Value } from '../values/types.ts';

/** One variable that a rendering asked for, and those that its own templates asked for. */
export interface VariableUse {
  /** Whose variable it is. */
  readonly host: string;
  readonly name: string;
  /** As rendered; undefined when there is no such variable, or when it failed. */
  readonly value: Value | undefined;
  readonly uses: readonly VariableUse[];
}

interface OpenUse extends VariableUse {
  value: Value | undefined;
  readonly uses: OpenUse[];
}

/** The variables of renderings, nested as they use each other. */
export class VariableUses {
  readonly #top: OpenUse[] = [];
  readonly #open: OpenUse[] = [];

  get top(): readonly VariableUse[] {
    return this.#top;
  }

  /** What `render` asks for is used by the variable. */
  within<V extends Value | undefined>(variable: Pick<VariableUse, 'host' | 'name'>, render: () => V): V {
    const use: OpenUse = { ...variable, value: undefined, uses: [] };
    (this.#open.at(-1)?.uses ?? this.#top).push(use);
    this.#open.push(use);
    try {
      const value = render();
      use.value = value;
      return value;
    } finally {
      this.#open.pop();
    }
  }
}
