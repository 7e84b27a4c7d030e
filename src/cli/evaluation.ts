import { Chalk, type ChalkInstance } from 'chalk';
import type { TsplayError } from '../errors.ts';
import { locationOf, positionOf } from '../source/diagnostics.ts';
import type { Span } from '../source/span.ts';
import { mappingOf } from '../template/mapping.ts';
import { fromJs } from '../values/convert.ts';
import { formatJson } from '../values/json.ts';
import { repr } from '../values/printing.ts';
import { typeName } from '../values/type-name.ts';
import { Undefined, type Value } from '../values/types.ts';
import type { Definition, Explanation } from './explain.ts';

export type EvaluationKind = 'template' | 'expression' | 'condition';

/** What `tsplay eval` found out. */
export interface Evaluation {
  readonly host: string;
  readonly kind: EvaluationKind;
  readonly outcome: { readonly value: Value } | { readonly error: TsplayError };
  /** Of the variables that were used; undefined when nobody asked. */
  readonly explanations: readonly Explanation[] | undefined;
}

/** The value and the explanations as people read them; an error is a diagnostic, which is printed elsewhere. */
export function renderHuman(
  { host, outcome, explanations = [] }: Evaluation,
  { color }: { readonly color: boolean },
): string {
  const paint = new Chalk({ level: color ? 1 : 0 });
  const head = 'value' in outcome ? [headText(host, outcome.value, paint)] : [];
  const lines = explanations.flatMap((each) => explanationLines(each, { host, paint }));
  const gap = head.length > 0 && lines.length > 0 ? [''] : [];
  return [...head, ...gap, ...lines].map((line) => `${line}\n`).join('');
}

function headText(host: string, value: Value, paint: ChalkInstance): string {
  const text = readable(value);
  return `${host} | ${paint.cyan(typeName(value))} =>${text.includes('\n') ? '\n' : ' '}${text}`;
}

/** A text as it is, lists and dicts as JSON, all else as Python prints it. */
function readable(value: Value): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) || mappingOf(value) !== undefined ? json(whole(value), 4) : repr(value);
}

/** `hostvars` and its like become the dicts that they stand for. */
function whole(value: Value): Value {
  return mappingOf(value) ?? value;
}

function json(value: Value, indent?: number): string {
  return formatJson(value, { indent, ensureAscii: false, fallback: (object) => repr(object) });
}

interface Layout {
  /** Whose variables are named without their host. */
  readonly host: string;
  readonly paint: ChalkInstance;
}

function explanationLines(explanation: Explanation, layout: Layout): readonly string[] {
  const { host, name, value, definitions, uses } = explanation;
  const { paint } = layout;
  const title = host === layout.host ? name : `${name} of ${host}`;
  const [effective, ...shadowed] = definitions;
  return [
    `${paint.bold(title)}${isKnown(value) ? ` = ${shortened(json(value))}` : ''}`,
    `  ${effective === undefined ? 'not defined' : `from ${definitionText(effective, paint)}`}`,
    ...shadowed.map((definition) => `  shadows ${definitionText(definition, paint)}`),
    ...uses.flatMap((used) => explanationLines(used, layout)).map((line) => `  ${line}`),
  ];
}

function definitionText({ layer, span }: Definition, paint: ChalkInstance): string {
  return span === undefined ? layer : `${locationOf(span)} ${paint.dim(`(${layer})`)}`;
}

/** Not when it is missing, or uses what is missing. */
function isKnown(value: Value | undefined): value is Value {
  return value !== undefined && !(value instanceof Undefined);
}

const WIDEST = 100;

function shortened(text: string): string {
  return text.length > WIDEST ? `${text.slice(0, WIDEST)}\u2026` : text;
}

/** One JSON document: `{host, kind, type, value, variables?}`, or with `error` instead of type and value. */
export function renderDocument({ host, kind, outcome, explanations }: Evaluation): string {
  const document = new Map<Value, Value>([
    ['host', host],
    ['kind', kind],
  ]);
  if ('value' in outcome) document.set('type', typeName(outcome.value)).set('value', whole(outcome.value));
  else document.set('error', errorData(outcome.error));
  if (explanations !== undefined) document.set('variables', explanations.map(explanationData));
  return `${json(document, 2)}\n`;
}

function explanationData({ host, name, value, definitions, uses }: Explanation): Value {
  const [effective, ...shadowed] = definitions.map(definitionData);
  return new Map<Value, Value>([
    ['host', host],
    ['name', name],
    ['defined', definitions.length > 0],
    ['value', isKnown(value) ? value : null],
    ['from', effective ?? null],
    ['shadows', shadowed],
    ['uses', uses.map(explanationData)],
  ]);
}

function definitionData({ layer, span }: Definition): Value {
  return fromJs({ layer, place: placeData(span) });
}

function errorData({ code, message, hint, span, trail }: TsplayError): Value {
  return fromJs({ code, message, hint, trail, place: placeData(span) });
}

function placeData(span: Span | undefined): object | null {
  return span === undefined ? null : { file: span.file.path, ...positionOf(span) };
}
