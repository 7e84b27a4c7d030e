import { TsplayError } from '../errors.ts';
import { isUndefinedError, withTrail } from '../jinja/error-trail.ts';
import type { Scope } from '../jinja/options.ts';
import { undefinedError } from '../values/errors.ts';
import { repr } from '../values/printing.ts';
import { TemplateText, type TextOrigin } from '../values/template-text.ts';
import { isTruthy } from '../values/truth.ts';
import { Callable, Undefined, type Value } from '../values/types.ts';
import { parseLiteral } from './literal.ts';
import { OverlayScope } from './overlay-scope.ts';
import { SPLICE, spliceDelimiters } from './splice.ts';
import type { TemplateEngine } from './template-engine.ts';

export interface ConditionContext {
  readonly engine: TemplateEngine;
  /** The task's variables, rendered. */
  readonly scope: Scope;
}

/** `when`, `failed_when`, `until`, `that`: a bool, an expression, or a list of which all must hold. */
export function evaluateCondition(condition: Value, context: ConditionContext): boolean {
  if (Array.isArray(condition)) {
    return condition.every((item) => evaluateCondition(item, context));
  }
  if (condition instanceof TemplateText) {
    return evaluateText(condition, context);
  }
  if (condition === null || condition === '') {
    return true;
  }
  if (typeof condition === 'string') {
    throw new TsplayError({
      code: 'untrusted-condition',
      message: `the text ${repr(condition)} is data and is not evaluated as a condition`,
      hint: 'compare it with something: only text of the project itself is an expression',
    });
  }
  return isTruthy(condition);
}

function evaluateText(condition: TemplateText, context: ConditionContext): boolean {
  const text = condition.text;
  if (text === '') {
    return true;
  }
  try {
    return isTruthy(conditionValue(condition, context));
  } catch (error) {
    const asked = isUndefinedError(error) ? answerOfExistence(text, error.message) : undefined;
    if (asked !== undefined) {
      return asked;
    }
    throw withTrail(error, `while evaluating the condition '${text.trim()}'`);
  }
}

function conditionValue(condition: TemplateText, context: ConditionContext): Value {
  const { text, origin } = condition;
  if (text.includes('{%')) {
    return meaningOf(context.engine.compile(condition).template.render(context.scope), context);
  }
  return text.includes('{{')
    ? evaluateSpliced(text, origin, context)
    : context.engine.compileTest(text, origin).evaluate(context.scope, isTruthy);
}

/**
 * A condition that fails on a missing variable while it asks itself whether there is one holds or not by that:
 * `x == 1 and x is defined` is false, as in Ansible.
 */
function answerOfExistence(condition: string, message: string): boolean | undefined {
  const name = /^'(\w+)' is undefined/.exec(message)?.[1];
  if (name === undefined) {
    return undefined;
  }
  const question = new RegExp(`(?<![\\w.])${name}\\s+is\\s+(not\\s+)?(defined|undefined)\\b`).exec(condition);
  if (question === null) {
    return undefined;
  }
  const asksForDefined = (question[2] === 'defined') === (question[1] === undefined);
  return !asksForDefined;
}

/**
 * Conditions are expressions and need no `{{ }}`; old playbooks have them nevertheless, and Ansible evaluates what
 * the text becomes. Here no text made by a template is ever evaluated: what stands in `{{ }}` takes part as a
 * value, inside quotes as text, and a name that it gives names a variable.
 */
function evaluateSpliced(text: string, origin: TextOrigin | undefined, context: ConditionContext): Value {
  const spliced = spliceDelimiters(text, origin);
  const splice = new Callable(SPLICE, ({ positional: [value = null] }) => meaningOf(value, context));
  const scope = new OverlayScope(new Map([[SPLICE, splice]]), {
    get: (name) => context.scope.get(name),
    has: (name) => context.scope.get(name) !== undefined,
    names: () => context.scope.names?.() ?? [],
  });
  return context.engine.compileTest(spliced.text, spliced.origin).evaluate(scope, isTruthy);
}

function meaningOf(value: Value, context: ConditionContext): Value {
  if (value instanceof Undefined) {
    throw undefinedError(value);
  }
  if (typeof value !== 'string' || value === '') {
    return value;
  }
  const literal = parseLiteral(value);
  if (literal !== undefined) {
    return literal;
  }
  if (!/^\w+$/.test(value)) {
    throw new TsplayError({
      code: 'untrusted-condition',
      message: `the template in a condition gives the text ${repr(value)}, and such text is never evaluated`,
      hint: 'write the condition as an expression, without {{ }}',
    });
  }
  return context.scope.get(value) ?? new Undefined(`'${value}' is undefined`, value);
}
