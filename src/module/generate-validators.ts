import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import type { AnyModule } from './define.ts';
import { jsonSchema } from './schema.ts';

/**
 * ESM source that takes the place of `validators.ts` in a build: the same `validatorFor(module)`, with the code of
 * every module's validator already made, and none for the modules that a project brings.
 */
export function generateValidators(modules: readonly AnyModule[]): string {
  const ajv = new Ajv2020({ allErrors: true, strict: true, code: { source: true, esm: true, lines: false } });
  const exports: Record<string, string> = {};
  const entries: string[] = [];
  for (const module of modules) {
    const name = `${module.collection}.${module.name}`;
    const exported = `validate_${name.replaceAll(/\W/g, '_')}`;
    ajv.addSchema(jsonSchema(module), name);
    exports[exported] = name;
    entries.push(`[${JSON.stringify(name)}, ${exported}]`);
  }
  const generate = standaloneCode as unknown as (ajv: Ajv2020, refs: Record<string, string>) => string;
  return `${generate(ajv, exports)}
const validators = new Map([${entries.join(', ')}]);
export function validatorFor(module) {
  const validate = validators.get(module.collection + '.' + module.name);
  if (validate === undefined) return undefined;
  return (data) => (validate(data) ? [] : validate.errors);
}
`;
}
