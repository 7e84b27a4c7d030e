import { TsplayError } from '../errors.ts';
import type { Play } from '../project/ast.ts';
import { str } from '../values/printing.ts';
import type { Value } from '../values/types.ts';

/** A play's host pattern, rendered. Throws `missing-hosts` for what is none. */
export function patternOf(play: Play, render: (value: Value) => Value): string | readonly string[] {
  const written = play.keywords.get('hosts');
  const value = written === undefined ? undefined : render(written.value);
  if (Array.isArray(value)) return (value as readonly Value[]).map(str);
  if (typeof value === 'string') return value;
  throw new TsplayError({
    code: 'missing-hosts',
    message: `a play needs 'hosts': a pattern, or a list of patterns`,
    span: written?.span ?? play.span,
  });
}

/** What a play is called: its name, or its hosts. */
export function playName(
  play: Play,
  pattern: string | readonly string[],
  renderText: (value: Value) => string,
): string {
  const name = play.keywords.get('name')?.value;
  if (name !== undefined && name !== null) return renderText(name);
  return typeof pattern === 'string' ? pattern : pattern.join(',');
}
