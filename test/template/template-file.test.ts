import { describe, expect, it } from 'vitest';
import { TsplayError } from '../../src/errors.ts';
import { Templar } from '../../src/template/templar.ts';
import { TemplateEngine } from '../../src/template/template-engine.ts';
import type { Value } from '../../src/values/types.ts';
import { mapScope } from './map-scope.ts';

const engine = new TemplateEngine();
const render = (
  text: string,
  options: Record<string, unknown> = {},
  variables: Record<string, Value> = {},
): string =>
  new Templar({ engine, scope: mapScope(new Map(Object.entries(variables))) }).renderFile({
    path: '/etc/hostname',
    text,
    ...options,
  });

describe('a template file', () => {
  it.each([
    ['keeps its newlines at the end', 'a\n\n', 'a\n\n'],
    ['gets none that it has not', 'a', 'a'],
    ['loses the newline after a block', '{% if true %}\nx\n{% endif %}\n', 'x\n'],
    ['stays text, whatever it looks like', '[1, {{ 2 }}]', '[1, 2]'],
    ['reads backslashes in strings as Jinja does', String.raw`{{ 'a\tb' }}`, 'a\tb'],
    [
      'takes syntax from its first line',
      "#jinja2: variable_start_string: '[%', variable_end_string: '%]'\n[% 1 %] {{ x }}\n",
      '1 {{ x }}\n',
    ],
    [
      'takes trim_blocks from its first line',
      '#jinja2: trim_blocks: False\n{% if true %}\nx{% endif %}\n',
      '\nx\n',
    ],
    ['knows who manages it', '{{ ansible_managed }}', 'Ansible managed'],
    ['knows its path', '{{ template_path }} {{ template_fullpath }}', '/etc/hostname /etc/hostname'],
  ])('%s', (_, text, expected) => {
    expect(render(text)).toBe(expected);
  });

  it('knows where it goes', () => {
    expect(render('{{ template_destpath }}', { destination: '/srv/x' })).toBe('/srv/x');
  });

  it('writes the newlines that are asked for', () => {
    expect(render('a\n{{ 1 }}\n', { newlineSequence: '\\r\\n' })).toBe('a\r\n1\r\n');
  });

  it('refuses a setting in its first line that there is not', () => {
    expect(() => render('#jinja2: nonsense: 1\nx')).toThrow(TsplayError);
  });

  it('says where it failed, the header counted', () => {
    const text = '#jinja2: trim_blocks: True\nx {{ gone }}\n';
    try {
      render(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(TsplayError);
      const span = error instanceof TsplayError ? error.span : undefined;
      expect(text.slice(span?.start, span?.end)).toBe('gone');
    }
  });
});
