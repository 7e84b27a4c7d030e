import type { MappingEntry } from '../source/node.ts';
import { toValue } from '../source/to-value.ts';
import { didYouMean } from '../util/nearest.ts';
import type { Loop } from './ast.ts';
import { textOf } from './keyword-value.ts';
import type { Loading } from './loading.ts';

/** The loop of a task from its `loop` and `with_*` entries, of which there must be at most one. */
export function readLoop(entries: readonly MappingEntry[], loading: Loading): Loop | undefined {
  const [first, second] = entries;
  if (first === undefined) return undefined;
  const name = textOf(first.key) ?? '';
  if (second !== undefined) {
    const message = `a task has one loop, and here are '${name}' and '${textOf(second.key)}'`;
    loading.error({ code: 'two-loops', message, span: second.key.span });
  }
  const { span } = first.value;
  const value = toValue(first.value, { trusted: true, report: loading.report });
  if (name === 'loop') return { kind: 'loop', value, span };
  const lookup = name.slice('with_'.length);
  const { lookupNames } = loading.context;
  if (lookupNames !== undefined && !lookupNames.has(lookup)) {
    const hint = didYouMean(
      name,
      Array.from(lookupNames, (known) => `with_${known}`),
    );
    loading.error({
      code: 'unknown-lookup',
      message: `there is no lookup '${lookup}' for '${name}'`,
      span: first.key.span,
      hint,
    });
  }
  return { kind: 'with', lookup, value, span };
}
