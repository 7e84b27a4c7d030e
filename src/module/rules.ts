import type { ArgumentRules } from './argument-spec.ts';

/** Which arguments are given, and what the literal ones hold. */
export interface GivenArguments {
  /** Surely given. */
  readonly given: ReadonlySet<string>;
  /** Given by a template that may still turn out to be `omit`: counts for what is required, not against what excludes. */
  readonly maybe: ReadonlySet<string>;
  /** The value of an argument as text or boolean, default included; undefined when not known. */
  value(name: string): unknown;
}

/** What the rules between arguments find wrong: one sentence each. */
export function brokenRules(rules: ArgumentRules, args: GivenArguments): readonly string[] {
  const has = (name: string): boolean => args.given.has(name) || args.maybe.has(name);
  const missing = (names: readonly string[]): readonly string[] => names.filter((name) => !has(name));
  const exclusive = (rules.mutuallyExclusive ?? [])
    .map((group) => group.filter((name) => args.given.has(name)))
    .filter((given) => given.length > 1)
    .map((given) => `${list(given, 'and')} exclude each other: give one of them`);
  const together = (rules.requiredTogether ?? [])
    .filter((group) => group.some((name) => args.given.has(name)) && missing(group).length > 0)
    .map((group) => `${list(group, 'and')} go together: ${list(missing(group), 'and')} not given`);
  const oneOf = (rules.requiredOneOf ?? [])
    .filter((group) => !group.some(has))
    .map((group) => `one of ${list(group, 'or')} is required`);
  const by = Object.entries(rules.requiredBy ?? {})
    .filter(([name, required]) => args.given.has(name) && missing(required).length > 0)
    .map(([name, required]) => `'${name}' needs ${list(missing(required), 'and')}`);
  return [...exclusive, ...together, ...oneOf, ...conditions(rules, args, missing), ...by];
}

function conditions(
  rules: ArgumentRules,
  args: GivenArguments,
  missingOf: (names: readonly string[]) => readonly string[],
): readonly string[] {
  return (rules.requiredIf ?? []).flatMap(([name, value, required, anyIsEnough = false]) => {
    const missing = missingOf(required);
    const isBroken = anyIsEnough ? missing.length === required.length : missing.length > 0;
    if (args.value(name) !== value || !isBroken) return [];
    return [
      `with ${name}=${value}, ${anyIsEnough ? `one of ${list(missing, 'or')}` : list(missing, 'and')} is required`,
    ];
  });
}

function list(names: readonly string[], word: string): string {
  const quoted = names.map((name) => `'${name}'`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} ${word} ${quoted.at(-1)}`;
}
