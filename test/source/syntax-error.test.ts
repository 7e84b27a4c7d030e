import { describe, expect, it } from 'vitest';
import { renderDiagnostic } from '../../src/source/code-frame.ts';
import { parseYaml } from '../../src/source/yaml.ts';
import { readCases } from './case-file.ts';

describe('what is wrong with a YAML text', () => {
  it.each(readCases(new URL('./cases/yaml-diagnostics.txt', import.meta.url)))(
    '$name',
    ({ input, expected }) => {
      const { diagnostics } = parseYaml({ path: 'site.yml', text: input });
      const rendered = diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, { color: false }));
      expect(rendered.join('\n')).toBe(expected);
    },
  );
});
