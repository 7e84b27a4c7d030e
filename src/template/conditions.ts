import { TsplayError } from '../errors.ts';
import { undefinedError } from '../values/errors.ts';
import { repr } from '../values/printing.ts';
import { TemplateText, type TextOrigin } from '../values/template-text.ts';
import { isTruthy } from '../values/truth.ts';
import { typeName } from '../values/type-name.ts';
import { Callable, Undefined, type Value } from '../values/types.ts';
import { isUndefinedError, withTrail } from './error-trail.ts';
import { parseLiteral } from './literal.ts';
import { OverlayScope } from './overlay-scope.ts';
import { SPLICE, spliceDelimiters } from './splice.ts';
import type { Templar } from './templar.ts';

/** `when`, `failed_when`, `until`, `that`: a bool, an expression, or a list of which all must hold. */
export function evaluateCondition(condition: Value, templar: Templar): boolean {
  if (Array.isArray(condition)) {
    return condition.every((item) => evaluateCondition(item, templar));
  }
  if (condition instanceof TemplateText) {
    return evaluateText(condition, templar);
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

function evaluateText(condition: TemplateText, templar: Templar): boolean {
  const text = condition.text;
  if (text === '') {
    return true;
  }
  try {
    const value = text.includes('{{')
      ? evaluateSpliced(text, condition.origin, templar)
      : templar.engine.compileExpression(text, condition.origin).evaluate(templar);
    if (value instanceof Undefined) {
      throw undefinedError(value);
    }
    return isTruthy(value);
  } catch (error) {
    const asked = isUndefinedError(error) ? answerOfExistence(text, error.message) : undefined;
    if (asked !== undefined) {
      return asked;
    }
    throw withTrail(error, `while evaluating the condition '${text.trim()}'`);
  }
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
function evaluateSpliced(text: string, origin: TextOrigin | undefined, templar: Templar): Value {
  const spliced = spliceDelimiters(text, origin);
  const splice = new Callable(SPLICE, ({ positional: [value = null] }) => meaningOf(value, templar));
  const scope = new OverlayScope(new Map([[SPLICE, splice]]), {
    get: (name) => templar.get(name),
    has: (name) => templar.get(name) !== undefined,
    names: () => templar.names(),
  });
  return templar.engine.compileExpression(spliced.text, spliced.origin).evaluate(scope);
}

function meaningOf(value: Value, templar: Templar): Value {
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
      message: `a condition is not made of text that a template gives, and here is ${repr(value)} (${typeName(value)})`,
      hint: 'write the condition as an expression, without {{ }}',
    });
  }
  return templar.get(value) ?? new Undefined(`'${value}' is undefined`, value);
}
