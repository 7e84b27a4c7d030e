/** Templates made at random from the grammar: what a playbook may say of the variables below. */

import fc from 'fast-check';

/** How a text is rendered: as a playbook's value, or as `when:`. */
export type CaseKind = 'template' | 'condition';

export interface GeneratedCase {
  readonly kind: CaseKind;
  readonly text: string;
}

/** Plain JSON, so that Ansible can be given the same. */
export const variables: Readonly<Record<string, unknown>> = {
  nums: [3, 1, 2],
  words: ['pear', 'Apple', 'fig', 'Apple'],
  users: [
    { name: 'ann', uid: 1001, groups: ['wheel', 'dev'], active: true },
    { name: 'bob', uid: 1007, groups: [], active: false },
  ],
  net: { lo: { ip: '127.0.0.1', bits: 8 }, eth0: { ip: '10.0.0.5', bits: 24 } },
  host: 'web01.example.org',
  text: 'The quick  brown\nfox; "quoted" \u00fc',
  port: 8080,
  ratio: 2.5,
  flag: true,
  nothing: null,
  blank: '',
  digits: '042',
  looks_like_list: '[1, 2]',
  nested: '{{ host }}:{{ port }}',
};

const names = Object.keys(variables);
const pick = (...texts: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);

const literal = fc.oneof(
  fc.integer({ min: -12, max: 300 }).map(String),
  pick('0', '1', '2', '1.5', '-0.25', '1e3', '3.0', '1_000', '0x1f', '2 ** 70'),
  pick(
    "'abc'",
    "'A b'",
    '"it\'s"',
    "''",
    "'1'",
    "'True'",
    "'[1, 2]'",
    "'a,b,c'",
    "'\u00fcber'",
    "'x\\ny'",
    "'no'",
  ),
  pick('true', 'false', 'none', 'True', 'None'),
);

/** A filter with its arguments, by what it is usually given; any filter may meet any value. */
const filter = pick(
  ...[
    'upper',
    'lower',
    'title',
    'capitalize',
    'trim',
    'length',
    'string',
    'wordcount',
    'reverse | list',
    'list',
  ],
  ...[
    'first',
    'last',
    'sort',
    'sort(reverse=true)',
    'unique | list',
    'sum',
    'min',
    'max',
    'join',
    "join(', ')",
  ],
  ...['int', 'int(7)', 'int(base=16)', 'float', 'abs', 'bool', 'round', 'round(1)', "round(0, 'floor')"],
  ...[
    "default('d')",
    "default('d', true)",
    'd(0)',
    "replace('a', 'b')",
    "replace('a', 'b', 1)",
    'truncate(5)',
  ],
  ...[
    "map('upper') | list",
    "map(attribute='name') | list",
    "map('int') | list",
    "map(attribute='x', default=0) | list",
  ],
  ...['select | list', "select('odd') | list", "reject('equalto', 1) | list", "select('string') | list"],
  ...[
    "selectattr('active') | list",
    "rejectattr('uid', 'gt', 1003) | list",
    "selectattr('name', 'equalto', 'bob') | list",
  ],
  ...[
    'dictsort',
    'dict2items',
    "items2dict(key_name='name', value_name='uid')",
    'items | list',
    'batch(2) | list',
  ],
  ...[
    'slice(2) | list',
    "batch(2, 'x') | list",
    'indent(2)',
    'indent(2, true)',
    'center(9)',
    'wordwrap(6)',
    'escape',
  ],
  ...[
    'to_json',
    'to_json(sort_keys=true)',
    'to_nice_json',
    'to_yaml',
    'from_json',
    'from_yaml',
    'quote',
    'type_debug',
  ],
  ...[
    "regex_replace('[aeiou]', '-')",
    "regex_replace('(\\\\w)(\\\\w)', '\\\\2\\\\1')",
    "regex_search('[a-f]+')",
  ],
  ...[
    "regex_findall('\\\\d')",
    'regex_escape',
    'split',
    "split('.')",
    'basename',
    'dirname',
    'splitext',
    'b64encode',
  ],
  ...[
    "hash('sha1')",
    'md5',
    'urlencode',
    "urlsplit('hostname')",
    'comment',
    'format(1)',
    "ternary('y', 'n')",
  ],
  ...[
    "combine({'k': 1})",
    "combine({'lo': {'ip': 1}}, recursive=true)",
    'union([1, 9])',
    'intersect([1, 3])',
  ],
  ...[
    'difference([1])',
    'symmetric_difference([3, 4])',
    'flatten',
    'zip([1, 2]) | list',
    'product([1]) | list',
  ],
  ...[
    "groupby('active')",
    "subelements('groups')",
    'extract(nums)',
    "json_query('[0]')",
    'human_readable',
    'log(2)',
  ],
  ...[
    'pow(2)',
    'root',
    "min(attribute='uid')",
    "sum(attribute='uid')",
    'sum(start=1)',
    "unique(attribute='active')",
  ],
  ...["to_datetime('%Y')", 'strftime(0)', 'striptags', 'xmlattr', 'filesizeformat', 'tojson', 'forceescape'],
);

