/** Expressions as nested closures: what each node does is decided once, when the template is compiled. */

import { TsplayError } from '../errors.ts';
import { isOrdered } from '../values/compare.ts';
import { dictSet } from '../values/dict.ts';
import { equals } from '../values/equality.ts';
import { typeErrorCode, undefinedError } from '../values/errors.ts';
import { contains } from '../values/iterate.ts';
import { escapeHtml, Markup } from '../values/markup.ts';
import { assertTextLength, binary, negate, positive } from '../values/operators.ts';
import { str } from '../values/printing.ts';
import { slice } from '../values/slice.ts';
import { isTruthy } from '../values/truth.ts';
import { type CallArguments, type Dict, Tuple, Undefined, type Value } from '../values/types.ts';
import { LenientUndefined } from '../values/undefined.ts';
import { isItemName, itemOf, memberOf } from './access.ts';
import type { CompareOperator, ExpressionNode } from './ast.ts';
import { compileArguments } from './compile-arguments.ts';
import type { Frame } from './frame.ts';
import type { Filter, PluginRegistry } from './plugins.ts';
import { TemplateSyntaxError } from './syntax-error.ts';
import { unknownPlugin } from './unknown-plugin.ts';

export type Evaluate = (frame: Frame) => Value;

export interface CompileContext {
  readonly registry: PluginRegistry;
}

/**
 * @throws TemplateSyntaxError for an unknown filter or test, also in a branch that never runs: Ansible finds all of
 * them when it compiles.
 */
export function compileExpression(node: ExpressionNode, context: CompileContext): Evaluate {
  switch (node.kind) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'name': {
      const { name } = node;
      return (frame) => {
        frame.at(node);
        return frame.lookUp(name, node);
      };
    }
    case 'list': {
      const items = node.items.map((item) => compileExpression(item, context));
      return (frame) => items.map((item) => item(frame));
    }
    case 'tuple': {
      const items = node.items.map((item) => compileExpression(item, context));
      return (frame) => new Tuple(items.map((item) => item(frame)));
    }
    case 'dict':
      return compileDict(node, context);
    case 'unary':
      return compileUnary(node, context);
    case 'binary': {
      const { operator } = node;
      const left = compileExpression(node.left, context);
      const right = compileExpression(node.right, context);
      return (frame) => {
        const a = left(frame);
        const b = right(frame);
        frame.at(node);
        return binary(operator, a, b);
      };
    }
    case 'logical':
      return compileLogical(node, context);
    case 'compare':
      return compileCompare(node, context);
    case 'concat':
      return compileConcat(node, context);
    case 'conditional':
      return compileConditional(node, context);
    case 'attribute': {
      const object = compileExpression(node.object, context);
      const { name } = node;
      const isItem = isItemName(name);
      return (frame) => {
        const owner = object(frame);
        const item = isItem && owner instanceof Map ? owner.get(name) : undefined;
        if (item !== undefined) return item;
        frame.at(node);
        return frame.member(memberOf(owner, name), node);
      };
    }
    case 'item': {
      const object = compileExpression(node.object, context);
      const key = compileExpression(node.key, context);
      return (frame) => {
        const owner = object(frame);
        const member = key(frame);
        frame.at(node);
        return frame.member(itemOf(owner, member), node);
      };
    }
    case 'slice':
      return compileSlice(node, context);
    case 'call': {
      const callee = compileExpression(node.callee, context);
      const args = compileArguments(node.args, (argument) => compileExpression(argument, context));
      return (frame) => {
        const target = callee(frame);
        const given = args(frame);
        frame.at(node);
        return frame.call(target, given);
      };
    }
    case 'filter':
      return compileFilter(node, context);
    case 'test':
      return compileTest(node, context);
  }
}

type NodeOf<K extends ExpressionNode['kind']> = Extract<ExpressionNode, { kind: K }>;

function compileDict(node: NodeOf<'dict'>, context: CompileContext): Evaluate {
  const entries = node.entries.map(
    ([key, value]) => [compileExpression(key, context), compileExpression(value, context)] as const,
  );
  return (frame) => {
    const dict: Dict = new Map();
    for (const [key, value] of entries) {
      const name = key(frame);
      const item = value(frame);
      frame.at(node);
      dictSet(dict, name, item);
    }
    return dict;
  };
}

function compileUnary(node: NodeOf<'unary'>, context: CompileContext): Evaluate {
  const operand = compileExpression(node.operand, context);
  const apply: (value: Value) => Value =
    node.operator === 'not' ? (value) => !isTruthy(value) : node.operator === '-' ? negate : positive;
  return (frame) => {
    const value = operand(frame);
    frame.at(node);
    return apply(value);
  };
}

function compileLogical(node: NodeOf<'logical'>, context: CompileContext): Evaluate {
  const left = compileExpression(node.left, context);
  const right = compileExpression(node.right, context);
  const stopsAt = node.operator === 'or';
  return (frame) => {
    const value = left(frame);
    frame.at(node.left);
    return isTruthy(value) === stopsAt ? value : right(frame);
  };
}

