import { describe, expect, it } from 'vitest';
import { type BuiltinsOptions, createBuiltins } from '../src/builtins.ts';
import { TemplateText } from '../src/values/template-text.ts';
import type { Value } from '../src/values/types.ts';

function render(template: string, options: BuiltinsOptions = {}, warnings: string[] = []): Value {
  const scope = { get: () => undefined, has: () => false, names: () => [] };
  const { createTemplar } = createBuiltins(options).dependencies;
  const templar = createTemplar({ scope, searchPaths: [], warn: (message) => warnings.push(message) });
  return templar.render(new TemplateText(template));
}

describe('templating as it is put together', () => {
  it('knows which modules there are', () => {
    const template =
      "{{ ['copy', 'ansible.builtin.copy', 'no.such.module'] | map('community.general.a_module') }}";
    expect(() => render(template)).toThrow(/filter/);
    expect(
      render("{{ ['copy', 'ansible.builtin.copy', 'no.such'] | select('community.general.a_module') }}"),
    ).toEqual(['copy', 'ansible.builtin.copy']);
  });

  it('turns on the extensions that the configuration names', () => {
    const template =
      '{% for i in [1, 2, 3] %}{% if i == 2 %}{% break %}{% endif %}{{ i }}{% endfor %}{% do [].append(1) %}';
    expect(() => render(template)).toThrow(/no tag 'break'/);
    const jinjaExtensions = ['jinja2.ext.do', 'jinja2.ext.loopcontrols', 'jinja2.ext.with_'];
    expect(render(template, { jinjaExtensions })).toBe('1');
  });

  it("gives settings to the lookup 'config'", () => {
    const settings = new Map<string, Value>([
      ['DEFAULT_FORKS', 7],
      ['DEFAULT_ROLES_PATH', ['/a', '/b']],
    ]);
    expect(render("{{ query('config', 'DEFAULT_FORKS', 'DEFAULT_ROLES_PATH') }}", { settings })).toEqual([
      7,
      ['/a', '/b'],
    ]);
    expect(() => render("{{ lookup('config', 'DEFAULT_FORK') }}", { settings })).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('DEFAULT_FORKS') }),
    );
    expect(render("{{ query('config', 'COLOR_OK', on_missing='skip') }}", { settings })).toEqual([]);
  });

  it('passes the warnings of templates on', () => {
    const warnings: string[] = [];
    expect(render("{{ query('config', 'COLOR_OK', on_missing='warn') }}", {}, warnings)).toEqual([]);
    expect(render("{{ lookup('file', '/no/such/file', errors='warn') is none }}", {}, warnings)).toBe(true);
    expect(warnings).toEqual([
      expect.stringContaining("no setting 'COLOR_OK'"),
      expect.stringContaining('/no/such/file'),
    ]);
  });
});
