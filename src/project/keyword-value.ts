import { describeNode, type YamlNode } from '../source/node.ts';
import { scalarValue } from '../source/scalar-value.ts';
import { toValue } from '../source/to-value.ts';
import { TemplateText } from '../values/template-text.ts';
import { type Dict, Float, type Value } from '../values/types.ts';
import type { Keyword } from './keywords.ts';
import type { Loading } from './loading.ts';
import { isVariableName } from './variable-name.ts';

export interface KeywordInput {
  readonly name: string;
  readonly keyword: Keyword;
  readonly node: YamlNode;
  readonly loading: Loading;
}

const TRUE_TEXTS = new Set(['y', 'yes', 'on', '1', 'true', 't']);
const FALSE_TEXTS = new Set(['n', 'no', 'off', '0', 'false', 'f']);

/** A keyword's value in the form that its type has; undefined when it does not fit, which is reported. */
export function readKeywordValue(input: KeywordInput): Value | undefined {
  const { keyword, node, loading } = input;
  const expressions = keyword.type === 'condition';
  let isReported = false;
  const value = toValue(node, {
    trusted: true,
    expressions,
    report: (diagnostic) => {
      isReported = true;
      loading.report(diagnostic);
    },
  });
  if (isReported) return undefined;
  if (isTemplate(value) && !expressions) {
    if (keyword.mayBeTemplated) return keyword.type === 'environment' || isList(keyword) ? [value] : value;
    return refuse(input, 'it is read before any template is rendered, so it cannot hold one');
  }
  const shaped = shape(value, input);
  return shaped === undefined ? undefined : judge(shaped, input);
}

function isTemplate(value: Value): value is TemplateText {
  return value instanceof TemplateText;
}

function isList({ type }: Keyword): boolean {
  return type === 'texts' || type === 'tags' || type === 'list';
}

function shape(value: Value, input: KeywordInput): Value | undefined {
  switch (input.keyword.type) {
    case 'bool':
      return toBoolean(value) ?? refuse(input, 'it takes a boolean: true or false');
    case 'int':
      return toInteger(value) ?? refuse(input, 'it takes a whole number');
    case 'number':
      return toNumber(value) ?? refuse(input, 'it takes a number');
    case 'percent':
      return (
        toNumber(value) ?? percentText(value) ?? refuse(input, 'it takes a number, or a percentage: 30%')
      );
    case 'text':
      return toText(value) ?? refuse(input, 'it takes a text');
    case 'variable':
      return typeof value === 'string' && isVariableName(value)
        ? value
        : refuse(input, `it takes the name of a variable; ${NAME_RULE}`);
    case 'texts':
      return toTexts(value) ?? refuse(input, 'it takes a text or a list of texts');
    case 'tags':
      return toTexts(value)?.flatMap(splitTags) ?? refuse(input, 'it takes a tag or a list of tags');
    case 'list':
      return value === null ? [] : Array.isArray(value) ? value : [value];
    case 'dict':
      return toDict(value) ?? refuse(input, 'it takes a mapping');
    case 'vars':
      return checkNames(toVars(value), input) ?? refuse(input, 'it takes a mapping of names and values');
    case 'environment':
      return toLayers(value) ?? refuse(input, 'it takes a mapping of names and values, or a list of them');
    case 'condition':
      return toConditions(value) ?? refuse(input, 'it takes an expression, a boolean, or a list of these');
    case 'steps':
    case 'any':
      return value;
    default:
      return input.keyword.type satisfies never;
  }
}

/** Whether the value is one that is supported. */
function judge(value: Value, input: KeywordInput): Value | undefined {
  const { name, keyword, node, loading } = input;
  if (keyword.choices !== undefined && !isTemplate(value) && !keyword.choices.includes(String(value))) {
    const message = `${name}: ${describeNode(node)} is not supported; it takes ${keyword.choices.join(', ')}`;
    loading.error({ code: 'unsupported-value', message, span: node.span, hint: keyword.hint });
    return undefined;
  }
  const isEmpty = Array.isArray(value) && value.length === 0;
  if (keyword.support === 'not-yet' && !isEmpty && !keyword.harmless?.includes(value)) {
    const message = `the keyword '${name}' is not supported yet`;
    loading.error({ code: 'unsupported-keyword', message, span: node.span, hint: keyword.hint });
    return undefined;
  }
  return value;
}

