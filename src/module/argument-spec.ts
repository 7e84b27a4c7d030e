import type { Dict, Value } from '../values/types.ts';

/** The types of Ansible's argument spec. `path` expands `~` and variables on the target where the module says so. */
export type ArgumentType =
  | 'str'
  | 'int'
  | 'float'
  | 'bool'
  | 'list'
  | 'dict'
  | 'path'
  | 'raw'
  | 'bytes'
  | 'bits';

/** One argument, declared once: coercion, validation, the static type, docs and schema come from it. */
export interface ArgumentDeclaration {
  readonly type: ArgumentType;
  readonly description: string;
  /** For `list`: the type of its elements (default str). For lists or dicts of dicts: `options`. */
  readonly elements?: ArgumentType;
  readonly options?: ArgumentSpec;
  /** Rules between the `options`. */
  readonly rules?: ArgumentRules;
  readonly choices?: readonly (string | number)[];
  readonly aliases?: readonly string[];
  readonly default?: string | number | boolean | readonly (string | number)[];
  readonly required?: boolean;
  /** None is a value like any other, rather than the absence of one. */
  readonly nullable?: boolean;
  /** A documented argument of Ansible's that is not carried out: refused by name, with this reason. */
  readonly unsupported?: string;
  /** The value is secret: never shown in events, messages or diffs. */
  readonly noLog?: boolean;
  /** A file mode (octal text, 0644 from YAML, symbolic): its position matters for warnings on unquoted octal. */
  readonly mode?: boolean;
}

export type ArgumentSpec = Readonly<Record<string, ArgumentDeclaration>>;

/** Rules between arguments, as in Ansible's argument spec. */
export interface ArgumentRules {
  readonly mutuallyExclusive?: readonly (readonly string[])[];
  readonly requiredTogether?: readonly (readonly string[])[];
  readonly requiredOneOf?: readonly (readonly string[])[];
  /** [argument, value, required arguments, any is enough] */
  readonly requiredIf?: readonly (readonly [
    string,
    string | number | boolean,
    readonly string[],
    boolean?,
  ])[];
  readonly requiredBy?: Readonly<Record<string, readonly string[]>>;
}

type Scalar<T extends ArgumentType> = T extends 'str' | 'path'
  ? string
  : T extends 'int' | 'float' | 'bytes' | 'bits'
    ? number
    : T extends 'bool'
      ? boolean
      : T extends 'dict'
        ? Dict
        : Value;

type TypeOf<D extends ArgumentDeclaration> = D extends {
  readonly choices: readonly (infer C)[];
  readonly type: 'str';
}
  ? C
  : D['type'] extends 'list'
    ? D extends { readonly options: infer O extends ArgumentSpec }
      ? readonly ArgumentsOf<O>[]
      : D extends { readonly elements: infer E extends ArgumentType }
        ? readonly Scalar<E>[]
        : readonly string[]
    : D['type'] extends 'dict'
      ? D extends { readonly options: infer O extends ArgumentSpec }
        ? ArgumentsOf<O>
        : Dict
      : Scalar<D['type']>;

type IsAlwaysPresent<D> = D extends { readonly required: true } | { readonly default: unknown }
  ? true
  : false;

/** The static type of validated arguments: present when required or defaulted, else possibly undefined. */
export type ArgumentsOf<S extends ArgumentSpec> = {
  readonly [K in keyof S]: IsAlwaysPresent<S[K]> extends true ? TypeOf<S[K]> : TypeOf<S[K]> | undefined;
};
