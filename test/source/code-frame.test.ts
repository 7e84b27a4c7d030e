import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/errors.ts';
import { renderDiagnostic } from '../../src/source/code-frame.ts';

const file = { path: 'a/b.yml', text: 'one\n\ttwo three\nfour\n\nlast \u001b[31m' };

function at(start: number, end: number, more: Partial<Diagnostic> = {}): string {
  const diagnostic: Diagnostic = {
    severity: 'error',
    code: 'some-code',
    message: 'what',
    span: { file, start, end },
    ...more,
  };
  return renderDiagnostic(diagnostic, { color: false });
}

describe('a rendered diagnostic', () => {
  it('shows the line, the one before it and a caret under the text', () => {
    expect(at(5, 8)).toBe(
      'error[some-code]: what\n --> a/b.yml:2:2\n1 | one\n2 |     two three\n  |     ^^^',
    );
  });

  it('marks only the first line of a longer text', () => {
    expect(at(9, 18)).toBe(
      'error[some-code]: what\n --> a/b.yml:2:6\n1 | one\n2 |     two three\n  |         ^^^^^',
    );
  });

  it('marks at least one column, and leaves out an empty line before', () => {
    expect(at(21, 21)).toBe('error[some-code]: what\n --> a/b.yml:5:1\n5 | last \ufffd[31m\n  | ^');
  });

  it('shows the way to the place and the hint', () => {
    expect(
      at(0, 3, { trail: ["in task 'x'", "while rendering 'y'"], hint: 'do this', severity: 'warning' }),
    ).toBe(
      "warning[some-code]: what\n --> a/b.yml:1:1\n1 | one\n  | ^^^\n  in task 'x'\n  while rendering 'y'\nhint: do this",
    );
  });

  it('shows of a very long line what is around the text', () => {
    const long = { path: 'long.yml', text: `${'a'.repeat(5000)} HERE ${'b'.repeat(5000)}` };
    const span = { file: long, start: 5001, end: 5005 };
    const [, , line, caret] = renderDiagnostic(
      { severity: 'error', code: 'c', message: 'm', span },
      { color: false },
    ).split('\n');
    expect(line).toHaveLength(4 + 140 + 1);
    expect(line?.slice(caret?.indexOf('^'), (caret?.lastIndexOf('^') ?? 0) + 1)).toBe('HERE');
  });

  it('does without a place', () => {
    expect(renderDiagnostic({ severity: 'error', code: 'c', message: 'm' }, { color: false })).toBe(
      'error[c]: m',
    );
  });

  it('is coloured on request only', () => {
    const diagnostic: Diagnostic = {
      severity: 'error',
      code: 'c',
      message: 'm',
      span: { file, start: 0, end: 3 },
    };
    const colored = renderDiagnostic(diagnostic, { color: true });
    expect(colored).toContain('\u001b[31m');
    expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(renderDiagnostic(diagnostic, { color: false }));
  });

  it('lets no control character of a message reach the terminal', () => {
    expect(
      renderDiagnostic({ severity: 'error', code: 'c', message: 'a\u001b[2Jb\r' }, { color: false }),
    ).toBe('error[c]: a\ufffd[2Jb\ufffd');
  });
});
