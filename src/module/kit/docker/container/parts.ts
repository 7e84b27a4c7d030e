import { type Json, type JsonRecord, recordIn } from '../json.ts';
import type { ContainerArguments } from './arguments.ts';
import type { Kind } from './comparison.ts';
import type { Situation } from './situation.ts';

/** What makes a plan beside the arguments. */
export interface PlanInput {
  readonly args: ContainerArguments;
  readonly situation: Situation;
  /** `NAME=value`, when any is asked for. */
  readonly environment: readonly string[] | undefined;
}

/** One option with its part of what the API is to make. */
export interface Part {
  readonly name: string;
  readonly kind: Kind;
  readonly config?: JsonRecord;
  readonly hostConfig?: JsonRecord;
  readonly wanted: Json | undefined;
  readonly found: Json;
  readonly comparedAs?: string;
}

/** A member when there is a value for it. */
export function given(key: string, value: Json | undefined): JsonRecord {
  return value === undefined ? {} : { [key]: value };
}

/** Names as the keys of a dictionary, as the API has sets. */
export function asKeys(names: readonly string[]): JsonRecord {
  return Object.fromEntries(names.map((name) => [name, {}]));
}

/** The other way round, in order; null when there is none. */
export function keysOf(value: Json): readonly string[] | null {
  return value === null ? null : Object.keys(recordIn(value)).toSorted();
}

export function sortedTexts(value: Json): Json {
  return Array.isArray(value) ? (value as readonly string[]).toSorted() : value;
}

export function nullWhenEmpty(value: Json): Json {
  return Object.keys(recordIn(value)).length === 0 ? null : value;
}
