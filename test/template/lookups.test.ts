import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TsplayError } from '../../src/errors.ts';
import { runLookup } from '../../src/template/lookups/run.ts';
import { Templar } from '../../src/template/templar.ts';
import { TemplateEngine } from '../../src/template/template-engine.ts';
import { str } from '../../src/values/printing.ts';
import { TemplateText } from '../../src/values/template-text.ts';
import type { Value } from '../../src/values/types.ts';
import { mapScope } from './map-scope.ts';

const engine = new TemplateEngine();
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lookups-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function templar(variables: Record<string, Value> = {}, warnings: string[] = []): Templar {
  return new Templar({
    engine,
    scope: mapScope(new Map(Object.entries(variables))),
    searchPaths: [folder],
    hostNames: (pattern) => [`hosts of ${pattern}`],
    warn: (message) => warnings.push(message),
  });
}
const render = (template: string, variables: Record<string, Value> = {}) =>
  templar(variables).render(new TemplateText(template));

describe('lookups', () => {
  it('can be run for a loop', () => {
    expect(runLookup({ name: 'items', terms: [[1, 2], 3], templar: templar() })).toEqual([1, 2, 3]);
  });

  it('ask the inventory for hosts', () => {
    expect(render("{{ query('inventory_hostnames', 'all', '!web') }}")).toEqual(['hosts of all,!web']);
  });

  it('warn and go on when they are told to', () => {
    const warnings: string[] = [];
    const value = templar({}, warnings).render(
      new TemplateText("{{ query('file', 'gone', errors='warn') }}"),
    );
    expect(value).toEqual([]);
    expect(warnings.join()).toContain("'gone'");
  });

  it('say where they looked for a file', () => {
    expect(() => render("{{ lookup('file', 'gone.txt') }}")).toThrow(folder);
  });

  it('run commands in the playbook folder, and show what a failing one wrote', () => {
    expect(render("{{ lookup('pipe', 'pwd') }}")).toBe(folder);
    try {
      render("{{ lookup('pipe', 'echo why >&2; exit 3') }}");
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(TsplayError);
      expect(error instanceof TsplayError && [error.message.includes('status 3'), error.hint]).toEqual([
        true,
        'why',
      ]);
    }
  });

  it('render a template with variables of its own, which the task does not get', () => {
    writeFileSync(join(folder, 't.j2'), '{{ a }}{{ b }}');
    const template = "{{ lookup('template', 't.j2', template_vars={'a': 'over'}) }}{{ a }}";
    expect(render(template, { a: 'own', b: '!' })).toBe('over!own');
  });

  it('take templates written in their terms', () => {
    writeFileSync(join(folder, 'web.txt'), 'found');
    expect(render(`{{ lookup("file", "{{ name }}.txt") }}`, { name: 'web' })).toBe('found');
  });
});

describe('the lookup password', () => {
  const password = (): string => str(render("{{ lookup('password', 'secrets/db length=12 chars=digits') }}"));

  it('keeps the password in a file that only its owner reads', () => {
    const first = password();
    expect(first).toMatch(/^\d{12}$/);
    expect(password()).toBe(first);
    const path = join(folder, 'secrets/db');
    expect(readFileSync(path, 'utf8')).toBe(`${first}\n`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('keeps the salt too, so that the hash stays the same', () => {
    const hashed = (): Value => render("{{ lookup('password', 'db encrypt=sha512_crypt') }}");
    const first = hashed();
    expect(str(first)).toMatch(/^\$6\$[^$]{16}\$.{86}$/);
    expect(hashed()).toBe(first);
  });

  it('makes the same password for the same seed', () => {
    const seeded = "{{ lookup('password', '/dev/null', seed='web01') }}";
    expect(render(seeded)).toBe(render(seeded));
  });
});
