import type { ArgumentDeclaration, ArgumentSpec, ArgumentType } from './argument-spec.ts';
import type { AnyModule } from './define.ts';

/** The part of JSON Schema (draft 2020-12) that argument declarations need. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly (string | number)[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly default?: unknown;
}

const jsonTypes: Readonly<Record<ArgumentType, string | undefined>> = {
  str: 'string',
  path: 'string',
  int: 'integer',
  float: 'number',
  bool: 'boolean',
  list: 'array',
  dict: 'object',
  raw: undefined,
  bytes: 'integer',
  bits: 'integer',
};

/** The JSON Schema of a module's arguments by canonical name, as they are after coercion. */
export function jsonSchema(module: AnyModule): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `${module.collection}.${module.name}`,
    description: module.summary,
    ...objectSchema(module.args, module.anyArguments === true),
  };
}

export function objectSchema(spec: ArgumentSpec, anyArguments: boolean): JsonSchema {
  const required = Object.keys(spec).filter((name) => spec[name]?.required === true);
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(spec).map(([name, declaration]) => [name, argumentSchema(declaration)]),
    ),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: anyArguments,
  };
}

function argumentSchema(declaration: ArgumentDeclaration): JsonSchema {
  const { type, choices, options, description } = declaration;
  const common = {
    description,
    ...(declaration.default === undefined ? {} : { default: declaration.default }),
  };
  if (type === 'list') return { ...common, type: 'array', items: itemSchema(declaration) };
  if (type === 'dict' && options !== undefined) return { ...common, ...objectSchema(options, false) };
  return { ...common, ...typed(type), ...(choices === undefined ? {} : { enum: choices }) };
}

function itemSchema({ elements, options, choices }: ArgumentDeclaration): JsonSchema {
  if (options !== undefined) return objectSchema(options, false);
  return { ...typed(elements ?? 'str'), ...(choices === undefined ? {} : { enum: choices }) };
}

function typed(type: ArgumentType): JsonSchema {
  const jsonType = jsonTypes[type];
  return jsonType === undefined ? {} : { type: jsonType };
}
