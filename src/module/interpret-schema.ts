import type { JsonSchema } from './schema.ts';
import type { SchemaProblem, Validator } from './validators.ts';

/**
 * The validator of a schema that is known only while a play runs (a role's argument specs): no code can be made for it
 * beforehand. It says what is missing and what is none of the choices; types are settled by coercion. Null fits anything.
 */
export function interpretSchema(schema: JsonSchema): Validator {
  return (data) => problemsOf(schema, data, '');
}

function problemsOf(schema: JsonSchema, data: unknown, instancePath: string): readonly SchemaProblem[] {
  if (data === null || data === undefined) return [];
  const choices = schema.enum;
  if (choices !== undefined && !choices.some((choice) => choice === data)) {
    return [{ instancePath, keyword: 'enum', params: { allowedValues: choices } }];
  }
  if (Array.isArray(data)) {
    const { items } = schema;
    return items === undefined
      ? []
      : data.flatMap((item, index) => problemsOf(items, item, `${instancePath}/${index}`));
  }
  const { properties } = schema;
  if (typeof data !== 'object' || properties === undefined) return [];
  const held = new Map<string, unknown>(Object.entries(data));
  const missing = (schema.required ?? [])
    .filter((name) => !held.has(name))
    .map((missingProperty) => ({ instancePath, keyword: 'required', params: { missingProperty } }));
  const nested = Object.entries(properties).flatMap(([name, property]) =>
    problemsOf(property, held.get(name), `${instancePath}/${name}`),
  );
  return [...missing, ...nested];
}
