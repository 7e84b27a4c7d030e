import { limitError } from '../values/errors.ts';
import { escapeHtml, Markup } from '../values/markup.ts';
import { str } from '../values/printing.ts';
import type { Value } from '../values/types.ts';
import type { RenderLimits } from './options.ts';

/** Where a template's output goes. */
export interface Sink {
  text(text: string): void;
  value(value: Value, autoescape: boolean): void;
}

/** What was printed so far in one render, over all its sinks. */
export interface OutputCount {
  outputLength: number;
  readonly limits: RenderLimits;
}

/** @throws TsplayError `template-limit` when it is too much. */
export function countOutput(output: OutputCount, length: number): void {
  output.outputLength += length;
  const limit = output.limits.outputLength;
  if (output.outputLength > limit) throw limitError(`the output is longer than ${limit} characters`);
}

interface Finalizing {
  readonly finalize: ((value: Value) => Value) | undefined;
}

/** What is printed in place of a value. Text, numbers and bools stand for themselves. */
export function finalized(value: Value, { finalize }: Finalizing): Value {
  return finalize === undefined || typeof value !== 'object' ? value : finalize(value);
}

/** A value as it is printed: escaped, when that is on. */
export function printed(value: Value, autoescape: boolean): string {
  if (!autoescape && typeof value === 'string') return value;
  if (!autoescape) return str(value);
  return value instanceof Markup ? value.value : escapeHtml(str(value));
}

const maxPieces = 4096;

/** Joins everything to one text. */
export class TextSink implements Sink {
  #done = '';
  #recent = '';
  #pieces = 0;
  readonly #output: OutputCount;
  constructor(output: OutputCount) {
    this.#output = output;
  }
  text(text: string): void {
    countOutput(this.#output, text.length);
    this.#recent += text;
    this.#pieces += 1;
    // Many small pieces take far more memory than their text.
    if (this.#pieces >= maxPieces) this.#settle();
  }
  get result(): string {
    this.#settle();
    return this.#done;
  }
  /** What was appended is a tree of pieces until a character of it is read. */
  #settle(): void {
    this.#recent.charCodeAt(0);
    this.#done += this.#recent;
    this.#recent = '';
    this.#pieces = 0;
  }
  value(value: Value, autoescape: boolean): void {
    this.text(printed(value, autoescape));
  }
}

/** Keeps values as they are. */
export class ValueSink implements Sink {
  readonly result: Value[] = [];
  readonly #output: OutputCount;
  constructor(output: OutputCount) {
    this.#output = output;
  }
  text(text: string): void {
    countOutput(this.#output, text.length);
    this.result.push(text);
  }
  value(value: Value): void {
    countOutput(this.#output, typeof value === 'string' ? value.length : 1);
    this.result.push(value);
  }
}