function refuse({ name, node, loading }: KeywordInput, accepted: string): undefined {
  const message = `${name}: ${describeNode(node)} does not fit; ${accepted}`;
  loading.error({ code: 'bad-keyword-value', message, span: node.span });
  return undefined;
}

function toBoolean(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).toLowerCase() : '';
  if (TRUE_TEXTS.has(text)) return true;
  return FALSE_TEXTS.has(text) || value === null ? false : undefined;
}

function toInteger(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^[-+]?\d{1,15}$/.test(value.trim()) ? Number(value) : undefined;
}

function toNumber(value: Value): number | Float | undefined {
  if (value instanceof Float) return value;
  const isDecimal = typeof value === 'string' && /^[-+]?\d{1,15}\.\d+$/.test(value.trim());
  return isDecimal ? new Float(Number(value)) : toInteger(value);
}

function percentText(value: Value): string | undefined {
  return typeof value === 'string' && /^\d+(?:\.\d+)?%$/.test(value.trim()) ? value.trim() : undefined;
}

function toText(value: Value): Value | undefined {
  if (typeof value === 'string' || isTemplate(value)) return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === null) return '';
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

function toTexts(value: Value): readonly Value[] | undefined {
  if (value === null) return [];
  const texts = (Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value]).map(toText);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** `a, b` is two tags. What a template holds is known only when it is rendered. */
function splitTags(tag: Value): readonly Value[] {
  if (typeof tag !== 'string') return [tag];
  return tag
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function toDict(value: Value): Dict | undefined {
  if (value === null) return new Map();
  return value instanceof Map ? value : undefined;
}

/** A mapping, or the old form: a list of mappings. */
function toVars(value: Value): Dict | undefined {
  if (!Array.isArray(value)) return toDict(value);
  const merged: Dict = new Map();
  for (const item of value) {
    if (!(item instanceof Map)) return undefined;
    for (const [name, content] of item) merged.set(name, content);
  }
  return merged;
}

const NAME_RULE = 'a name has letters, digits and _, no digit first, and is no keyword of Python';

/** Reports the names that cannot be variables, at their places. */
function checkNames(vars: Dict | undefined, { node, loading }: KeywordInput): Dict | undefined {
  const mappings = node.kind === 'sequence' ? node.items : [node];
  for (const { key } of mappings.flatMap((mapping) => (mapping.kind === 'mapping' ? mapping.entries : []))) {
    if (key.kind === 'scalar' && isVariableName(key.text)) continue;
    const message = `${describeNode(key)} cannot name a variable: ${NAME_RULE}`;
    const hint = key.kind === 'scalar' ? renamed(key.text) : undefined;
    loading.error({ code: 'bad-variable-name', message, span: key.span, hint });
  }
  return vars;
}

function renamed(name: string): string | undefined {
  const other = name.replace(/\W/g, '_');
  return other !== name && isVariableName(other) ? `write '${other}'` : undefined;
}

function toLayers(value: Value): readonly Value[] | undefined {
  if (value === null) return [];
  const layers: readonly Value[] = Array.isArray(value) ? value : [value];
  return layers.every((layer) => layer instanceof Map || isTemplate(layer)) ? layers : undefined;
}

function toConditions(value: Value): readonly Value[] | undefined {
  const conditions: readonly Value[] = Array.isArray(value) ? value : [value];
  const isFit = (item: Value) =>
    item === null || isTemplate(item) || typeof item === 'boolean' || typeof item === 'number';
  return conditions.every(isFit) ? conditions.filter((item) => item !== null) : undefined;
}

/** The text of a scalar node; undefined for lists, mappings and null. */
export function textOf(node: YamlNode): string | undefined {
  if (node.kind !== 'scalar') return undefined;
  return scalarValue(node) === null ? undefined : node.text;
}
