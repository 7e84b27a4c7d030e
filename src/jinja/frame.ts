/** The state of a render: scopes of names, and the limits that all of it shares. */

import { limitError, typeError, undefinedError } from '../values/errors.ts';
import { Markup } from '../values/markup.ts';
import type { TextOrigin } from '../values/template-text.ts';
import { typeName } from '../values/type-name.ts';
import { type CallArguments, Callable, Undefined, type Value } from '../values/types.ts';
import { LenientUndefined } from '../values/undefined.ts';
import type { Place } from './ast.ts';
import type { RenderLimits, Scope } from './options.ts';
import type { Filter, PluginContext, PluginRegistry, Test } from './plugins.ts';
import type { RunScope } from './run-scope.ts';
import type { OutputCount, Sink } from './sink.ts';
import { spanOf } from './span-of.ts';
import { unknownPlugin } from './unknown-plugin.ts';

/** Text with its name and origin: what an error's offsets belong to. */
export interface SourceUnit {
  readonly name: string | undefined;
  readonly text: string;
  readonly origin: TextOrigin | undefined;
}

/** A macro or an include costs as much as some rounds of a loop. */
const callCost = 20;

export type BlockRenderer = (frame: Frame, out: Sink) => void;

/** One block of one template in the chain of inheritance. */
export interface BlockImplementation {
  readonly unit: SourceUnit;
  readonly isRequired: boolean;
  readonly render: BlockRenderer;
}

export interface ModuleSource {
  readonly unit: SourceUnit;
  readonly blocks: ReadonlyMap<string, BlockImplementation>;
  /** Whether it may change a variable in place. */
  readonly mutates: boolean;
  /** Whether it may name a parent that is rendered in its place. */
  readonly extends: boolean;
  readonly renderRoot: (frame: Frame, out: Sink) => void;
}

/** What a render asks of its environment. */
export interface RenderEnvironment {
  readonly registry: PluginRegistry;
  readonly isLenient: boolean;
  readonly finalize: ((value: Value) => Value) | undefined;
  readonly captured: ((text: string) => Value) | undefined;
  /** Loads and compiles another template; undefined when there is none. */
  load(name: string, from: string | undefined): ModuleSource | undefined;
}

/** What all frames of one render share. */
export interface Run extends OutputCount {
  readonly environment: RenderEnvironment;
  readonly limits: RenderLimits;
  readonly autoescape: boolean;
  readonly ignoresAutoescape: boolean;
  readonly scope: RunScope;
  depth: number;
  iterations: number;
  /** What is being evaluated, for the place of an error. */
  frame: Frame | undefined;
  place: Place | undefined;
}

/** What the templates of one chain of inheritance share: variables, blocks, and the parent that takes over. */
export class RenderContext {
  readonly scope: Scope;
  /** Names that the template set at its top level: what another template can import. Made when the first one is set. */
  variables: Map<string, Value> | undefined;
  #blocks: Map<string, BlockImplementation[]> | undefined;
  parent: ModuleSource | undefined;
  constructor(scope: Scope) {
    this.scope = scope;
  }
  addBlocks(blocks: ReadonlyMap<string, BlockImplementation>): void {
    for (const [name, block] of blocks) {
      this.#blocks ??= new Map();
      const chain = this.#blocks.get(name);
      if (chain === undefined) this.#blocks.set(name, [block]);
      else chain.push(block);
    }
  }
  /** The implementations of a block, the most derived one first. */
  blocksNamed(name: string): readonly BlockImplementation[] {
    return this.#blocks?.get(name) ?? [];
  }
}

/** A scope of names within a render; also what filters and tests see of it. */
export class Frame implements PluginContext {
  readonly run: Run;
  readonly context: RenderContext;
  readonly unit: SourceUnit;
  readonly parent: Frame | undefined;
  autoescape: boolean;
  /** Whether the names that are set here are the template's own, which others can import. */
  readonly isTopLevel: boolean;
  // A round of a loop sets a name or two: these cost no Map.
  #firstName: string | undefined;
  #firstValue: Value | undefined;
  #secondName: string | undefined;
  #secondValue: Value | undefined;
  #otherNames: Map<string, Value> | undefined;

  constructor(
    run: Run,
    context: RenderContext,
    unit: SourceUnit,
    parent: Frame | undefined,
    autoescape: boolean,
    isTopLevel = false,
  ) {
    this.run = run;
    this.context = context;
    this.unit = unit;
    this.parent = parent;
    this.autoescape = autoescape;
    this.isTopLevel = isTopLevel;
  }

  child(): Frame {
    return new Frame(this.run, this.context, this.unit, this, this.autoescape);
  }

