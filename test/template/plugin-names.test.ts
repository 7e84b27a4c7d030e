import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { refusedFilters, refusedLookups, refusedTests } from '../../src/template/refused-plugins.ts';
import { TemplateEngine } from '../../src/template/template-engine.ts';

type Kind = 'filter' | 'test' | 'lookup';

/** The names that ansible-doc lists, of ansible-core 2.14 and of the collections that roles use most. */
const listed = JSON.parse(
  readFileSync(new URL('../cases/templating/plugin-names.json', import.meta.url), 'utf8'),
) as Readonly<Record<Kind, readonly string[]>>;

/** What knows the modules too, and so comes from the composition root. */
const fromBuiltins = ['community.general.a_module'];

const engine = new TemplateEngine();
const known: Readonly<Record<Kind, ReadonlyMap<string, unknown>>> = {
  filter: engine.registry.filters,
  test: engine.registry.tests,
  lookup: engine.lookups,
};
const refused: Readonly<Record<Kind, ReadonlyMap<string, string>>> = {
  filter: refusedFilters,
  test: refusedTests,
  lookup: refusedLookups,
};

describe.each(['filter', 'test', 'lookup'] as const)('every %s that Ansible lists', (kind) => {
  it('exists under its full name, be it to say why it is refused', () => {
    expect(listed[kind].filter((name) => !known[kind].has(name) && !fromBuiltins.includes(name))).toEqual([]);
  });

  it('exists under its short names too when it is of ansible.builtin', () => {
    const short = listed[kind]
      .filter((name) => name.startsWith('ansible.builtin.'))
      .map((name) => name.slice('ansible.builtin.'.length))
      .flatMap((name) => [name, `ansible.legacy.${name}`]);
    expect(short.filter((name) => !known[kind].has(name))).toEqual([]);
  });

  it('is on the list of the refused ones only when it is listed', () => {
    expect([...refused[kind].keys()].filter((name) => !listed[kind].includes(name))).toEqual([]);
  });
});
