import { TsplayError } from '../../errors.ts';
import { parseKeyValue } from '../../util/key-value.ts';
import { str } from '../../values/printing.ts';
import { textOf } from '../../values/text.ts';
import { isTruthy } from '../../values/truth.ts';
import { typeName } from '../../values/type-name.ts';
import type { Value } from '../../values/types.ts';
import { toBool } from '../filters/types.ts';

/** A failure that names what was looked up. */
export function lookupError(message: string, hint?: string): TsplayError {
  return new TsplayError({ code: 'lookup-failed', message, hint });
}

/** A term that must be text. */
export function requireTerm(term: Value, lookup: string): string {
  const text = textOf(term);
  if (text === undefined) {
    throw lookupError(`the lookup '${lookup}' takes texts, not a ${typeName(term)}`);
  }
  return text;
}

/** An option that is true or false, or a word for it. */
export function flagOption(options: ReadonlyMap<string, Value>, name: string, fallback: boolean): boolean {
  const value = options.get(name);
  if (value === undefined) {
    return fallback;
  }
  return textOf(value) === undefined ? isTruthy(value) : toBool(value);
}

export function textOption(options: ReadonlyMap<string, Value>, name: string): string | undefined {
  const value = options.get(name);
  return value === undefined || value === null ? undefined : str(value);
}

export interface TermWithOptions {
  readonly term: string;
  readonly options: ReadonlyMap<string, Value>;
}

/** The old way of giving options, inside the term: `name file=x.csv col=2`. They go before those given by name. */
export function inlineOptions(
  term: string,
  options: ReadonlyMap<string, Value>,
  known: readonly string[],
): TermWithOptions {
  if (!term.includes('=')) {
    return { term, options };
  }
  const { pairs, freeForm } = parseKeyValue(term, { only: new Set(known) });
  const inline = pairs.map(([name, value]) => [name, value] as const);
  return inline.length === 0
    ? { term, options }
    : { term: freeForm.trim(), options: new Map([...options, ...inline]) };
}
