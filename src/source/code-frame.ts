import { Chalk, type ChalkInstance } from 'chalk';
import type { Diagnostic } from '../errors.ts';
import { lineText, locationOf, positionAt, positionOf } from './diagnostics.ts';
import type { Span } from './span.ts';

export interface RenderOptions {
  readonly color: boolean;
}

const TAB = '    ';

/**
 * A diagnostic as people read it: severity, code and message; file, line and column; the line in question under
 * the one before it, with a caret under the text that is meant; the way to the place; the hint. No line break at
 * the end.
 */
export function renderDiagnostic(diagnostic: Diagnostic, options: RenderOptions): string {
  const paint = new Chalk({ level: options.color ? 1 : 0 });
  const accent = diagnostic.severity === 'error' ? paint.red : paint.yellow;
  const head = `${accent.bold(`${diagnostic.severity}[${diagnostic.code}]`)}${paint.bold(`: ${printable(diagnostic.message)}`)}`;
  const lines = [head];
  if (diagnostic.span !== undefined) lines.push(...frame(diagnostic.span, paint, accent));
  for (const step of diagnostic.trail ?? []) lines.push(paint.dim(`  ${printable(step)}`));
  if (diagnostic.hint !== undefined) lines.push(`${paint.cyan('hint:')} ${printable(diagnostic.hint)}`);
  return lines.join('\n');
}

/** The text of an encrypted file is not shown: its place has to do. */
function frame(span: Span, paint: ChalkInstance, accent: ChalkInstance): readonly string[] {
  const { line, column } = positionOf(span);
  const width = String(line).length;
  const place = `${' '.repeat(width)}${paint.dim('-->')} ${locationOf(span)}`;
  if (span.file.isSecret === true) return [place];
  const row = (label: string, text: string) => `${paint.dim(`${label.padStart(width)} |`)} ${text}`.trimEnd();
  const text = lineText(span.file, line);
  const end = positionAt(span.file, span.end);
  const endColumn = end.line === line ? end.column : text.length + 1;
  const before = expand(text.slice(0, column - 1)).length;
  const marked = Math.max(1, expand(text.slice(column - 1, endColumn - 1)).length);
  const from = before + marked > WIDEST ? Math.max(0, before - WIDEST / 2) : 0;
  const context = line > 1 ? lineText(span.file, line - 1) : '';
  const lines = [place];
  if (context.trim() !== '') lines.push(row(String(line - 1), crop(expand(context), from)));
  lines.push(row(String(line), crop(expand(text), from)));
  lines.push(
    row('', `${' '.repeat(before - from)}${accent('^'.repeat(Math.min(marked, from + WIDEST - before)))}`),
  );
  return lines;
}

/** Columns of a source line that are shown: those around the caret. */
const WIDEST = 140;

function crop(text: string, from: number): string {
  const shown = text.slice(from, from + WIDEST);
  return `${from > 0 ? `\u2026${shown.slice(1)}` : shown}${text.length > from + WIDEST ? '\u2026' : ''}`;
}

/** Tabs have no fixed width and control characters none at all: a caret can stand only under fixed ones. */
function expand(text: string): string {
  return printable(text.replaceAll('\t', TAB));
}

/** A text may come from anywhere: its control characters must not drive the reader's terminal. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}