  /** A variable; undefined when there is none. */
  resolve(name: string): Value | undefined {
    for (let frame: Frame | undefined = this; frame !== undefined; frame = frame.parent) {
      if (frame.#firstName === name) return frame.#firstValue;
      if (frame.#secondName === name) return frame.#secondValue;
      const value = frame.#otherNames?.get(name);
      if (value !== undefined) return value;
    }
    const own = this.context.variables?.get(name);
    if (own !== undefined) return own;
    const given = this.context.scope.get(name);
    return given === undefined ? this.run.environment.registry.globals.get(name) : given;
  }

  /** A variable; an Undefined when there is none. */
  lookUp(name: string, place: Place): Value {
    const value = this.resolve(name);
    return this.placed(value === undefined ? this.missing(`'${name}' is undefined`, name) : value, place);
  }

  /** The value; a missing one knows from here on where it was asked for. */
  placed(value: Value, place: Place): Value {
    if (value instanceof Undefined) value.noteSpan(() => spanOf(this.unit.origin, place));
    return value;
  }

  missing(message: string, name?: string): Undefined {
    return this.run.environment.isLenient
      ? new LenientUndefined(message, name)
      : new Undefined(message, name);
  }

  /** The value of a text that a macro or a block has printed. */
  captured(text: string): Value {
    if (this.autoescape) return new Markup(text);
    const { captured } = this.run.environment;
    return captured === undefined ? text : captured(text);
  }

  /** What a member or filter gave: a missing value as the environment's policy has it, knowing where it is missed. */
  member(value: Value, place: Place): Value {
    return value instanceof Undefined ? this.placed(this.soften(value), place) : value;
  }

  /** The value; a missing one as the environment's policy has it. */
  soften(value: Value): Value {
    if (!this.run.environment.isLenient || !(value instanceof Undefined)) return value;
    return value instanceof LenientUndefined ? value : new LenientUndefined(value.message, value.missingName);
  }

  set(name: string, value: Value): void {
    if (this.isTopLevel) {
      this.context.variables ??= new Map();
      this.context.variables.set(name, value);
    } else if (this.#firstName === undefined || this.#firstName === name) {
      this.#firstName = name;
      this.#firstValue = value;
    } else if (this.#secondName === undefined || this.#secondName === name) {
      this.#secondName = name;
      this.#secondValue = value;
    } else {
      this.#otherNames ??= new Map();
      this.#otherNames.set(name, value);
    }
  }

  /** All names that are visible here, as far as the scope tells them. */
  *names(): Iterable<string> {
    for (let frame: Frame | undefined = this; frame !== undefined; frame = frame.parent) {
      if (frame.#firstName !== undefined) yield frame.#firstName;
      if (frame.#secondName !== undefined) yield frame.#secondName;
      if (frame.#otherNames !== undefined) yield* frame.#otherNames.keys();
    }
    if (this.context.variables !== undefined) yield* this.context.variables.keys();
    yield* this.context.scope.names?.() ?? [];
    yield* this.run.environment.registry.globals.keys();
  }

  /** Notes what is about to be done, so that an error of it gets a place. */
  at(place: Place): void {
    this.run.frame = this;
    this.run.place = place;
  }

  filter(name: string): Filter {
    const filter = this.run.environment.registry.filters.get(name);
    if (filter === undefined) throw unknownPlugin('filter', name, this.run.environment.registry);
    return filter;
  }

  test(name: string): Test {
    const test = this.run.environment.registry.tests.get(name);
    if (test === undefined) throw unknownPlugin('test', name, this.run.environment.registry);
    return test;
  }

  callFilter(name: string, value: Value, args: CallArguments): Value {
    return this.filter(name)(value, args, this);
  }

  callTest(name: string, value: Value, args: CallArguments): boolean {
    return this.test(name)(value, args, this);
  }

  hasFilter(name: string): boolean {
    return this.run.environment.registry.filters.has(name);
  }

  hasTest(name: string): boolean {
    return this.run.environment.registry.tests.has(name);
  }

  call(callee: Value, args: CallArguments): Value {
    if (callee instanceof Callable) return callee.call(args);
    if (callee instanceof Undefined) throw undefinedError(callee);
    throw typeError(`'${typeName(callee)}' object is not callable`);
  }

  /** Counts against the rounds that one render may take. */
  countRounds(rounds: number): void {
    const { run } = this;
    run.iterations += rounds;
    if (run.iterations > run.limits.iterations) {
      throw limitError(`the loops and macros of this template run more than ${run.limits.iterations} rounds`);
    }
  }

  /** Runs something one level deeper: a macro, an include, a recursive loop. */
  deeper<T>(body: () => T): T {
    const { run } = this;
    run.depth += 1;
    this.countRounds(callCost);
    if (run.depth > run.limits.depth) {
      throw limitError(
        `macros, includes or recursive loops are nested deeper than ${run.limits.depth} levels`,
      );
    }
    try {
      return body();
    } finally {
      run.depth -= 1;
    }
  }
}
