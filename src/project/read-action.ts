import { describeNode, type ScalarNode, type YamlNode } from '../source/node.ts';
import type { Span } from '../source/span.ts';
import { toValue } from '../source/to-value.ts';
import { readKeyValue } from '../util/key-value.ts';
import type { MappedText } from '../util/mapped-text.ts';
import { mayHoldTemplate, TemplateText, type TextOrigin } from '../values/template-text.ts';
import type { Dict, Value } from '../values/types.ts';
import { COMMAND_OPTIONS, isExpressionArgument, takesCommandLine, takesFreeForm } from './actions.ts';
import type { Action } from './ast.ts';
import type { Loading } from './loading.ts';

export interface ActionInput {
  readonly name: string;
  readonly nameSpan: Span;
  /** What stands behind the module's name. */
  readonly node: YamlNode;
  /** The part of a scalar node that holds the arguments: behind the module's name in `action: copy src=a`. */
  readonly argumentsFrom?: number;
  /** The value of `args:`, when it is there. */
  readonly extra: YamlNode | undefined;
  readonly loading: Loading;
}

interface Draft {
  readonly args: Dict;
  readonly argSpans: Map<string, Span>;
  readonly argNameSpans: Map<string, Span>;
  freeForm?: Value;
  freeFormSpan?: Span;
  argsTemplate?: TemplateText;
}

/** A task's action in any of its forms: a mapping, `key=value` text, free-form text, with `args:` or without. */
export function readAction(input: ActionInput): Action {
  const draft: Draft = { args: new Map(), argSpans: new Map(), argNameSpans: new Map() };
  if (input.extra !== undefined) addNode(draft, { ...input, node: input.extra, argumentsFrom: 0 });
  addNode(draft, input);
  return { name: input.name, span: input.nameSpan, ...draft };
}

function addNode(draft: Draft, input: ActionInput): void {
  const { node, name, loading } = input;
  switch (node.kind) {
    case 'mapping':
      for (const { key, value } of node.entries) {
        const argument = key.kind === 'scalar' ? key.text : '';
        const expressions = isExpressionArgument(name, argument);
        draft.args.set(
          mayHoldTemplate(argument) ? new TemplateText(argument) : argument,
          toValue(value, { trusted: true, expressions, report: loading.report }),
        );
        draft.argSpans.set(argument, value.span);
        draft.argNameSpans.set(argument, key.span);
      }
      return;
    case 'scalar': {
      const value = toValue(node, { trusted: true, report: loading.report });
      if (value === null || value === '') return;
      addText(draft, node, input);
      return;
    }
    case 'sequence': {
      const message = `'${name}' takes a mapping of arguments or a text, not ${describeNode(node)}`;
      loading.error({ code: 'bad-arguments', message, span: node.span });
      return;
    }
    default:
      node satisfies never;
  }
}

function addText(draft: Draft, node: ScalarNode, input: ActionInput): void {
  const { name, loading } = input;
  const from = input.argumentsFrom ?? 0;
  const text = node.text.slice(from);
  if (text.trim() === '') return;
  const toText = (mapped: MappedText): Value => trustedText(mapped, node, from);
  const isCommandLine = takesCommandLine(name);
  const parsed = readKeyValue(text, isCommandLine ? { only: COMMAND_OPTIONS } : {});
  if (!parsed.ok) {
    const start = node.origin.locate(from + parsed.start);
    loading.error({
      code: 'unbalanced-arguments',
      message: `the arguments of '${name}' cannot be split into words: ${parsed.message}`,
      span: { file: node.span.file, start, end: start + 1 },
      hint: isCommandLine
        ? `give the text as it is with 'cmd': ${name}: {cmd: ...}`
        : 'quote the value as a whole, or write the arguments as a mapping',
    });
    return;
  }
  for (const { key, value, start, end } of parsed.pairs) {
    const isExpression = isExpressionArgument(name, key);
    draft.args.set(key, isExpression ? asTemplate(toText(value), node) : toText(value));
    draft.argSpans.set(key, spanIn(node, from + start, from + end));
  }
  const rest = parsed.freeForm;
  if (rest.text.trim() === '') return;
  if (takesFreeForm(name)) {
    draft.freeForm = toText(rest);
    draft.freeFormSpan = from === 0 ? node.span : spanIn(node, from, node.text.length);
  } else if (isOneTemplate(rest.text)) draft.argsTemplate = asTemplate(toText(rest), node);
  else reportExtraText(rest, { node, from, name, loading });
}

function spanIn(node: ScalarNode, start: number, end: number): Span {
  return { file: node.span.file, start: node.origin.locate(start), end: node.origin.locate(end - 1) + 1 };
}

function isOneTemplate(text: string): boolean {
  return /^\s*\{\{[\s\S]*\}\}\s*$/.test(text);
}

function trustedText(mapped: MappedText, node: ScalarNode, from: number): Value {
  if (node.tag === '!unsafe' || !mayHoldTemplate(mapped.text)) return mapped.text;
  return new TemplateText(mapped.text, partOrigin(mapped, node.origin, from));
}

function asTemplate(value: Value, node: ScalarNode): TemplateText {
  return value instanceof TemplateText ? value : new TemplateText(String(value), node.origin);
}

function partOrigin(mapped: MappedText, origin: TextOrigin, from: number): TextOrigin {
  const last = (mapped.offsets.at(-1) ?? -1) + 1;
  return {
    span: origin.span,
    locate: (index) => origin.locate(from + (mapped.offsets[index] ?? last)),
  };
}

interface ExtraText {
  readonly node: ScalarNode;
  readonly from: number;
  readonly name: string;
  readonly loading: Loading;
}

function reportExtraText(rest: MappedText, { node, from, name, loading }: ExtraText): void {
  const start = node.origin.locate(from + (rest.offsets[0] ?? 0));
  const shown = rest.text.trim().split(/\s/, 1)[0] ?? '';
  const misspelt = /^([A-Za-z_]\w*):(\S.*)$/.exec(shown);
  loading.error({
    code: 'extra-text',
    message: `'${name}' takes key=value arguments, and '${shown}' is none`,
    span: { file: node.span.file, start, end: start + shown.length },
    hint:
      misspelt === null
        ? 'write key=value, quote a value that has spaces in it, or write the arguments as a mapping'
        : `write ${misspelt[1]}=${misspelt[2]}`,
  });
}
