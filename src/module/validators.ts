import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AnyModule } from './define.ts';
import { jsonSchema } from './schema.ts';

/** What is wrong, as JSON Schema says it: the pointer, the keyword, its parameters. */
export interface SchemaProblem {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export type Validator = (data: unknown) => readonly SchemaProblem[];

const compiled = new WeakMap<AnyModule, Validator>();

/**
 * The validator of a module's coerced arguments, compiled when first asked for; undefined when none was made. A build puts the file made by
 * `generateValidators` in this one's place, so that a released program neither loads ajv nor compiles anything.
 */
export function validatorFor(module: AnyModule): Validator | undefined {
  const known = compiled.get(module);
  if (known !== undefined) return known;
  const validate = new Ajv2020({ allErrors: true, strict: true }).compile(jsonSchema(module));
  const validator: Validator = (data) => (validate(data) ? [] : (validate.errors ?? []));
  compiled.set(module, validator);
  return validator;
}