function compares(operator: CompareOperator, a: Value, b: Value): boolean {
  switch (operator) {
    case '==':
      return equals(a, b);
    case '!=':
      return !equals(a, b);
    case 'in':
      return contains(b, a);
    case 'not in':
      return !contains(b, a);
    default:
      return isOrdered(a, operator, b);
  }
}

function compileCompare(node: NodeOf<'compare'>, context: CompileContext): Evaluate {
  const first = compileExpression(node.first, context);
  const rest = node.rest.map(({ operator, operand }) => ({
    operator,
    operand: compileExpression(operand, context),
  }));
  return (frame) => {
    let left = first(frame);
    for (const { operator, operand } of rest) {
      const right = operand(frame);
      frame.at(node);
      if (!compares(operator, left, right)) return false;
      left = right;
    }
    return true;
  };
}

function compileConcat(node: NodeOf<'concat'>, context: CompileContext): Evaluate {
  const items = node.items.map((item) => compileExpression(item, context));
  return (frame) => {
    const values = items.map((item) => item(frame));
    frame.at(node);
    if (frame.autoescape) {
      return new Markup(
        values.map((value) => (value instanceof Markup ? value.value : escapeHtml(str(value)))).join(''),
      );
    }
    const parts = values.map(str);
    assertTextLength(parts.reduce((length, part) => length + part.length, 0));
    return parts.join('');
  };
}

function compileConditional(node: NodeOf<'conditional'>, context: CompileContext): Evaluate {
  const test = compileExpression(node.test, context);
  const consequent = compileExpression(node.consequent, context);
  const otherwise = node.otherwise === undefined ? undefined : compileExpression(node.otherwise, context);
  return (frame) => {
    const condition = test(frame);
    frame.at(node.test);
    if (isTruthy(condition)) return consequent(frame);
    if (otherwise !== undefined) return otherwise(frame);
    // Jinja uses its plain undefined here, whatever the environment's policy: it prints as nothing.
    return new LenientUndefined(
      'the inline if-expression evaluated to false and no else section was defined.',
    );
  };
}

function compileSlice(node: NodeOf<'slice'>, context: CompileContext): Evaluate {
  const object = compileExpression(node.object, context);
  const bound = (part: ExpressionNode | undefined): Evaluate =>
    part === undefined ? () => null : compileExpression(part, context);
  const from = bound(node.from);
  const to = bound(node.to);
  const step = bound(node.step);
  return (frame) => {
    const owner = object(frame);
    const bounds = { from: from(frame), to: to(frame), step: step(frame) };
    frame.at(node);
    return slice(owner, bounds);
  };
}

function compileFilter(node: NodeOf<'filter'>, context: CompileContext): Evaluate {
  const operand = node.operand === undefined ? undefined : compileExpression(node.operand, context);
  const args = compileArguments(node.args, (argument) => compileExpression(argument, context));
  const { name } = node;
  const known = context.registry.filters.get(name);
  if (known === undefined) {
    throw unknownAt(node, 'filter', name, context.registry);
  }
  return (frame) => {
    const value = operand === undefined ? frame.lookUp(filterOperandName, node) : operand(frame);
    const given = args(frame);
    frame.at(node);
    const result =
      value instanceof Undefined ? filterMissing(known, value, { given, frame }) : known(value, given, frame);
    if (typeof result === 'string') assertTextLength(result.length);
    return frame.member(result, node);
  };
}

interface FilterCall {
  readonly given: CallArguments;
  readonly frame: Frame;
}

/** What a filter that has no use for a missing value complains of is that it is missing, whatever type it wants. */
function filterMissing(filter: Filter, value: Undefined, { given, frame }: FilterCall): Value {
  try {
    return filter(value, given, frame);
  } catch (error) {
    if (error instanceof TsplayError && error.code === typeErrorCode) throw undefinedError(value);
    throw error;
  }
}

/** Under this name (which no template can write) the text of a filter block waits for its filters. */
export const filterOperandName = ' filter operand';

function compileTest(node: NodeOf<'test'>, context: CompileContext): Evaluate {
  const operand = compileExpression(node.operand, context);
  const args = compileArguments(node.args, (argument) => compileExpression(argument, context));
  const { name, isNegated } = node;
  const known = context.registry.tests.get(name);
  if (known === undefined) {
    throw unknownAt(node, 'test', name, context.registry);
  }
  return (frame) => {
    const value = operand(frame);
    const given = args(frame);
    frame.at(node);
    return known(value, given, frame) !== isNegated;
  };
}

function unknownAt(
  place: ExpressionNode,
  kind: 'filter' | 'test',
  name: string,
  registry: PluginRegistry,
): TemplateSyntaxError {
  const { message, code, hint } = unknownPlugin(kind, name, registry);
  return new TemplateSyntaxError(message, place, code, hint);
}
