import { limitError } from './errors.ts';
import { limits } from './limits.ts';

/**
 * What one walk over a value may visit. A value that shares its members (`[l, l]` sixty times over) takes little
 * memory and has more members than anyone can wait for.
 */
export class Effort {
  readonly #limit: number;
  #left: number;

  constructor(limit: number = limits.members) {
    this.#limit = limit;
    this.#left = limit;
  }

  spend(): void {
    this.#left -= 1;
    if (this.#left < 0) throw limitError(`a value of more than ${this.#limit} members is over the limit`);
  }
}
