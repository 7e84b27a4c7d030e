import { describe, expect, test } from 'vitest';
import { TsplayError } from '../../src/errors.ts';
import { errorOf, makeEnvironment, scopeOf, sliceOrigin } from './support/environment.ts';

const file = '- debug:\n    msg: "TEMPLATE"\n';

interface Case {
  readonly template: string;
  readonly code: string;
  /** The text that the error's span covers. */
  readonly at: string;
  readonly message: RegExp;
  readonly hint?: RegExp;
}

const cases: readonly Case[] = [
  {
    template: 'a {{ hostnam }} b',
    code: 'undefined-variable',
    at: 'hostnam',
    message: /'hostnam' is undefined/,
    hint: /did you mean 'hostname'\?/,
  },
  {
    template: '{{ net.adress }}',
    code: 'undefined-variable',
    at: 'net.adress',
    message: /'dict object' has no attribute 'adress'/,
    hint: /did you mean 'address'\?/,
  },
  { template: '{{ 1 + (2 / 0) }}', code: 'template-value', at: '(2 / 0)', message: /division by zero/ },
  {
    template: "{{ [1] + 'a' }}",
    code: 'template-type',
    at: "[1] + 'a'",
    message: /can only concatenate list/,
  },
  {
    template: '{{ hostname | uper }}',
    code: 'template-plugin-unknown',
    at: 'hostname | uper',
    message: /no filter named 'uper'/,
    hint: /'upper'/,
  },
  {
    template: '{{ 1 is definde }}',
    code: 'template-plugin-unknown',
    at: '1 is definde',
    message: /no test named 'definde'/,
    hint: /'defined'/,
  },
  { template: '{% if x %}', code: 'template-syntax', at: 'if', message: /'if' is not closed/ },
  { template: '{% fro x in y %}', code: 'template-syntax', at: 'fro', message: /no tag 'fro'/ },
  {
    template: '{{ a b }}',
    code: 'template-syntax',
    at: 'b',
    message: /expected the end of the print statement, got 'b'/,
  },
  { template: "{{ 'a }}", code: 'template-syntax', at: "'", message: /string is not closed/ },
  { template: '{{ f(a=1, 2) }}', code: 'template-syntax', at: '(', message: /wrong order/ },
  {
    template: '{% for i in hostname.x %}{% endfor %}',
    code: 'undefined-variable',
    at: 'hostname.x',
    message: /'str object' has no attribute 'x'/,
  },
  {
    template: '{% macro m() %}{{ inside }}{% endmacro %}{{ m() }}',
    code: 'undefined-variable',
    at: 'inside',
    message: /'inside'/,
  },
];

describe('an error names its place and what may have been meant', () => {
  test.each(cases)('$template', ({ template, code, at, message, hint }) => {
    const text = file.replace('TEMPLATE', () => template);
    const start = text.indexOf(template);
    const origin = sliceOrigin(text, start, start + template.length);
    const scope = scopeOf({ hostname: 'web01', net: { address: 'x' } });
    const error = errorOf(() => makeEnvironment().compile(template, undefined, origin).render(scope));
    expect(error).toBeInstanceOf(TsplayError);
    const { span, hint: given, code: found, message: said } = error as TsplayError;
    expect(found).toBe(code);
    expect(said).toMatch(message);
    expect(text.slice(span?.start, span?.end)).toBe(at);
    if (hint !== undefined) expect(given).toMatch(hint);
  });

  test('an error in an included template points into that template', () => {
    const text = 'line one\n{{ missing }}\n';
    const environment = makeEnvironment({
      loader: (name) => ({ name, text, origin: sliceOrigin(text, 0, text.length) }),
    });
    const error = errorOf(() => environment.compile("{% include 'x' %}").render(scopeOf()));
    const { span } = error as TsplayError;
    expect(text.slice(span?.start, span?.end)).toBe('missing');
  });

  test('offsets count the carriage returns that the lexer drops', () => {
    const text = 'a\r\nb\r\n{{ missing }}';
    const origin = sliceOrigin(text, 0, text.length);
    const error = errorOf(() => makeEnvironment().compile(text, undefined, origin).render(scopeOf()));
    const { span } = error as TsplayError;
    expect(text.slice(span?.start, span?.end)).toBe('missing');
  });
});

describe('a strict undefined', () => {
  const failing = [
    '{{ x }}',
    '{{ x.a.b }}',
    '{% if x %}{% endif %}',
    '{{ x + 1 }}',
    "{{ x ~ 'a' }}",
    '{{ x | upper }}',
    '{% for i in x %}{% endfor %}',
    '{{ x == 1 }}',
    '{{ 1 in x }}',
    '{{ not x }}',
    '{{ x() }}',
    '{{ [x] }}',
    '{{ x | length }}',
  ];
  test.each(failing)('is an error in %s', (template) => {
    const error = errorOf(() => makeEnvironment().compile(template).render(scopeOf()));
    expect(error).toMatchObject({ code: 'undefined-variable', message: "'x' is undefined" });
  });

  const harmless: readonly (readonly [string, string])[] = [
    ['{{ x is defined }}', 'False'],
    ['{{ x.a.b is defined }}', 'False'],
    ["{{ x.a['b'].c | default('d') }}", 'd'],
    ["{{ {'a': 1}.b.c | default('d') }}", 'd'],
    ["{{ x | default(y) | default('z') }}", 'z'],
    ['{% set y = x %}{{ y is undefined }}', 'True'],
    ["{{ 'shown' if true or x }}", 'shown'],
    ["{{ 'gone' if false }}", ''],
  ];
  test.each(harmless)('%s gives %j', (template, expected) => {
    expect(makeEnvironment().compile(template).render(scopeOf())).toBe(expected);
  });
});
