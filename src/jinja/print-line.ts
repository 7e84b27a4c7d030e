import { str } from '../values/printing.ts';
import type { Value } from '../values/types.ts';
import type { Place } from './ast.ts';
import type { LinePart } from './compiled.ts';
import type { Frame } from './frame.ts';
import type { Scope } from './options.ts';
import { countOutput, finalized, printed } from './sink.ts';

interface NamesOptions {
  readonly scope: Scope;
  readonly maxLength: number;
  /** The error to throw in place of one that came from reading the variable at this place. */
  readonly failedAt: (error: unknown, place: Place) => unknown;
}

/**
 * What a line of texts and variables prints, read straight from the scope: by far the most common template, and it
 * needs nothing of a render's state. Undefined when it does: for any other expression, a name that the scope has not,
 * a value that is not simply text, number or bool, and more output than is allowed.
 */
export function printNames(
  line: readonly LinePart[],
  { scope, maxLength, failedAt }: NamesOptions,
): string | undefined {
  let text = '';
  for (const part of line) {
    if (typeof part === 'string') text += part;
    else {
      if (part.name === undefined) return undefined;
      let value: Value | undefined;
      try {
        value = scope.get(part.name);
      } catch (error) {
        throw failedAt(error, part.place);
      }
      if (typeof value === 'string') text += value;
      else if (value === undefined || typeof value === 'object') return undefined;
      else text += str(value);
    }
    if (text.length > maxLength) return undefined;
  }
  return text;
}

/** What a template without statements prints. */
export function printLine(line: readonly LinePart[], frame: Frame): string {
  const { run } = frame;
  let printedText = '';
  for (const part of line) {
    let text: string;
    if (typeof part === 'string') text = part;
    else {
      const value = part.evaluate(frame);
      frame.at(part.place);
      text = printed(finalized(value, run.environment), frame.autoescape);
    }
    countOutput(run, text.length);
    printedText += text;
  }
  return printedText;
}
