import type { TsplayError } from '../errors.ts';
import type { Span } from '../source/span.ts';
import type { TemplateText } from './template-text.ts';

/**
 * Values as Python has them, since that is what playbooks mean:
 *
 * - `null` is None; `boolean` is bool; `string` is str *and always data*: a plain string is never rendered.
 * - `number` is always a Python int (and always a safe integer); larger ints are `bigint`.
 * - `Float` is a Python float, so that `6/2` prints `3.0`.
 * - `TemplateText` is text from the project's own files or the command line that may hold Jinja: the only thing
 *   that is ever rendered. What comes out of rendering is data.
 * - arrays are lists, `Dict` (a Map) is a dict; `ObjectValue` is everything else.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Float
  | TemplateText
  | ObjectValue
  | readonly Value[]
  | Dict;

export type Dict = Map<Value, Value>;
export type ReadonlyDict = ReadonlyMap<Value, Value>;

/** A Python float. Immutable. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/**
 * Anything a template can hold that is not a scalar, list or dict: tuple, set, bytes, date, undefined, namespace,
 * loop, macro, hostvars... Templates reach only what these methods give out: there is no way from a template to a
 * property of the JavaScript object itself.
 */
export abstract class ObjectValue {
  /** Python's name of the type, as in `type(x).__name__`. */
  abstract readonly typeName: string;
  /** `x.name`; undefined when there is no such attribute. */
  getAttribute(_name: string): Value | undefined {
    return undefined;
  }
  /** `x[key]`; undefined when there is no such item. */
  getItem(_key: Value): Value | undefined {
    return undefined;
  }
  /** `x[from:to:step]`, null for a bound that is not given; undefined when it has no slices. */
  slice(_bounds: { readonly from: Value; readonly to: Value; readonly step: Value }): Value | undefined {
    return undefined;
  }
  /** Iteration; undefined when the object cannot be iterated. */
  iterate(): Iterable<Value> | undefined {
    return undefined;
  }
  /** `len(x)`; undefined when it has no length. */
  length(): number | undefined {
    return undefined;
  }
  /** The text that stands for it among plain data (JSON); undefined when nothing can. */
  plainText(): string | undefined {
    return undefined;
  }
  /** `bool(x)`. */
  truth(): boolean {
    const length = this.length();
    return length === undefined || length > 0;
  }
  /** `repr(x)`; `reprOf` prints members. undefined: `<typeName object>`. */
  repr(_reprOf: (member: Value) => string): string | undefined {
    return undefined;
  }
  /** `str(x)`; undefined when it is the same as `repr(x)`. */
  text(): string | undefined {
    return undefined;
  }
  /** `x == other`. */
  equals(other: Value): boolean {
    return this === other;
  }
  /** Negative, zero or positive as `x` is below, equal to or above `other`; undefined when they have no order. */
  compare(_other: Value): number | undefined {
    return undefined;
  }
  /** `item in x`; undefined when `iterate()` answers it. */
  contains(_item: Value): boolean | undefined {
    return undefined;
  }
  /** `x OP other`, or `other OP x` when `reflected`; undefined when the operator does not apply. */
  operate(_operator: BinaryOperator, _other: Value, _reflected: boolean): Value | undefined {
    return undefined;
  }
}

/** Python's binary arithmetic operators, as they are written. */
export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**';

/** Arguments of a call in a template: positional ones, and keyword ones by name. */
export interface CallArguments {
  readonly positional: readonly Value[];
  readonly keyword: ReadonlyMap<string, Value>;
}

/** A value that a template can call: a global function, a bound method, a macro. */
export class Callable extends ObjectValue {
  readonly typeName: string = 'function';
  readonly name: string;
  readonly call: (args: CallArguments) => Value;
  constructor(name: string, call: (args: CallArguments) => Value) {
    super();
    this.name = name;
    this.call = call;
  }
}

/** A Python tuple. */
export class Tuple extends ObjectValue {
  readonly typeName: string = 'tuple';
  readonly items: readonly Value[];
  constructor(items: readonly Value[]) {
    super();
    this.items = items;
  }
  override iterate(): Iterable<Value> {
    return this.items;
  }
  override length(): number {
    return this.items.length;
  }
  override repr(reprOf: (member: Value) => string): string {
    const members = this.items.map(reprOf).join(', ');
    return this.items.length === 1 ? `(${members},)` : `(${members})`;
  }
}

/** Python's bytes. */
export class Bytes extends ObjectValue {
  readonly typeName = 'bytes';
  readonly data: Uint8Array;
  constructor(data: Uint8Array) {
    super();
    this.data = data;
  }
  override length(): number {
    return this.data.length;
  }
  override iterate(): Iterable<Value> {
    return this.data;
  }
  override contains(item: Value): boolean | undefined {
    return item instanceof Bytes ? Buffer.from(this.data).includes(Buffer.from(item.data)) : undefined;
  }
}

/**
 * A name or member that does not exist. Using it in any way but a test for it, a default or an attribute of it is
 * an error that names it.
 */
export class Undefined extends ObjectValue {
  readonly typeName: string = 'Undefined';
  /** What is missing, for the message: `'x' is undefined`, `'dict object' has no attribute 'y'`. */
  get message(): string {
    const message = this.#message;
    return typeof message === 'string' ? message : message();
  }
  readonly #message: string | (() => string);
  /** The missing name alone, for hints of near names. */
  readonly missingName: string | undefined;
  /** Why there is no value, when it is a variable whose own template failed. */
  readonly failure: TsplayError | undefined;
  #findSpan: (() => Span | undefined) | undefined;
  /** `message` may be left for later: most missing values are given a default and never complained about. */
  constructor(message: string | (() => string), missingName?: string, failure?: TsplayError) {
    super();
    this.#message = message;
    this.missingName = missingName;
    this.failure = failure;
  }
  /** Notes where it was asked for, unless that is known already: the first place is the one to point at. */
  noteSpan(find: () => Span | undefined): void {
    this.#findSpan ??= find;
  }
  /** Where it was asked for. */
  get span(): Span | undefined {
    return this.#findSpan?.();
  }
  override truth(): boolean {
    return false;
  }
  /** Whether it was looked for in a value, and not among the variables. */
  get isMember(): boolean {
    return false;
  }
  /** Names that exist where this one was looked for, for the hint. */
  nearNames(): Iterable<string> {
    return [];
  }
}

/**
 * A text that must not be seen: prints as asterisks wherever it is printed. `reveal` is for the one place that
 * needs it (the bytes that go to a prompt, a file's content).
 */
export class Secret {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  reveal(): string {
    return this.#text;
  }
  toString(): string {
    return '********';
  }
  toJSON(): string {
    return '********';
  }
}
