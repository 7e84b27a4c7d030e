import { lineStarts, lineText } from './diagnostics.ts';
import type { SourceFile } from './span.ts';

export interface SyntaxProblem {
  readonly file: SourceFile;
  /** Where the parser gave up. */
  readonly offset: number;
  /** What the parser says. */
  readonly reason: string;
}

/** A mistake that was found, and the text that it is in. */
export interface Explanation {
  readonly message: string;
  readonly hint?: string;
  readonly start: number;
  readonly end: number;
  readonly isTemplate?: boolean;
}

export interface Line {
  readonly text: string;
  readonly start: number;
}

/** Longer lines were not written by hand, and looking for mistakes in them takes long. */
const LONGEST_LINE = 2000;

/** One line, counted from 1, without its break. */
export function lineAt(file: SourceFile, line: number): Line {
  return {
    text: lineText(file, line).slice(0, LONGEST_LINE),
    start: lineStarts(file)[line - 1] ?? file.text.length,
  };
}
