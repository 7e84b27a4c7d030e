import type { Dict, Value } from '../values/types.ts';
import type { Scope } from './options.ts';

/**
 * The variables of one render. A template that may change a list or dict in place gets copies of its own, kept for
 * the render: what it does to them is seen by the rest of it, and by nobody else.
 */
export class RunScope implements Scope {
  readonly #scope: Scope;
  #copies: Map<string, Value> | undefined;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  isolate(): void {
    this.#copies ??= new Map();
  }

  get(name: string): Value | undefined {
    const known = this.#copies?.get(name);
    if (known !== undefined) return known;
    const value = this.#scope.get(name);
    if (value === undefined || this.#copies === undefined) return value;
    const copy = deepCopy(value, new Map());
    this.#copies.set(name, copy);
    return copy;
  }

  names(): Iterable<string> {
    return this.#scope.names?.() ?? [];
  }
}

/** What the value holds twice, the copy holds twice too. */
function deepCopy(value: Value, known: Map<Value, Value>): Value {
  const done = known.get(value);
  if (done !== undefined) return done;
  if (Array.isArray(value)) {
    const items: Value[] = [];
    known.set(value, items);
    for (const item of value) items.push(deepCopy(item, known));
    return items;
  }
  if (!(value instanceof Map)) return value;
  const copy: Dict = new Map();
  known.set(value, copy);
  for (const [key, item] of value) copy.set(key, deepCopy(item, known));
  return copy;
}

const mutators: ReadonlySet<unknown> = new Set([
  'append',
  'clear',
  'extend',
  'insert',
  'pop',
  'popitem',
  'remove',
  'reverse',
  'setdefault',
  'sort',
  'update',
]);

/** Whether a piece of a syntax tree names a method that changes a list or dict in place. */
export function mayMutate(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(mayMutate);
  if (typeof node !== 'object' || node === null || node instanceof Map) return false;
  const { kind, name, value } = node as Readonly<Record<string, unknown>>;
  if (kind === 'attribute' && mutators.has(name)) return true;
  if (kind === 'literal') return mutators.has(value);
  return Object.values(node).some((part) => typeof part === 'object' && mayMutate(part));
}
