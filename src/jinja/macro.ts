import { argumentError } from '../values/arguments.ts';
import { type CallArguments, Callable, type Dict, Tuple, type Value } from '../values/types.ts';
import type { Evaluate } from './compile-expression.ts';
import type { Frame } from './frame.ts';
import { reachedFrom } from './render-error.ts';
import { type Sink, TextSink } from './sink.ts';

export interface CompiledMacro {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly fallback: Evaluate | undefined }[];
  readonly usesCaller: boolean;
  readonly usesArguments: boolean;
  readonly usesKeywords: boolean;
  readonly render: (frame: Frame, out: Sink) => void;
}

/** A macro, or the body of a call block: a callable that gives the text it renders. */
export class Macro extends Callable {
  override readonly typeName = 'Macro';
  readonly #macro: CompiledMacro;

  constructor(macro: CompiledMacro, frame: Frame) {
    super(macro.name, (args) => callMacro(macro, frame, args));
    this.#macro = macro;
  }

  override getAttribute(name: string): Value | undefined {
    switch (name) {
      case 'name':
        return this.name;
      case 'arguments':
        return new Tuple(this.#macro.parameters.map((parameter) => parameter.name));
      case 'caller':
        return this.#macro.usesCaller;
      case 'catch_varargs':
        return this.#macro.usesArguments;
      case 'catch_kwargs':
        return this.#macro.usesKeywords;
      default:
        return undefined;
    }
  }

  override repr(): string {
    return `<Macro '${this.name}'>`;
  }
}

function callMacro(macro: CompiledMacro, definedIn: Frame, args: CallArguments): Value {
  const frame = definedIn.child();
  return definedIn.deeper(() => {
    bind(macro, frame, args);
    const out = new TextSink(frame.run);
    reachedFrom(frame.run, `in the macro '${macro.name}', called`, () => macro.render(frame, out));
    return frame.captured(out.result);
  });
}

/** Only ever taken from. */
const nothing = new Map<string, Value>();

function bind(macro: CompiledMacro, frame: Frame, { positional, keyword }: CallArguments): void {
  const { parameters, name } = macro;
  const rest = keyword.size === 0 ? nothing : new Map(keyword);
  const given: (Value | undefined)[] = parameters.map((parameter, index) => {
    const value = index < positional.length ? positional[index] : rest.get(parameter.name);
    if (positional[index] !== undefined && rest.has(parameter.name)) {
      throw argumentError(`the macro '${name}' got two values for the argument '${parameter.name}'`);
    }
    rest.delete(parameter.name);
    return value;
  });
  bindCaller(macro, frame, rest);
  if (macro.usesKeywords) {
    const dict: Dict = new Map(rest);
    frame.set('kwargs', dict);
  } else if (rest.size > 0) {
    throw argumentError(`the macro '${name}' takes no keyword argument '${[...rest.keys()][0]}'`);
  }
  const extra = positional.slice(parameters.length);
  if (macro.usesArguments) frame.set('varargs', new Tuple(extra));
  else if (extra.length > 0) {
    throw argumentError(`the macro '${name}' takes not more than ${parameters.length} argument(s)`);
  }
  parameters.forEach((parameter, index) => {
    const value = given[index];
    frame.set(parameter.name, value === undefined ? fallbackOf(parameter, frame) : value);
  });
}

function fallbackOf(parameter: CompiledMacro['parameters'][number], frame: Frame): Value {
  if (parameter.fallback !== undefined) return parameter.fallback(frame);
  return frame.missing(`parameter '${parameter.name}' was not provided`);
}

function bindCaller(macro: CompiledMacro, frame: Frame, rest: Map<string, Value>): void {
  if (!macro.usesCaller) return;
  frame.set('caller', rest.get('caller') ?? frame.missing('No caller defined'));
  rest.delete('caller');
}
