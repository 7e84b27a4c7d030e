import { didYouMean } from '../util/nearest.ts';
import { toBoolean } from '../values/boolean-words.ts';
import { TemplateText } from '../values/template-text.ts';
import { Float, type Value } from '../values/types.ts';
import type { ArgumentDeclaration, ArgumentRules, ArgumentSpec, ArgumentsOf } from './argument-spec.ts';
import { coerce, describeValue } from './coerce.ts';
import type { AnyModule } from './define.ts';
import { interpretSchema } from './interpret-schema.ts';
import { adviceOnRetired } from './retired-arguments.ts';
import { brokenRules } from './rules.ts';
import { jsonSchema } from './schema.ts';
import { type ArgumentProblem, plain, schemaProblem } from './schema-problem.ts';
import { type Validator, validatorFor } from './validators.ts';

export type { ArgumentProblem } from './schema-problem.ts';

export type ArgumentValidation =
  | {
      readonly ok: true;
      readonly args: ArgumentsOf<ArgumentSpec>;
      /** Arguments that are not declared, of modules that take any. */
      readonly extra: ReadonlyMap<string, Value>;
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly message: string; readonly problems: readonly ArgumentProblem[] };

/**
 * Brings rendered arguments to their canonical names and types and checks them against the declaration. Null counts
 * as not given. Nested `options` become plain objects, free dictionaries stay Maps.
 */
export function validateArguments(module: AnyModule, raw: ReadonlyMap<string, Value>): ArgumentValidation {
  const examined = examineArguments(module, raw, () => false);
  if (examined.problems.length > 0) {
    const message = examined.problems
      .map(({ message, hint }) => (hint === undefined ? message : `${message} (${hint})`))
      .join('; ');
    return { ok: false, message: `${module.name}: ${message}`, problems: examined.problems };
  }
  const args = examined.args as ArgumentsOf<ArgumentSpec>;
  return { ok: true, args, extra: examined.extra, warnings: examined.warnings };
}

type CoercedArguments = Record<string, unknown>;

export interface ExaminedArguments {
  readonly args: CoercedArguments;
  readonly extra: ReadonlyMap<string, Value>;
  readonly problems: readonly ArgumentProblem[];
  readonly warnings: readonly string[];
}

/** The same for arguments that are not rendered: those for which `isOpen` holds are given, but their value is not looked at. */
export function examineArguments(
  module: AnyModule,
  raw: ReadonlyMap<string, Value>,
  isOpen: (value: Value) => boolean,
): ExaminedArguments {
  const validate = validatorFor(module) ?? interpretSchema(jsonSchema(module));
  return examine({ declared: module, validate, isOpen }, raw);
}

/** What arguments are examined against: the declaration of a module, or one that a role brings. */
export interface Examination {
  readonly declared: Pick<AnyModule, 'args' | 'raw' | 'anyArguments' | keyof ArgumentRules>;
  /** Says what the coerced arguments lack. */
  readonly validate: Validator;
  readonly isOpen: (value: Value) => boolean;
  /** Null is given, whatever its type; otherwise it counts as not given. */
  readonly acceptsNull?: boolean;
}

/** Brings arguments to their canonical names and types, and says what is wrong with them. */
export function examine(
  { declared, validate, isOpen, acceptsNull = false }: Examination,
  raw: ReadonlyMap<string, Value>,
): ExaminedArguments {
  const problems: ArgumentProblem[] = [];
  const warnings: string[] = [];
  const extra = new Map<string, Value>();
  const level: Level = {
    place: '',
    spec: declared.args,
    rules: declared,
    isOpen,
    acceptsNull,
    rendered: (name) => declared.raw?.includes(name) !== true,
    problems,
    warnings,
    extra: declared.anyArguments === true ? extra : undefined,
  };
  const { args, open } = examineLevel(level, raw);
  for (const problem of validate(plain(args))) {
    const found = schemaProblem(problem, { spec: declared.args, args, open });
    if (
      found !== undefined &&
      !problems.some(({ argument }) => argument !== undefined && argument === found.argument)
    ) {
      problems.push(found);
    }
  }
  return { args, extra, problems, warnings };
}

/** One level of arguments: a module's own, or those of a nested dictionary. */
interface Level {
  /** `headers.` in front of the names of a nested dictionary. */
  readonly place: string;
  readonly spec: ArgumentSpec;
  readonly rules: ArgumentRules;
  readonly isOpen: (value: Value) => boolean;
  readonly acceptsNull: boolean;
  /** Whether an argument is rendered before the module sees it. */
  readonly rendered: (name: string) => boolean;
  readonly problems: ArgumentProblem[];
  readonly warnings: string[];
  readonly extra: Map<string, Value> | undefined;
}

interface ExaminedLevel {
  readonly args: CoercedArguments;
  readonly given: ReadonlySet<string>;
  readonly open: ReadonlySet<string>;
}

function examineLevel(level: Level, raw: ReadonlyMap<Value, Value>): ExaminedLevel {
  const examined = examineGiven(level, raw);
  const { args, given, open } = examined;
  for (const [name, { default: fallback }] of Object.entries(level.spec))
    if (fallback !== undefined && !given.has(name) && !open.has(name)) args[name] = fallback;
  for (const message of brokenRules(level.rules, { given, maybe: open, value: (name) => args[name] })) {
    level.problems.push({ code: 'argument-rule', message });
  }
  return examined;
}

