import { str } from '../values/printing.ts';
import type { Value } from '../values/types.ts';
import { Templar, type TemplarOptions } from './templar.ts';
import type { VariableUses } from './variable-uses.ts';

/** A Templar that tells which variables it was asked for: what explains a result. An ordinary one keeps no such book. */
export class TracedTemplar extends Templar {
  readonly #uses: VariableUses;
  readonly #has: (name: string) => boolean;
  readonly #host: string;

  constructor(options: TemplarOptions, uses: VariableUses) {
    super(options);
    const { scope } = options;
    this.#uses = uses;
    this.#has = (name) => scope.has(name);
    this.#host = str(scope.get('inventory_hostname') ?? '');
  }

  override get(name: string): Value | undefined {
    // Functions are looked for among the variables first: one that is none there is no variable.
    if (this.engine.registry.globals.has(name) && !this.#has(name)) return super.get(name);
    return this.#uses.within({ host: this.#host, name }, () => super.get(name));
  }
}
