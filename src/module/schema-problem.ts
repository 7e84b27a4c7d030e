import { didYouMean } from '../util/nearest.ts';
import type { ArgumentSpec } from './argument-spec.ts';
import type { SchemaProblem } from './validators.ts';

/** One thing that is wrong with a task's arguments. */
export interface ArgumentProblem {
  readonly code:
    | 'unknown-argument'
    | 'missing-argument'
    | 'wrong-type'
    | 'bad-choice'
    | 'argument-rule'
    | 'unsupported-argument';
  readonly message: string;
  /** The argument as it was written; undefined when the problem is of several or of a missing one. */
  readonly argument?: string | undefined;
  readonly hint?: string | undefined;
}

export interface SchemaContext {
  readonly spec: ArgumentSpec;
  /** The coerced arguments. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Arguments whose value is not known yet. */
  readonly open: ReadonlySet<string>;
}

/** What JSON Schema refuses, in our words. Types are settled by coercion, so it speaks of what is missing and of choices. */
export function schemaProblem(
  problem: SchemaProblem,
  { spec, args, open }: SchemaContext,
): ArgumentProblem | undefined {
  const path = problem.instancePath.split('/').slice(1);
  const top = path[0];
  if (top !== undefined && open.has(top)) return undefined;
  const place = path.reduce(
    (text, part) => (/^\d+$/.test(part) ? `${text}[${part}]` : `${text === '' ? '' : `${text}.`}${part}`),
    '',
  );
  if (problem.keyword === 'required') {
    const missing = String(problem.params['missingProperty']);
    if (top === undefined && open.has(missing)) return undefined;
    const name = place === '' ? missing : `${place}.${missing}`;
    return { code: 'missing-argument', message: `missing argument '${name}'` };
  }
  if (problem.keyword === 'enum') {
    const allowed = (problem.params['allowedValues'] as readonly (string | number)[]).map(String);
    const value = path.length === 1 && top !== undefined ? args[top] : undefined;
    return {
      code: 'bad-choice',
      argument: place,
      message: `'${place}' must be one of ${allowed.join(', ')}${typeof value === 'string' ? `, not '${value}'` : ''}`,
      hint: typeof value === 'string' ? didYouMean(value, allowed) : undefined,
    };
  }
  const declared = top === undefined ? undefined : spec[top]?.type;
  return {
    code: 'wrong-type',
    argument: place,
    message: `'${place}' is not of its type${declared === undefined ? '' : ` (${declared})`}`,
  };
}

/** Coerced arguments as JSON data, for the schema. Values of free dictionaries and raw arguments are not looked into. */
export function plain(value: unknown): unknown {
  if (value instanceof Map) return {};
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  }
  return value;
}
