import fc from 'fast-check';
import { describe, it } from 'vitest';
import { TsplayError } from '../../src/errors.ts';
import { Templar } from '../../src/template/templar.ts';
import { TemplateEngine } from '../../src/template/template-engine.ts';
import { repr } from '../../src/values/printing.ts';
import { TemplateText } from '../../src/values/template-text.ts';
import { Bytes, Float, Tuple, type Value } from '../../src/values/types.ts';
import { mapScope } from './map-scope.ts';

/** How often each property is tried; more of it by hand: `FUZZ_RUNS=1000000`. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 2000);
const engine = new TemplateEngine();

const names = fc.constantFrom('x', 'y', 'z', 'item', '__proto__', 'constructor', 'nope');
/** What reads files, runs programs or waits is not for random input. */
const unfit =
  /password_hash|fileglob|expanduser|expandvars|realpath|readlink|random|shuffle|lipsum|mandatory|vault|exists|directory|link|mount|same_file|file$|abs$/;
const filters = fc.constantFrom(...[...engine.registry.filters.keys()].filter((name) => !unfit.test(name)));
const tests = fc.constantFrom(...[...engine.registry.tests.keys()].filter((name) => !unfit.test(name)));

const { value } = fc.letrec<{ value: Value; scalar: Value }>((tie) => ({
  scalar: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(
      '',
      '1',
      '-1',
      '0.5',
      'True',
      '[1]',
      "{'a': 1}",
      '{{ x }}',
      '{% if %}',
      'a=b',
      '10.0.0.1/24',
      '2020-01-01',
    ),
    fc.integer({ min: -100, max: 100 }),
    fc.boolean(),
    fc.constant(null),
    fc.bigInt(),
    fc.double().map((number) => new Float(number)),
    fc.uint8Array({ maxLength: 4 }).map((bytes) => new Bytes(bytes)),
  ),
  value: fc.oneof(
    { depthSize: 'small' },
    tie('scalar'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => new Tuple(items)),
    fc
      .array(
        fc.tuple(
          fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('__proto__', 'a', 'key', 'value')),
          tie('value'),
        ),
        { maxLength: 4 },
      )
      .map((entries) => new Map<Value, Value>(entries)),
  ),
}));

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    names,
    fc.constantFrom('1', '-2', '0.5', "'a'", "''", '[]', '{}', 'none', 'true', "'%s'", "'(a)'", 'omit'),
    fc.tuple(tie('expression'), filters).map(([operand, filter]) => `(${operand}) | ${filter}`),
    fc
      .tuple(tie('expression'), filters, tie('expression'))
      .map(([operand, filter, argument]) => `(${operand}) | ${filter}(${argument})`),
    fc
      .tuple(tie('expression'), filters, tie('expression'), tie('expression'))
      .map(([operand, filter, first, second]) => `(${operand}) | ${filter}(${first}, ${second})`),
    fc.tuple(tie('expression'), tests).map(([operand, test]) => `(${operand}) is ${test}`),
    fc
      .tuple(tie('expression'), tests, tie('expression'))
      .map(([operand, test, argument]) => `(${operand}) is not ${test}(${argument})`),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('+', '-', '*', '/', '//', '%', '~', '==', '<', 'in', 'not in', 'and', 'or', 'if'),
        tie('expression'),
      )
      .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
    fc.tuple(tie('expression'), names).map(([operand, name]) => `(${operand}).${name}`),
    fc.tuple(tie('expression'), tie('expression')).map(([operand, key]) => `(${operand})[${key}]`),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom(
          'split',
          'format',
          'join',
          'strip',
          'items',
          'get',
          'replace',
          'upper',
          'zfill',
          'append',
        ),
        tie('expression'),
      )
      .map(([operand, method, argument]) => `(${operand}).${method}(${argument})`),
    fc.tuple(tie('expression'), filters).map(([operand, filter]) => `[${operand}] | map('${filter}') | list`),
    fc.tuple(tie('expression'), tests).map(([operand, test]) => `[${operand}] | select('${test}') | list`),
  ),
}));

const template = fc.oneof(
  expression.map((text) => `{{ ${text} }}`),
  expression.map((text) => `a {{ ${text} }} b`),
  fc.tuple(expression, expression).map(([test, text]) => `{% if ${test} %}{{ ${text} }}{% endif %}`),
  fc
    .tuple(expression, expression)
    .map(([items, text]) => `{% for item in ${items} %}{{ ${text} }}{% endfor %}`),
  expression.map((text) => `{% set y = ${text} %}{{ y }}{{ y | to_json }}`),
);

const variables = fc.record({
  x: value,
  y: value,
  z: expression.map((text) => new TemplateText(`{{ ${text} }}`)),
});

function asLists(data: Value): Value {
  if (data instanceof Tuple) return data.items.map(asLists);
  if (Array.isArray(data)) return data.map(asLists);
  return data instanceof Map ? new Map([...data].map(([key, item]) => [key, asLists(item)])) : data;
}

function holds(given: Readonly<Record<string, Value>>, work: (templar: Templar) => unknown): boolean {
  const templar = new Templar({ engine, scope: mapScope(new Map(Object.entries(given))) });
  try {
    work(templar);
  } catch (error) {
    if (!(error instanceof TsplayError) || error.fault !== 'user') throw error;
  }
  return !('polluted' in {}) && Object.getPrototypeOf({}) === Object.prototype;
}

describe('whatever the values and the expressions are', () => {
  it('a template gives a value or an error of ours', () => {
    fc.assert(
      fc.property(template, variables, (text, given) =>
        holds(given, (templar) => templar.render(new TemplateText(text))),
      ),
      { numRuns },
    );
  });

  it('a condition holds, does not, or is an error of ours', () => {
    const condition = fc.oneof(expression, template);
    fc.assert(
      fc.property(condition, variables, (text, given) =>
        holds(given, (templar) => templar.condition(new TemplateText(text))),
      ),
      { numRuns },
    );
  });

  it('data is never rendered', () => {
    fc.assert(
      fc.property(value, (data) => {
        const templar = new Templar({ engine, scope: mapScope(new Map([['x', data]])) });
        // Tuples become lists, as in Ansible; nothing else changes.
        return repr(templar.render(data)) === repr(asLists(data));
      }),
      { numRuns },
    );
  });
});
