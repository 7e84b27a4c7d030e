import { describe, expect, it } from 'vitest';
import { TsplayError } from '../../src/errors.ts';
import { Templar } from '../../src/template/templar.ts';
import { TemplateEngine } from '../../src/template/template-engine.ts';
import { omit } from '../../src/values/omit.ts';
import { TemplateText, type TextOrigin } from '../../src/values/template-text.ts';
import type { Value } from '../../src/values/types.ts';
import { mapScope } from './map-scope.ts';

const engine = new TemplateEngine();
const text = (source: string, origin?: TextOrigin) => new TemplateText(source, origin);

function templar(variables: Record<string, Value> = {}): Templar {
  return new Templar({ engine, scope: mapScope(new Map(Object.entries(variables))) });
}

function failureOf(work: () => unknown): TsplayError {
  try {
    work();
  } catch (error) {
    if (error instanceof TsplayError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('rendering', () => {
  it('returns a value without templates as the same object', () => {
    const value: Value = new Map<Value, Value>([['list', [1, 'two']]]);
    expect(templar().render(value)).toBe(value);
  });

  it('renders every template in lists and dicts, and leaves the rest', () => {
    const value = new Map<Value, Value>([['a', [text('{{ x }}'), 'plain']]]);
    expect(templar({ x: 5 }).render(value)).toEqual(new Map([['a', [5, 'plain']]]));
  });

  it('makes plain text of project text without delimiters', () => {
    expect(templar().render(text('no template'))).toBe('no template');
  });

  it('renders a variable once, however often it is named', () => {
    let asked = 0;
    const counting = new TemplateEngine({
      extra: {
        filters: new Map([
          [
            'counted',
            (value: Value) => {
              asked += 1;
              return value;
            },
          ],
        ]),
      },
    });
    const scope = mapScope(new Map<string, Value>([['a', text('{{ 1 | counted }}')]]));
    new Templar({ engine: counting, scope }).render(text('{{ a }}{{ a }}{{ a }}'));
    expect(asked).toBe(1);
  });

  it('does not touch variables that no template names', () => {
    expect(templar({ broken: text('{{ 1 / 0 }}'), x: 1 }).render(text('{{ x }}'))).toBe(1);
  });
});

describe('trust', () => {
  const evil = '{{ lookup("pipe", "touch /tmp/pwned") }}';

  it.each([
    ['a variable', '{{ data }}'],
    ['a variable inside text', 'x {{ data }} y'],
    ['a filter result', '{{ data | trim }}'],
    ['a list of it', '{{ [data] | first }}'],
    ['a default', '{{ nothing_here | default(data) }}'],
    ['a concatenation that completes delimiters', '{{ "{" ~ "{ 7 * 7 }" ~ "}" }}'],
  ])('never renders data again: %s', (_, template) => {
    const rendered = templar({ data: evil }).render(text(template));
    expect(String(rendered)).toContain('{{');
  });

  it('never renders what a rendered variable gave', () => {
    const variables = {
      data: '{{ secret }}',
      secret: 'S',
      outer: text('{{ data }}'),
      more: text('{{ outer }}!'),
    };
    expect(templar(variables).render(text('{{ more }}'))).toBe('{{ secret }}!');
  });

  it('does not evaluate data as a condition', () => {
    expect(failureOf(() => templar().condition('1 == 1')).code).toBe('untrusted-condition');
  });

  it('does not evaluate text that a template gave as a condition', () => {
    const error = failureOf(() =>
      templar({ data: "lookup('pipe', 'id') != ''" }).condition(text('{{ data }}')),
    );
    expect(error.code).toBe('untrusted-condition');
  });

  it('does not take data in lookup terms for templates', () => {
    expect(templar({ data: '{{ 7 * 7 }}' }).render(text('{{ query("items", data) }}'))).toEqual([
      '{{ 7 * 7 }}',
    ]);
  });
});

describe('conditions', () => {
  it.each<[string, Value, boolean]>([
    ['a bool', false, false],
    ['an expression', text('x == 1'), true],
    ['a list, all of which must hold', [text('x == 1'), text('x == 2')], false],
    ['delimiters around a bool', text('{{ no }}'), false],
    ['delimiters around a comparison', text('{{ x == 1 }}'), true],
    ['delimiters inside quotes', text("'{{ name }}' == 'ann'"), true],
    ['delimiters beside an operator', text('{{ x }} > 0'), true],
    ['delimiters that name a variable', text('{{ which }}'), false],
    ['statements', text('{% if x == 1 %}True{% endif %}'), true],
    ['an empty text', text(''), true],
    ['None', null, true],
    ['a missing variable that it asks for', text('gone == 1 and gone is defined'), false],
  ])('takes %s', (_, condition, expected) => {
    expect(templar({ x: 1, no: false, name: 'ann', which: 'no' }).condition(condition)).toBe(expected);
  });

  it('stops at the first that does not hold', () => {
    expect(templar({ x: 1 }).condition([text('x == 2'), text('gone')])).toBe(false);
  });

  it('reads escapes in strings, as statements do and printed expressions do not', () => {
    const variables = { lines: 'a\nb', word: 'a foo b' };
    const holds = (condition: string) => templar(variables).condition(text(condition));
    expect(holds(String.raw`lines == 'a\nb'`)).toBe(true);
    expect(holds(String.raw`word is search('\\bfoo\\b')`)).toBe(true);
    expect(holds(String.raw`word is search('\bfoo\b')`)).toBe(false);
    expect(templar(variables).render(text(String.raw`{{ lines == 'a\nb' }}`))).toBe(false);
  });

  it('takes no bare inline if', () => {
    expect(failureOf(() => templar().condition(text('true if true else false'))).code).toBe(
      'template-syntax',
    );
    expect(templar().condition(text('(true if true else false)'))).toBe(true);
  });

  it('names the condition that failed', () => {
    const error = failureOf(() => templar({ x: 1 }).condition(text('gone')));
    expect(error.trail).toEqual(["while evaluating the condition 'gone'"]);
  });
});

describe('errors', () => {
  it('name the variables of a cycle', () => {
    const error = failureOf(() =>
      templar({ a: text('{{ b }}'), b: text('{{ a }}') }).render(text('{{ a }}')),
    );
    expect(error.code).toBe('recursive-variable');
    expect(error.message).toBe('recursive loop in variable a -> b -> a');
  });

  it('name a missing variable, the way to it and a near name', () => {
    const variables = { outer: text('{{ inner }}'), inner: text('x{{ prot }}'), port: 80 };
    const error = failureOf(() => templar(variables).render(text('{{ outer }}')));
    expect(error.code).toBe('undefined-variable');
    expect(error.message).toBe("'prot' is undefined");
    expect(error.trail).toEqual(["while rendering variable 'outer'", "while rendering variable 'inner'"]);
    expect(error.hint).toContain("'port'");
  });

  it('point into the scalar', () => {
    const file = { path: 'play.yml', text: 'msg: "a {{ gone }}"\n' };
    const origin: TextOrigin = { span: { file, start: 5, end: 19 }, locate: (index) => index + 6 };
    const { span } = failureOf(() => templar().render(text('a {{ gone }}', origin)));
    expect(file.text.slice(span?.start, span?.end)).toBe('gone');
  });

  it('point into the scalar behind backslashes that are doubled', () => {
    const file = { path: 'play.yml', text: String.raw`{{ '\d\d' }}{{ gone }}` };
    const origin: TextOrigin = { span: { file, start: 0, end: file.text.length }, locate: (index) => index };
    const { span } = failureOf(() => templar().render(text(file.text, origin)));
    expect(file.text.slice(span?.start, span?.end)).toBe('gone');
  });

  it('offer a near name for an unknown lookup', () => {
    expect(failureOf(() => templar().render(text("{{ lookup('fil', 'x') }}"))).hint).toContain("'file'");
  });
});

describe('omit', () => {
  it('is dropped from dicts at any depth, and keeps a dict without it as it is', () => {
    const args = templar({ given: 1 }).render(
      new Map<Value, Value>([
        ['mode', text('{{ mode | default(omit) }}')],
        [
          'deep',
          new Map<Value, Value>([
            ['x', text('{{ omit }}')],
            ['y', 2],
          ]),
        ],
      ]),
    );
    expect(args instanceof Map && args.get('mode')).toBe(omit);
  });
});

describe('expression', () => {
  it('gives the value as it is, and an Undefined for what is missing', () => {
    expect(templar({ x: [1, 2] }).expression('x | length')).toBe(2);
    expect(templar().expression('gone')).toHaveProperty('missingName', 'gone');
  });
});
