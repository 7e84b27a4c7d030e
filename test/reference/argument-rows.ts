import type { ArgumentDeclaration, ArgumentRules, ArgumentSpec } from '../../src/module/argument-spec.ts';
import { code, codes } from './markdown.ts';

export interface NamedArgument {
  /** With the arguments around it: `port_forward.toport`. */
  readonly path: string;
  readonly declaration: ArgumentDeclaration;
}

/** All arguments of a module in the order of their declaration, those inside others right behind them. */
export function allArguments(spec: ArgumentSpec, place = ''): readonly NamedArgument[] {
  return Object.entries(spec).flatMap(([name, declaration]) => [
    { path: `${place}${name}`, declaration },
    ...allArguments(declaration.options ?? {}, `${place}${name}.`),
  ]);
}

/** A row of the table of arguments: name, type, default, what it means. */
export function argumentRow({ path, declaration }: NamedArgument): readonly string[] {
  const { aliases = [], choices, description, required } = declaration;
  const names = [code(path), ...(aliases.length === 0 ? [] : [`or ${codes(aliases)}`])].join(' ');
  const remarks = [
    ...(choices === undefined ? [] : [`One of ${codes(choices)}.`]),
    ...(declaration.noLog === true ? ['Secret: never shown.'] : []),
  ];
  return [
    names,
    typeOf(declaration),
    required === true ? '**required**' : defaultOf(declaration),
    [description, ...remarks].join(' '),
  ];
}

/** What the rules between arguments ask for, one sentence each. */
export function ruleSentences(rules: ArgumentRules): readonly string[] {
  return [
    ...(rules.mutuallyExclusive ?? []).map((group) => `At most one of ${codes(group)}.`),
    ...(rules.requiredOneOf ?? []).map((group) => `At least one of ${codes(group)}.`),
    ...(rules.requiredTogether ?? []).map((group) => `All or none of ${codes(group)}.`),
    ...(rules.requiredIf ?? []).map(
      ([name, value, needed, anyIsEnough]) =>
        `With ${code(`${name}: ${value}`)}: ${anyIsEnough === true ? 'one of ' : ''}${codes(needed)}.`,
    ),
    ...Object.entries(rules.requiredBy ?? {}).map(
      ([name, needed]) => `With ${code(name)}: ${codes(needed)}.`,
    ),
  ];
}

function typeOf({ type, elements, options }: ArgumentDeclaration): string {
  if (type !== 'list') return type;
  return `list of ${elements ?? (options === undefined ? 'str' : 'dict')}`;
}

function defaultOf({ default: given }: ArgumentDeclaration): string {
  return given === undefined ? '' : code(JSON.stringify(given));
}
