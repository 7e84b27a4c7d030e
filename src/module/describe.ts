/** What a declaration says of its module, in sentences: for the reference and for the terminal. */
import type { ArgumentDeclaration, ArgumentRules, ArgumentSpec } from './argument-spec.ts';
import type { AnyModule } from './define.ts';

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

export function fullName({ collection, name }: AnyModule): string {
  return `${collection}.${name}`;
}

/** `list of dict`. */
export function typeWords({ type, elements, options }: ArgumentDeclaration): string {
  if (type !== 'list') return type;
  return `list of ${elements ?? (options === undefined ? 'str' : 'dict')}`;
}

/** What it is for, with the values that it takes. */
export function meaningOf({ description, choices, noLog }: ArgumentDeclaration): string {
  return [
    description,
    ...(choices === undefined ? [] : [`One of ${codes(choices)}.`]),
    ...(noLog === true ? ['Secret: never shown.'] : []),
  ].join(' ');
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

/** How it takes arguments besides those with names. */
export function argumentRemarks({ freeForm, anyArguments, raw }: AnyModule): readonly string[] {
  return [
    ...(freeForm === undefined ? [] : [`Text without names fills ${code(freeForm)}.`]),
    ...(anyArguments === true ? ['Any other name is taken as well.'] : []),
    ...(raw === undefined ? [] : [`Not rendered before the module sees it: ${codes(raw)}.`]),
  ];
}

const checkSentences: Readonly<Record<AnyModule['check'], string>> = {
  full: 'Check mode predicts what the run would change.',
  partial: 'Check mode predicts where it can tell, and skips the task otherwise.',
  none: 'Check mode skips the task.',
};

/** What it does in check mode, with `--diff` and under `async`. */
export function modeSentences(module: AnyModule): readonly string[] {
  return [
    checkSentences[module.check],
    module.diff ? '`--diff` shows what differs.' : 'There is no diff.',
    ...(module.async === 'none' ? ['`async` is refused.'] : []),
    ...(module.async === 'on-target' ? ['Under `async` it is a job on the target.'] : []),
    ...(module.controllerOnly === true ? ['It runs on the controller and never connects.'] : []),
    ...(module.oncePerBatch === true ? ['It runs once for all hosts.'] : []),
  ];
}

export function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${text}${fence}`;
}

export function codes(texts: readonly (string | number)[]): string {
  return texts.map((text) => code(String(text))).join(', ');
}
