import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TsplayError } from '../../src/errors.ts';
import { Templar } from '../../src/template/templar.ts';
import { TemplateEngine } from '../../src/template/template-engine.ts';
import { mapScope } from './map-scope.ts';

/** What the module template of ansible-core 2.14 wrote for a template file, or that it failed. */
interface RecordedFile {
  readonly text: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly result?: string;
  readonly fails?: true;
}

const folder = new URL('../cases/templating/', import.meta.url);
const cases = readFileSync(new URL('files.jsonl', folder), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as RecordedFile);
const includes = fileURLToPath(new URL('template-files', folder));
const engine = new TemplateEngine();

describe('template files as the real Ansible writes them', () => {
  it.each(cases.map((recorded) => [JSON.stringify([recorded.text, recorded.options]), recorded] as const))(
    '%s',
    (_name, { text, options, result }) => {
      const scope = mapScope(new Map([['host', 'web01']]));
      const templar = new Templar({ engine, scope, searchPaths: [includes] });
      const render = () => templar.renderFile({ path: `${includes}/main.j2`, text, ...options });
      if (result === undefined) expect(render).toThrow(TsplayError);
      else expect(render()).toBe(result);
    },
  );
});
