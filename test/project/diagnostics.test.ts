import { describe, expect, it } from 'vitest';
import { renderDiagnostic } from '../../src/source/code-frame.ts';
import { readCases } from '../source/case-file.ts';
import { loadSite, splitFiles } from './fixture.ts';

describe('what is wrong with a playbook', () => {
  it.each(readCases(new URL('./cases/diagnostics.txt', import.meta.url)))('$name', ({ input, expected }) => {
    const { playbook, diagnostics } = loadSite(splitFiles(input));
    const here = `${process.cwd()}/`;
    const rendered = diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, { color: false }));
    expect(rendered.join('\n').replaceAll(here, '')).toBe(expected);
    expect(playbook).toBeUndefined();
  });
});