function examineGiven(level: Level, raw: ReadonlyMap<Value, Value>): ExaminedLevel {
  const { spec, place, problems } = level;
  const args: CoercedArguments = {};
  const given = new Set<string>();
  const open = new Set<string>();
  const names = canonicalNames(spec);
  for (const [key, value] of raw) {
    const written = key instanceof TemplateText ? key.text : String(key);
    const name = names.get(written);
    const declaration = name === undefined ? undefined : spec[name];
    if (name === undefined || declaration === undefined) {
      addUnknown(level, { written, value, names });
    } else if (value === null && level.acceptsNull) {
      given.add(name);
      args[name] = null;
    } else if (value !== null || declaration.nullable === true) {
      if (given.has(name) || open.has(name))
        level.warnings.push(`both '${name}' and an alias of it are given: the last one counts`);
      if (declaration.unsupported !== undefined) {
        problems.push(unsupportedArgument(place, written, declaration.unsupported));
        continue;
      }
      if (level.isOpen(value) && level.rendered(name)) {
        open.add(name);
        continue;
      }
      given.add(name);
      const coerced = coerceArgument(level, { written, declaration, value });
      if (coerced !== undefined) args[name] = coerced;
    }
  }
  return { args, given, open };
}

interface UnknownArgument {
  readonly written: string;
  readonly value: Value;
  readonly names: ReadonlyMap<string, string>;
}

function addUnknown(
  { extra, problems, place, spec }: Level,
  { written, value, names }: UnknownArgument,
): void {
  if (extra === undefined) problems.push(unknownArgument(place, written, spec, names));
  else extra.set(written, value);
}

interface WrittenArgument {
  readonly written: string;
  readonly declaration: ArgumentDeclaration;
  readonly value: Value;
}

/** The argument in its type; undefined after saying what is wrong. */
function coerceArgument(level: Level, { written, declaration, value }: WrittenArgument): unknown {
  const name = `${level.place}${written}`;
  const refuse = (seen: Value, expected: string): undefined => {
    const shown = declaration.noLog === true ? 'a hidden value' : describeValue(seen);
    level.problems.push({
      code: 'wrong-type',
      argument: name,
      message: `'${name}' is ${shown}, but must be ${expected}`,
    });
    return undefined;
  };
  const whole = coerce(value, declaration.type);
  if (!whole.ok) return refuse(value, whole.expected);
  if (declaration.type === 'dict' && declaration.options !== undefined && whole.value instanceof Map) {
    return examineLevel(nested(level, `${name}.`, declaration), whole.value).args;
  }
  if (declaration.type !== 'list' || !Array.isArray(whole.value)) return scalar(whole.value, declaration);
  const items: unknown[] = [];
  for (const [index, item] of (whole.value as readonly Value[]).entries()) {
    const element = coerce(
      item,
      declaration.options === undefined ? (declaration.elements ?? 'str') : 'dict',
    );
    if (!element.ok) return refuse(item, `a list of which each item is ${element.expected}`);
    items.push(
      declaration.options !== undefined && element.value instanceof Map
        ? examineLevel(nested(level, `${name}[${index}].`, declaration), element.value).args
        : scalar(element.value, declaration),
    );
  }
  return items;
}

function nested(level: Level, place: string, { options = {}, rules = {} }: ArgumentDeclaration): Level {
  return { ...level, place, spec: options, rules, rendered: () => true, extra: undefined };
}

/** Floats as numbers; a YAML boolean where the choices are words for one (`state: yes`). */
function scalar(value: Value, { type, elements, choices }: ArgumentDeclaration): unknown {
  if (value instanceof Float && (type === 'float' || elements === 'float')) return value.value;
  if (choices === undefined || (value !== 'True' && value !== 'False')) return value;
  const words = choices.filter(
    (choice) => typeof choice === 'string' && toBoolean(choice) === (value === 'True'),
  );
  return words.length === 1 && !choices.includes(value) ? words[0] : value;
}

function canonicalNames(spec: ArgumentSpec): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [name, { aliases }] of Object.entries(spec)) {
    names.set(name, name);
    for (const alias of aliases ?? []) names.set(alias, name);
  }
  return names;
}

function unsupportedArgument(place: string, written: string, reason: string): ArgumentProblem {
  const message = `'${place}${written}' is not supported: ${reason}`;
  return { code: 'unsupported-argument', argument: `${place}${written}`, message };
}

/** More names than these are no help in a message: `package` takes those of all package managers. */
const SHOWN_NAMES = 30;

function unknownArgument(
  place: string,
  written: string,
  spec: ArgumentSpec,
  names: ReadonlyMap<string, string>,
): ArgumentProblem {
  const accepted = Object.keys(spec).sort();
  const acceptedText =
    accepted.length === 0
      ? 'it takes none'
      : accepted.length > SHOWN_NAMES
        ? `tsplay doc MODULE shows the ${accepted.length} that there are`
        : `accepted: ${accepted.join(', ')}`;
  return {
    code: 'unknown-argument',
    argument: `${place}${written}`,
    message: `unknown argument '${place}${written}'; ${acceptedText}`,
    hint: adviceOnRetired(written) ?? didYouMean(written, names.keys()),
  };
}
