import type { LinePart } from './compiled.ts';
import type { Frame } from './frame.ts';
import { countOutput, printed } from './sink.ts';

/** What a template without statements prints. */
export function printLine(line: readonly LinePart[], frame: Frame): string {
  const { run } = frame;
  const { finalize } = run.environment;
  let printedText = '';
  for (const part of line) {
    let text: string;
    if (typeof part === 'string') text = part;
    else {
      const value = part.evaluate(frame);
      frame.at(part.place);
      text = printed(finalize === undefined ? value : finalize(value), frame.autoescape);
    }
    countOutput(run, text.length);
    printedText += text;
  }
  return printedText;
}
