import type { Diagnostic } from '../errors.ts';
import type { Span } from '../source/span.ts';
import { mayHoldTemplate, TemplateText } from '../values/template-text.ts';
import { type ReadonlyDict, Tuple, type Value } from '../values/types.ts';
import { VaultText } from '../values/vault-text.ts';
import { examineArguments } from './arguments.ts';
import type { AnyModule } from './define.ts';

/** Where a task's arguments stand, for diagnostics. */
export interface ArgumentPlaces {
  /** The whole action. */
  readonly action?: Span | undefined;
  /** Each argument's value, by the name that was written. */
  readonly arguments?: ReadonlyMap<string, Span> | undefined;
  /** Each argument's name, where it stands apart: that is what is wrong with an unknown one. */
  readonly names?: ReadonlyMap<string, Span> | undefined;
}

/**
 * What can be refused about a task's arguments before anything is rendered: unknown names, missing ones, literals of
 * a wrong type or outside the choices, rules between arguments. Values that hold a template are taken as given, but
 * possibly omitted.
 */
export function checkArguments(
  module: AnyModule,
  args: ReadonlyDict,
  places: ArgumentPlaces = {},
): readonly Diagnostic[] {
  const named = new Map<string, Value>();
  for (const [key, value] of args) {
    const name = key instanceof TemplateText ? key.text : String(key);
    if (mayHoldTemplate(name)) return [];
    named.set(name, value);
  }
  return examineArguments(module, named, isOpen).problems.map(({ code, message, argument, hint }) => ({
    severity: 'error',
    code,
    message: `${module.name}: ${message}`,
    span: (argument === undefined ? undefined : spanOf(argument, code, places)) ?? places.action,
    hint,
  }));
}

/** A nested argument (`rules[0].port`) stands where its outermost one does. */
function spanOf(argument: string, code: string, places: ArgumentPlaces): Span | undefined {
  const name = code === 'unknown-argument' ? places.names?.get(argument) : undefined;
  if (name !== undefined) return name;
  return places.arguments?.get(argument) ?? places.arguments?.get(argument.split(/[.[]/)[0] ?? '');
}

/** Whether a value is not known before it is rendered. */
function isOpen(value: Value): boolean {
  if (value instanceof TemplateText) return mayHoldTemplate(value.text);
  if (value instanceof VaultText) return true;
  if (Array.isArray(value)) return (value as readonly Value[]).some(isOpen);
  if (value instanceof Tuple) return value.items.some(isOpen);
  return value instanceof Map && [...value].some(([key, item]) => isOpen(key) || isOpen(item));
}
