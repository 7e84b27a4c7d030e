import { str } from '../values/printing.ts';
import { isTruthy } from '../values/truth.ts';
import { Float, type ReadonlyDict, type Value } from '../values/types.ts';
import type { ArgumentDeclaration, ArgumentRules, ArgumentSpec, ArgumentType } from './argument-spec.ts';

/** The types that a role may name; JSON texts are taken as they are. */
const types: ReadonlyMap<string, ArgumentType> = new Map([
  ...(['str', 'int', 'float', 'bool', 'list', 'dict', 'path', 'raw', 'bytes', 'bits'] as const).map(
    (type) => [type, type] as const,
  ),
  ['json', 'raw'],
  ['jsonarg', 'raw'],
]);

export interface WrittenSpec {
  readonly spec: ArgumentSpec;
  /** What is wrong with the specification itself: one sentence each. */
  readonly problems: readonly string[];
}

/** An argument spec as Ansible's roles write it, in the form in which modules declare theirs. */
export function readWrittenSpec(written: ReadonlyDict, place = ''): WrittenSpec {
  const problems: string[] = [];
  const spec: Record<string, ArgumentDeclaration> = Object.create(null);
  for (const [key, entry] of written) {
    const name = str(key);
    if (entry instanceof Map) spec[name] = readDeclaration(entry, `${place}${name}`, problems);
    else problems.push(`the spec of '${place}${name}' must be a dictionary, not '${str(entry)}'`);
  }
  return { spec, problems };
}

function readDeclaration(entry: ReadonlyDict, place: string, problems: string[]): ArgumentDeclaration {
  const nested = entry.get('options');
  const options = nested instanceof Map ? readWrittenSpec(nested, `${place}.`) : undefined;
  problems.push(...(options?.problems ?? []));
  const type = typeOf(entry.get('type') ?? 'str', place, problems);
  const choices = choicesOf(entry.get('choices'));
  const required = isTruthy(entry.get('required') ?? false);
  // A default does not stand in for what is required.
  const fallback = required ? undefined : defaultOf(entry.get('default'));
  return {
    type,
    description: '',
    elements: typeOf(entry.get('elements') ?? 'raw', place, problems),
    aliases: texts(entry.get('aliases')),
    required,
    noLog: isTruthy(entry.get('no_log') ?? false),
    rules: rulesOf(entry),
    ...(options === undefined ? {} : { options: options.spec }),
    ...(choices === undefined ? {} : { choices }),
    ...(fallback === undefined ? {} : { default: fallback }),
  };
}

function typeOf(written: Value, place: string, problems: string[]): ArgumentType {
  const type = types.get(str(written));
  if (type === undefined)
    problems.push(
      `the spec of '${place}' names the type '${str(written)}', which is none of ${[...types.keys()].join(', ')}`,
    );
  return type ?? 'raw';
}

/** YAML makes booleans of words such as `yes`; compared are texts and numbers. */
function choicesOf(written: Value | undefined): readonly (string | number)[] | undefined {
  if (!Array.isArray(written)) return undefined;
  return (written as readonly Value[]).map((choice) => {
    if (typeof choice === 'number') return choice;
    return choice instanceof Float ? choice.value : str(choice);
  });
}

function defaultOf(written: Value | undefined): string | number | boolean | undefined {
  const isPlain = typeof written === 'string' || typeof written === 'number' || typeof written === 'boolean';
  return isPlain ? written : undefined;
}

function rulesOf(entry: ReadonlyDict): ArgumentRules {
  const requiredBy = entry.get('required_by');
  return {
    mutuallyExclusive: groups(entry.get('mutually_exclusive')),
    requiredTogether: groups(entry.get('required_together')),
    requiredOneOf: groups(entry.get('required_one_of')),
    requiredIf: items(entry.get('required_if')).flatMap(condition),
    requiredBy: Object.fromEntries(
      requiredBy instanceof Map ? [...requiredBy].map(([name, needed]) => [str(name), texts(needed)]) : [],
    ),
  };
}

type RequiredIf = NonNullable<ArgumentRules['requiredIf']>[number];

/** `[argument, value, required arguments, any is enough]`. */
function condition(written: Value): readonly RequiredIf[] {
  const [name, value, required, anyIsEnough = false] = items(written);
  if (name === undefined || value === undefined || required === undefined) return [];
  const isPlain = typeof value === 'number' || typeof value === 'boolean';
  return [[str(name), isPlain ? value : str(value), texts(required), isTruthy(anyIsEnough)]];
}

/** A list of groups of names, or one group. */
function groups(written: Value | undefined): readonly (readonly string[])[] {
  const listed = items(written);
  return listed.some((group) => Array.isArray(group))
    ? listed.map(texts)
    : listed.length > 0
      ? [texts(written)]
      : [];
}

function texts(written: Value | undefined): readonly string[] {
  return typeof written === 'string' ? [written] : items(written).map(str);
}

function items(written: Value | undefined): readonly Value[] {
  return Array.isArray(written) ? (written as readonly Value[]) : [];
}