const test = pick(
  ...[
    'defined',
    'undefined',
    'none',
    'string',
    'number',
    'mapping',
    'sequence',
    'iterable',
    'boolean',
    'integer',
  ],
  ...[
    'float',
    'odd',
    'even',
    'divisibleby 3',
    'divisibleby(2)',
    'eq 1',
    "in [1, 'abc']",
    'sameas none',
    'lower',
  ],
  ...[
    'upper',
    "match('w')",
    "search('a')",
    "regex('e')",
    "version('1.2', '>')",
    'subset([1, 2, 3])',
    'truthy',
  ],
  ...[
    'superset([1])',
    "contains('a')",
    'gt 1',
    'falsy',
    'callable',
    'true',
    'false',
    'any',
    'all',
    'nan',
    'abs',
  ],
);

const method = pick(
  ...[
    'upper()',
    'split()',
    "split('.')",
    'strip()',
    "replace('a', 'b')",
    "startswith('w')",
    "find('e')",
    'title()',
  ],
  ...[
    "count('p')",
    'items() | list',
    'keys() | list',
    "get('lo')",
    "get('no', 5)",
    'values() | list',
    "index('fig')",
  ],
  ...[
    'format(1, b=2)',
    "join(['x', 'y'])",
    "rjust(4, '*')",
    'zfill(6)',
    'isdigit()',
    "partition('.')",
    'swapcase()',
  ],
  ...[
    'splitlines()',
    "rsplit('.', 1)",
    'copy()',
    'bit_length()',
    'is_integer()',
    'casefold()',
    "ljust(3) ~ '|'",
  ],
);

const member = pick(
  ...[
    '.name',
    '.ip',
    '.lo',
    "['eth0']",
    '[0]',
    '[-1]',
    '[9]',
    '[1:]',
    '[:2]',
    '[::-1]',
    '[::2]',
    '.missing',
    '.0',
  ],
);

const operator = pick(
  ...['+', '-', '*', '/', '//', '%', '~', '==', '!=', '<', '>=', 'in', 'not in', 'and', 'or', '**'],
);

const loopMember = pick(
  'index',
  'index0',
  'first',
  'last',
  'length',
  'revindex',
  'previtem',
  'cycle(1, 2)',
  'depth',
);
const sign = fc.oneof({ weight: 5, arbitrary: fc.constant('') }, { weight: 1, arbitrary: pick('-', '+') });
const endSign = fc.oneof({ weight: 5, arbitrary: fc.constant('') }, { weight: 1, arbitrary: pick('-') });
const data = pick(
  '',
  ' ',
  '\n',
  'a',
  ' b\n',
  '\n\n',
  '  c  ',
  "it's",
  '{ }',
  '1',
  '[',
  '\t',
  '\\n',
  '# x\n',
  '}',
);

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
