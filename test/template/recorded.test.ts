import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TsplayError } from '../../src/errors.ts';
import { Templar } from '../../src/template/templar.ts';
import { TemplateEngine } from '../../src/template/template-engine.ts';
import { repr } from '../../src/values/printing.ts';
import { TemplateText } from '../../src/values/template-text.ts';
import { typeName } from '../../src/values/type-name.ts';
import { decodeGolden } from './golden-values.ts';
import { mapScope } from './map-scope.ts';

/** What ansible-core 2.14 printed for a template: the type and the repr of its result, or that it failed. */
interface RecordedCase {
  readonly variables: string;
  readonly template: string;
  readonly result?: string;
  readonly fails?: true;
}

const folder = new URL('../cases/templating/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const variableSets = JSON.parse(read('recorded-variables.json')) as Record<string, Record<string, unknown>>;
const cases = read('recorded.jsonl')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as RecordedCase);
const files = fileURLToPath(new URL('lookup-files', folder));
const engine = new TemplateEngine();
// As when they were recorded: local times are part of some results.
process.env['TZ'] = 'UTC';

describe('results recorded from ansible-core', () => {
  for (const recorded of cases) {
    it(recorded.template, () => {
      const variables = Object.entries(variableSets[recorded.variables] ?? {}).map(
        ([name, value]) => [name, decodeGolden(value, 'project')] as const,
      );
      const templar = new Templar({ engine, scope: mapScope(new Map(variables)), searchPaths: [files] });
      const render = () => templar.render(new TemplateText(recorded.template));
      if (recorded.fails) {
        expect(render).toThrow(TsplayError);
      } else {
        const value = render();
        expect(`${typeName(value)} ${repr(value)}`.replaceAll(files, '<folder>')).toBe(recorded.result);
      }
    });
  }
});
