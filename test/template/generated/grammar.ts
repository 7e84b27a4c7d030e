/** Templates made at random from the grammar: what a playbook may say of the variables below. */

import fc from 'fast-check';

/** How a text is rendered: as a playbook's value, or as `when:`. */
export type CaseKind = 'template' | 'condition';

export interface GeneratedCase {
  readonly kind: CaseKind;
  readonly text: string;
}

import {
  data,
  endSign,
  filter,
  literal,
  loopMember,
  member,
  method,
  names,
  operator,
  pick,
  sign,
  test,
} from './words.ts';

interface Grammar {
  readonly expression: string;
  readonly block: string;
}

const { expression, block } = fc.letrec<Grammar>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 5, arbitrary: pick(...names) },
    { weight: 4, arbitrary: literal },
    { weight: 7, arbitrary: fc.tuple(tie('expression'), filter).map(([of, by]) => `${of} | ${by}`) },
    { weight: 2, arbitrary: fc.tuple(pick(...names), member).map(([of, by]) => `${of}${by}`) },
    { weight: 1, arbitrary: fc.tuple(tie('expression'), member).map(([of, by]) => `(${of})${by}`) },
    { weight: 2, arbitrary: fc.tuple(pick(...names), method).map(([of, by]) => `${of}.${by}`) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(tie('expression'), operator, tie('expression'))
        .map(([left, by, right]) => `${left} ${by} ${right}`),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(tie('expression'), pick('is', 'is not'), test)
        .map(([of, is, what]) => `${of} ${is} ${what}`),
    },
    { weight: 1, arbitrary: tie('expression').map((of) => `(${of})`) },
    {
      weight: 1,
      arbitrary: fc.tuple(pick('not ', '-', '+'), tie('expression')).map(([by, of]) => `(${by}${of})`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie('expression'), tie('expression'), tie('expression'))
        .map(([yes, condition, no]) => `${yes} if ${condition} else ${no}`),
    },
    {
      weight: 1,
      arbitrary: fc.array(tie('expression'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(tie('expression'), tie('expression')).map((items) => `(${items.join(', ')})`),
    },
    { weight: 1, arbitrary: tie('expression').map((value) => `{'k': ${value}, 1: 2}`) },
    {
      weight: 1,
      arbitrary: pick('nope', 'nope.x', 'range(3) | list', 'dict(a=1)', "lookup('vars', 'host')"),
    },
  ),
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: data },
    {
      weight: 5,
      arbitrary: fc
        .tuple(sign, tie('expression'), endSign)
        .map(([open, of, close]) => `{{${open} ${of} ${close}}}`),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(tie('block'), tie('block')).map(([first, second]) => `${first}${second}`),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(sign, tie('expression'), endSign, tie('block'), sign, tie('block'))
        .map(
          ([open, of, close, yes, middle, no]) =>
            `{%${open} if ${of} ${close}%}${yes}{%${middle} else %}${no}{% endif ${close}%}`,
        ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(sign, tie('expression'), endSign, tie('block'), loopMember)
        .map(
          ([open, of, close, body, part]) =>
            `{%${open} for item in ${of} ${close}%}${body}{{ item }}{{ loop.${part} }}{% else %}none{% endfor %}`,
        ),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie('expression'), tie('block'))
        .map(([value, body]) => `{% set host = ${value} %}${body}{{ host }}`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie('expression'), tie('block'), tie('expression'))
        .map(
          ([fallback, body, given]) =>
            `{% macro m(port=${fallback}) %}${body}{{ port }}{% endmacro %}{{ m(${given}) }}{{ m() }}`,
        ),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(filter, tie('block'))
        .map(([by, body]) => `{% filter ${by} %}${body}{% endfilter %}`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie('expression'), tie('block'))
        .map(([value, body]) => `{% with port = ${value} %}${body}{% endwith %}`),
    },
    { weight: 1, arbitrary: data.map((body) => `{% raw %}${body}{% endraw %}`) },
    { weight: 1, arbitrary: fc.tuple(sign, endSign).map(([open, close]) => `{#${open} note ${close}#}`) },
    {
      weight: 1,
      arbitrary: tie('block').map((body) => `{% set kept %}${body}{% endset %}{{ kept | length }}`),
    },
  ),
}));

/** Whole expressions, texts with statements, and conditions. */
export const generatedCase: fc.Arbitrary<GeneratedCase> = fc.oneof(
  { weight: 6, arbitrary: expression.map((text) => ({ kind: 'template', text: `{{ ${text} }}` }) as const) },
  { weight: 5, arbitrary: block.map((text) => ({ kind: 'template', text }) as const) },
  { weight: 1, arbitrary: expression.map((text) => ({ kind: 'condition', text }) as const) },
);

/** As many different cases of that seed, the same ones every time. */
export function generateCases(seed: number, count: number): readonly GeneratedCase[] {
  const drawn = fc.sample(generatedCase, { seed, numRuns: count * 4 });
  const distinct = new Map(
    drawn
      .filter(({ text }) => text.length <= MAX_LENGTH && /\{[{%#]|^\w/.test(text))
      .map((each) => [`${each.kind} ${each.text}`, each]),
  );
  return [...distinct.values()].slice(0, count);
}

const MAX_LENGTH = 160;
