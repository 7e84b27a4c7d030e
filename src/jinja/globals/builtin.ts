/** Jinja's own global functions. */

import { argumentError } from '../../values/arguments.ts';
import { typeError } from '../../values/errors.ts';
import { dictMethods } from '../../values/methods/dict.ts';
import { intOf } from '../../values/numbers.ts';
import { str } from '../../values/printing.ts';
import { Range } from '../../values/range.ts';
import { typeName } from '../../values/type-name.ts';
import { type CallArguments, Callable, type Dict, ObjectValue, type Value } from '../../values/types.ts';
import { lipsum } from './lipsum.ts';
import { Namespace } from './namespace.ts';

function range({ positional }: CallArguments): Value {
  const numbers = positional.map((value) => {
    const int = intOf(value);
    if (int === undefined) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
    return Number(int);
  });
  const [first, second, step] = numbers;
  if (first === undefined || numbers.length > 3) throw argumentError('range() takes one to three arguments');
  return second === undefined ? new Range(0, first, 1) : new Range(first, second, step ?? 1);
}

function dict(args: CallArguments): Dict {
  const result: Dict = new Map();
  dictMethods.get('update')?.(result, args);
  return result;
}

/** Goes round its items: `next()`, `current`, `reset()`. */
class Cycler extends ObjectValue {
  readonly typeName = 'Cycler';
  readonly #items: readonly Value[];
  #position = 0;
  constructor(items: readonly Value[]) {
    super();
    this.#items = items;
  }
  override getAttribute(name: string): Value | undefined {
    const current = this.#items[this.#position] ?? null;
    switch (name) {
      case 'current':
        return current;
      case 'next':
        return new Callable('next', () => {
          const value = this.#items[this.#position] ?? null;
          this.#position = (this.#position + 1) % this.#items.length;
          return value;
        });
      case 'reset':
        return new Callable('reset', () => {
          this.#position = 0;
          return null;
        });
      default:
        return undefined;
    }
  }
}

/** Gives nothing when it is first called, then the separator. */
function joiner({ positional, keyword }: CallArguments): Value {
  const separator = str(positional[0] ?? keyword.get('sep') ?? ', ');
  let isUsed = false;
  return new Callable('joiner', () => {
    const text = isUsed ? separator : '';
    isUsed = true;
    return text;
  });
}

function cycler({ positional }: CallArguments): Value {
  if (positional.length === 0) throw argumentError('at least one item has to be provided');
  return new Cycler(positional);
}

function namespace(args: CallArguments): Value {
  return new Namespace(Array.from(dict(args), ([key, value]): readonly [string, Value] => [str(key), value]));
}

const functions: Readonly<Record<string, (args: CallArguments) => Value>> = {
  range,
  dict,
  cycler,
  joiner,
  namespace,
  lipsum,
};

/** Globals that are types, which is how they print. */
const TYPES: Readonly<Record<string, string>> = {
  range: 'range',
  dict: 'dict',
  cycler: 'jinja2.utils.Cycler',
  joiner: 'jinja2.utils.Joiner',
  namespace: 'jinja2.utils.Namespace',
};

class GlobalFunction extends Callable {
  override repr(): string | undefined {
    const type = TYPES[this.name];
    return type === undefined ? undefined : `<class '${type}'>`;
  }
}

export const builtinGlobals: ReadonlyMap<string, Value> = new Map(
  Object.entries(functions).map(([name, call]) => [name, new GlobalFunction(name, call)]),
);
