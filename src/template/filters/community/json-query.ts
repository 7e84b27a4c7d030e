import jmespath from 'jmespath';
import type { Filter } from '../../../jinja/plugins.ts';
import { bindArguments } from '../../../values/arguments.ts';
import { fromJs, toJs } from '../../../values/convert.ts';
import { assertDefined } from '../../../values/equality.ts';
import { valueError } from '../../../values/errors.ts';
import { str } from '../../../values/printing.ts';
import { mappingOf } from '../../mapping.ts';

/** community.general's json_query: a JMESPath expression over a value. Whole floats come back as ints. */
export const jsonQuery: Filter = (value, args) => {
  const { expr } = bindArguments('json_query', args, ['expr']);
  assertDefined(value);
  const expression = str(expr);
  try {
    return fromJs(jmespath.search(toJs(mappingOf(value) ?? value), expression));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw valueError(`json_query cannot evaluate '${expression}': ${reason}`);
  }
};
