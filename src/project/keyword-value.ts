import { describeNode, type YamlNode } from '../source/node.ts';
import { scalarValue } from '../source/scalar-value.ts';
import type { Span } from '../source/span.ts';
import { toValue } from '../source/to-value.ts';
import { didYouMean } from '../util/nearest.ts';
import { toBoolean } from '../values/boolean-words.ts';
import type { Dict, Value } from '../values/types.ts';
import { actionGroups, groupKind, groupName } from './action-groups.ts';
import type { Keyword } from './keywords.ts';
import type { Loading } from './loading.ts';
import {
  isTemplate,
  percentText,
  splitTags,
  toConditions,
  toDict,
  toDicts,
  toInteger,
  toLayers,
  toNumber,
  toText,
  toTexts,
  toVars,
} from './value-shapes.ts';
import { isVariableName } from './variable-name.ts';

export interface KeywordInput {
  readonly name: string;
  readonly keyword: Keyword;
  readonly node: YamlNode;
  readonly loading: Loading;
}

/** A keyword's value in the form that its type has; undefined when it does not fit, which is reported. */
export function readKeywordValue(input: KeywordInput): Value | undefined {
  const { keyword, node, loading } = input;
  const expressions = keyword.type === 'condition';
  let isReported = false;
  const value = toValue(node, {
    trusted: true,
    expressions,
    places: loading.context.places,
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

function isList({ type }: Keyword): boolean {
  return type === 'texts' || type === 'tags' || type === 'list';
}

function shape(value: Value, input: KeywordInput): Value | undefined {
  switch (input.keyword.type) {
    case 'bool':
      return (
        (value === null ? false : toBoolean(value)) ?? refuse(input, 'it takes a boolean: true or false')
      );
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
      return (
        checkNames(toVars(value, input.loading.context.places), input) ??
        refuse(input, 'it takes a mapping of names and values')
      );
    case 'environment':
      return toLayers(value) ?? refuse(input, 'it takes a mapping of names and values, or a list of them');
    case 'module_defaults':
      return checkModules(toDicts(value), input) ?? refuse(input, DEFAULTS_RULE);
    case 'prompts':
      return checkPrompts(toDicts(value), input) ?? refuse(input, PROMPTS_RULE);
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
  if (keyword.choices !== undefined && !isTemplate(value) && !isChoice(value, keyword)) {
    const message = `${name}: ${describeNode(node)} is not supported; it takes ${keyword.choices.join(', ')}`;
    loading.error({ code: 'unsupported-value', message, span: node.span, hint: keyword.hint });
    return undefined;
  }
  return value;
}

function isChoice(value: Value, { choices = [], collection }: Keyword): boolean {
  const name = String(value);
  const isFull = collection !== undefined && name.startsWith(`${collection}.`);
  return choices.includes(isFull ? name.slice(collection.length + 1) : name);
}

function refuse({ name, node, loading }: KeywordInput, accepted: string): undefined {
  const message = `${name}: ${describeNode(node)} does not fit; ${accepted}`;
  loading.error({ code: 'bad-keyword-value', message, span: node.span });
  return undefined;
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

const PROMPT_KEYS: readonly string[] = [
  ...['confirm', 'default', 'encrypt', 'name', 'private', 'prompt', 'salt', 'salt_size', 'unsafe'],
];
const PROMPTS_RULE = 'it takes a list of prompts: mappings with a name';

/** Reports prompts without a name, and keys that no prompt has. */
function checkPrompts(
  prompts: readonly Dict[] | undefined,
  { node, loading }: KeywordInput,
): readonly Dict[] | undefined {
  for (const prompt of prompts ?? []) {
    const unknown = [...prompt.keys()].map(String).find((key) => !PROMPT_KEYS.includes(key));
    if (prompt.has('name') && unknown === undefined) continue;
    const message =
      unknown === undefined
        ? "a prompt needs a 'name': that of the variable"
        : `vars_prompt: a prompt has no '${unknown}'; it takes ${PROMPT_KEYS.join(', ')}`;
    loading.error({
      code: 'bad-prompt',
      message,
      span: unknown === undefined ? node.span : keySpan(node, unknown),
      hint: unknown === undefined ? undefined : didYouMean(unknown, PROMPT_KEYS),
    });
  }
  return prompts;
}

const DEFAULTS_RULE = 'it takes a mapping of modules (or group/NAME) and their arguments, or a list of these';

/** Reports groups that cannot be, and warns of groups and modules that are not there: nobody takes their defaults. */
function checkModules(
  layers: readonly Dict[] | undefined,
  { node, loading }: KeywordInput,
): readonly Dict[] | undefined {
  for (const name of (layers ?? []).flatMap((layer) => [...layer.keys()]).map(String)) {
    const group = groupName(name);
    const kind = group === undefined ? moduleKind(name, loading) : groupKind(group);
    if (kind === 'known') continue;
    const message = `module_defaults: there is no ${group === undefined ? 'module' : 'group'} '${group ?? name}'`;
    const hint = didYouMean(group ?? name, group === undefined ? loading.actionNames : actionGroups);
    loading.report({
      severity: kind === 'foreign' ? 'warning' : 'error',
      code: 'unknown-module-defaults',
      message,
      span: keySpan(node, name),
      hint,
    });
  }
  return layers;
}

/** A module that is not there may be one of Ansible's that tsplay lacks. */
function moduleKind(name: string, loading: KeywordInput['loading']): 'known' | 'foreign' {
  return loading.actionNames.has(name) ? 'known' : 'foreign';
}

function keySpan(node: YamlNode, name: string): Span {
  const mappings = node.kind === 'sequence' ? node.items : [node];
  const keys = mappings.flatMap((item) =>
    item.kind === 'mapping' ? item.entries.map(({ key }) => key) : [],
  );
  return (keys.find((key) => key.kind === 'scalar' && key.text === name) ?? node).span;
}

function renamed(name: string): string | undefined {
  const other = name.replace(/\W/g, '_');
  return other !== name && isVariableName(other) ? `write '${other}'` : undefined;
}

/** The text of a scalar node; undefined for lists, mappings and null. */
export function textOf(node: YamlNode): string | undefined {
  if (node.kind !== 'scalar') return undefined;
  return scalarValue(node) === null ? undefined : node.text;
}
