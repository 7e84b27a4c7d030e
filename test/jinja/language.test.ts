import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { TsplayError } from '../../src/errors.ts';
import { builtinRegistry } from '../../src/jinja/builtins.ts';
import { Environment } from '../../src/jinja/environment.ts';
import type { SyntaxOptions } from '../../src/jinja/options.ts';
import { parseJson } from '../../src/values/json.ts';
import { type Dict, Float, type Value } from '../../src/values/types.ts';

/** Renderings made with the real Jinja2 3.1: see test/cases/jinja/README.md. */
const cases = readFileSync(new URL('../cases/jinja/language.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => parseJson(line) as Dict);

const optionNames: Readonly<Record<string, keyof SyntaxOptions>> = {
  trim_blocks: 'trimBlocks',
  lstrip_blocks: 'lstripBlocks',
  keep_trailing_newline: 'keepTrailingNewline',
  line_statement_prefix: 'lineStatementPrefix',
  line_comment_prefix: 'lineCommentPrefix',
  block_start_string: 'blockStart',
  block_end_string: 'blockEnd',
  variable_start_string: 'variableStart',
  variable_end_string: 'variableEnd',
  comment_start_string: 'commentStart',
  comment_end_string: 'commentEnd',
};

function render(item: Dict): string {
  const syntax: Record<string, Value> = {};
  for (const [name, value] of (item.get('options') ?? new Map()) as Dict) {
    syntax[optionNames[String(name)] ?? ''] = value;
  }
  const environment = new Environment({ registry: builtinRegistry, undefinedPolicy: 'lenient', syntax });
  const variables = (item.get('vars') ?? new Map()) as Dict;
  const nan = new Float(Number.NaN);
  return environment
    .compile(String(item.get('template')))
    .render({ get: (name) => (name === 'nan' ? nan : variables.get(name)) });
}

describe.each([...new Set(cases.map((item) => String(item.get('area'))))])(
  'as Jinja2 renders: %s',
  (area) => {
    const own = cases.filter((item) => item.get('area') === area);
    test.each(own.map((item) => [String(item.get('template')), item] as const))('%s', (_template, item) => {
      if (!item.has('error')) {
        expect(render(item)).toBe(item.get('result'));
        return;
      }
      expect(() => render(item)).toThrow(TsplayError);
    });
  },
);
