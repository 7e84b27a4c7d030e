import { TsplayError } from '../../errors.ts';
import type { Filter } from '../../jinja/plugins.ts';
import { scalarValue } from '../../source/scalar-value.ts';
import { type ParsedYaml, parseYaml, type YamlNode } from '../../source/yaml.ts';
import { bindArguments } from '../../values/arguments.ts';
import { dictFromEntries } from '../../values/dict.ts';
import { undefinedError } from '../../values/errors.ts';
import { textOf } from '../../values/text.ts';
import { isTruthy } from '../../values/truth.ts';
import { type CallArguments, Undefined, type Value } from '../../values/types.ts';
import { dateOfPlain } from '../yaml/dates.ts';
import { emitYaml } from '../yaml/emit.ts';
import { representYaml } from '../yaml/represent.ts';
import { requireInteger } from './arguments.ts';

/** YAML as PyYAML (with libyaml) writes and reads it. What is read is data: never a template. */
export const yamlFilters: Readonly<Record<string, Filter>> = {
  to_yaml: (value, args) => toYaml(value, args, { indent: 2, flow: undefined }),
  to_nice_yaml: (value, args) => toYaml(value, args, { indent: 4, flow: false }),
  from_yaml: (value) => {
    const text = yamlText(value);
    return text === undefined ? value : (documentsOf(text)[0] ?? null);
  },
  from_yaml_all: (value) => {
    const text = yamlText(value);
    return text === undefined ? value : documentsOf(text);
  },
};

const OPTIONS = [
  'indent',
  'sort_keys',
  'width',
  'default_flow_style',
  'allow_unicode',
  'explicit_start',
] as const;
const NARROWEST = 4;

function toYaml(
  value: Value,
  args: CallArguments,
  own: { indent: number; flow: boolean | undefined },
): string {
  const defaults = {
    indent: own.indent,
    sort_keys: true,
    width: 80,
    default_flow_style: own.flow ?? null,
    allow_unicode: true,
    explicit_start: false,
  };
  const bound = bindArguments('to_yaml', args, OPTIONS, defaults);
  const flow = bound.default_flow_style === null ? undefined : isTruthy(bound.default_flow_style);
  const node = representYaml(value, { sortKeys: isTruthy(bound.sort_keys), flow });
  const indent = requireInteger(bound.indent, 'indent');
  const width = requireInteger(bound.width, 'width');
  const text = emitYaml(node, {
    indent: indent < 2 || indent > 9 ? 2 : indent,
    width: width < 0 ? Number.POSITIVE_INFINITY : width <= NARROWEST ? 80 : width,
  });
  return isTruthy(bound.explicit_start) ? explicitStart(text, node) : text;
}

function explicitStart(text: string, node: YamlNodeShape): string {
  return node.kind === 'scalar' || text.startsWith('{') || text.startsWith('[')
    ? `--- ${text}`
    : `---\n${text}`;
}

type YamlNodeShape = ReturnType<typeof representYaml>;

function yamlText(value: Value): string | undefined {
  if (value instanceof Undefined) {
    throw undefinedError(value);
  }
  return textOf(value);
}

function documentsOf(text: string): readonly Value[] {
  const parsed: ParsedYaml = parseYaml({ path: '<from_yaml>', text });
  const failure = parsed.diagnostics.find((diagnostic) => diagnostic.severity === 'error');
  if (failure !== undefined) {
    throw new TsplayError({
      code: failure.code,
      message: `from_yaml: ${failure.message}`,
      span: failure.span,
    });
  }
  return parsed.documents.map((document) => dataOf(document, new Map()));
}

/** A node that several aliases name is one value, as in PyYAML: anchors of anchors would have billions of members. */
function dataOf(node: YamlNode, known: Map<YamlNode, Value>): Value {
  const done = known.get(node);
  if (done !== undefined) {
    return done;
  }
  const value = convert(node, known);
  known.set(node, value);
  return value;
}

function convert(node: YamlNode, known: Map<YamlNode, Value>): Value {
  switch (node.kind) {
    case 'sequence':
      return node.items.map((item) => dataOf(item, known));
    case 'mapping':
      return dictFromEntries(
        node.entries.map(({ key, value }) => [dataOf(key, known), dataOf(value, known)]),
      );
    case 'scalar': {
      const date = node.style === 'plain' && node.tag === undefined ? dateOfPlain(node.text) : undefined;
      return date ?? scalarValue(node);
    }
  }
}
