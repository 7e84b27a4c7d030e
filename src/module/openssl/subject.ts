import { str } from '../../values/printing.ts';
import type { Dict, Value } from '../../values/types.ts';
import { type NameAttribute, nameAttribute } from '../kit/crypto/distinguished-name.ts';
import { ModuleFailure } from '../result.ts';

/** The subject that a task asks for. */
export interface WantedSubject {
  /** As the task names them: what is returned. */
  readonly shown: readonly (readonly [string, string])[];
  readonly attributes: readonly NameAttribute[];
  /** Whether the order counts. */
  readonly isOrdered: boolean;
}

export interface SubjectArguments {
  readonly country_name?: string | undefined;
  readonly state_or_province_name?: string | undefined;
  readonly locality_name?: string | undefined;
  readonly organization_name?: string | undefined;
  readonly organizational_unit_name?: string | undefined;
  readonly common_name?: string | undefined;
  readonly email_address?: string | undefined;
  readonly subject?: Dict | undefined;
  readonly subject_ordered?: readonly Dict[] | undefined;
}

/** Throws ModuleFailure for attributes that there are not and for values that they cannot have. */
export function wantedSubject(args: SubjectArguments): WantedSubject {
  const single: readonly (readonly [string, string | undefined])[] = [
    ['C', args.country_name],
    ['ST', args.state_or_province_name],
    ['L', args.locality_name],
    ['O', args.organization_name],
    ['OU', args.organizational_unit_name],
    ['CN', args.common_name],
    ['emailAddress', args.email_address],
  ];
  const given = single.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value] as const],
  );
  const shown = [...given, ...(args.subject_ordered ?? [args.subject ?? new Map()]).flatMap(pairsOf)];
  return {
    shown,
    attributes: shown.map(([name, value]) => nameAttribute(name, value)),
    isOrdered: args.subject_ordered !== undefined,
  };
}

/** A list stands for the same attribute many times. */
function pairsOf(names: ReadonlyMap<Value, Value>): readonly (readonly [string, string])[] {
  return [...names].flatMap(([name, value]) => {
    const values = Array.isArray(value) ? (value as readonly Value[]) : [value];
    if (values.length === 0) throw new ModuleFailure(`the part '${str(name)}' of the subject has no value`);
    return values.map((one) => [str(name), str(one)] as const);
  });
}

/** Whether a name is the wanted one. */
export function isSubject(name: readonly NameAttribute[], { attributes, isOrdered }: WantedSubject): boolean {
  const written = (list: readonly NameAttribute[]): readonly string[] => {
    const texts = list.map(({ oid, value }) => `${oid}=${value}`);
    return isOrdered ? texts : texts.sort();
  };
  return JSON.stringify(written(name)) === JSON.stringify(written(attributes));
}
