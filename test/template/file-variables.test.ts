import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Templar } from '../../src/template/templar.ts';
import { TemplateEngine } from '../../src/template/template-engine.ts';
import { mapScope } from './map-scope.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tsplay-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function render(text: string, managed?: string): string {
  const path = join(folder, 'a.j2');
  writeFileSync(path, text);
  utimesSync(path, 0, new Date(2021, 2, 4, 5, 6, 7));
  const templar = new Templar({ engine: new TemplateEngine({ managed }), scope: mapScope(new Map()) });
  return templar.renderFile({ path, name: 'sub/a.j2', text });
}

// What real Ansible gives for the same.
test.each([
  ['is Ansible managed without the setting', undefined, 'Ansible managed'],
  [
    'names the file, the host and the time',
    '{file} on {host} %Y-%m-%d',
    `sub/a.j2 on ${hostname()} 2021-03-04`,
  ],
  ['takes doubled braces and per cent signs for single ones', '{{x}} 100%% {file!r}', "{x} 100% 'sub/a.j2'"],
])('ansible_managed %s', (_name, managed, text) => {
  expect(render('{{ ansible_managed }}', managed)).toBe(text);
});

test.each([
  ['{{ template_path }}', 'sub/a.j2'],
  ['{{ template_uid | type_debug }}', 'str'],
  ['{{ template_mtime }}', '2021-03-04 05:06:07'],
  ['[{{ template_destpath }}]', '[]'],
])('%s is %s', (text, expected) => {
  expect(render(text)).toBe(expected);
});
