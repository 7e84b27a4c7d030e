import { TsplayError } from '../../errors.ts';
import { itemOf } from '../../jinja/access.ts';
import type { Filter } from '../../jinja/plugins.ts';
import { bindArguments } from '../../values/arguments.ts';
import { assertDefined } from '../../values/equality.ts';
import { floatOf } from '../../values/numbers.ts';
import { str } from '../../values/printing.ts';
import { mayHoldTemplate } from '../../values/template-text.ts';
import { textOf } from '../../values/text.ts';
import { isTruthy } from '../../values/truth.ts';
import { typeName } from '../../values/type-name.ts';
import { Undefined, type Value } from '../../values/types.ts';

/** Conversions, choices and looking into values. */
export const typeFilters: Readonly<Record<string, Filter>> = {
  bool: (value) => (value === null ? null : toBool(value)),
  type_debug: (value) => typeForDebug(value),
  ternary: (value, args) => {
    const names = ['true_val', 'false_val', 'none_val'] as const;
    const bound = bindArguments('ternary', args, names, { none_val: null });
    if (value === null && bound.none_val !== null) {
      return bound.none_val;
    }
    return isTruthy(value) ? bound.true_val : bound.false_val;
  },
  mandatory: (value, args) => {
    const { msg } = bindArguments('mandatory', args, ['msg'], { msg: null });
    if (!(value instanceof Undefined)) {
      return value;
    }
    const name = value.missingName === undefined ? '' : ` '${value.missingName}'`;
    const message = msg === null ? `the mandatory variable${name} is not defined` : str(msg);
    throw new TsplayError({ code: 'mandatory-variable', message });
  },
  extract: (value, args) => {
    const { container, morekeys } = bindArguments('extract', args, ['container', 'morekeys'], {
      morekeys: null,
    });
    const more = morekeys === null ? [] : Array.isArray(morekeys) ? morekeys : [morekeys];
    return [value, ...more].reduce((inner: Value, key) => itemOf(inner, key), container);
  },
};

/** Data that would be a template if it were trusted shows that it is protected, as it does with Ansible. */
function typeForDebug(value: Value): string {
  if (value instanceof Undefined) return 'AnsibleUndefined';
  return typeof value === 'string' && mayHoldTemplate(value) ? 'AnsibleUnsafeText' : typeName(value);
}

const TRUE_TEXTS = new Set(['1', 'on', 'yes', 'true']);

/** What Ansible's `bool` takes for true: true, 1, and yes, on, true in any case. All else is false. */
export function toBool(value: Value): boolean {
  assertDefined(value);
  const text = textOf(value);
  return text === undefined ? floatOf(value) === 1 : TRUE_TEXTS.has(text.toLowerCase());
}
