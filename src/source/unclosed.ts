import { positionAt } from './diagnostics.ts';
import { type Explanation, lineAt, type SyntaxProblem } from './syntax-problem.ts';

/** Inside an unclosed quote no closing one can stand: the last quote character before the end is the opening one. */
export function unclosedQuote({ file, offset, reason }: SyntaxProblem): Explanation | undefined {
  const isQuoteProblem = /within a (?:single|double) quoted scalar/.test(reason);
  if (!isQuoteProblem && reason !== 'deficient indentation') return undefined;
  const start = openingQuote(file.text.slice(0, offset), reason);
  if (start === undefined) return undefined;
  const { line } = positionAt(file, start);
  const end = start + (lineAt(file, line).text.length - (start - lineAt(file, line).start));
  const quote = file.text[start] === '"' ? 'double' : 'single';
  return {
    message: `this ${quote} quote is never closed`,
    hint: 'close it at the end of the value',
    start,
    end,
  };
}

function openingQuote(text: string, reason: string): number | undefined {
  const double = /double/.test(reason) || !/single/.test(reason) ? lastDoubleQuote(text) : -1;
  const single = /single/.test(reason) || !/double/.test(reason) ? lastSingleQuote(text) : -1;
  const start = Math.max(double, single);
  const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
  const isValueStart = /(?:^|[:\-?[{,]\s+|[[{,])\s*(?:[!&]\S+\s+)*$/.test(line);
  return start < 0 || !isValueStart ? undefined : start;
}

function lastDoubleQuote(text: string): number {
  for (let at = text.lastIndexOf('"'); at >= 0; at = at === 0 ? -1 : text.lastIndexOf('"', at - 1)) {
    if (text[at - 1] !== '\\') return at;
  }
  return -1;
}

function lastSingleQuote(text: string): number {
  let at = text.lastIndexOf("'");
  while (at > 0 && text[at - 1] === "'") at = at < 2 ? -1 : text.lastIndexOf("'", at - 2);
  return at;
}

/** The bracket that was still open where the parser gave up. */
export function unclosedBracket({ file, offset, reason }: SyntaxProblem): Explanation | undefined {
  if (!/end of the stream within a flow|deficient indentation/.test(reason)) return undefined;
  const start = lastUnclosedBracket(file.text.slice(0, offset));
  if (start === undefined) return undefined;
  const bracket = file.text[start] ?? '[';
  const closing = bracket === '[' ? ']' : '}';
  return {
    message: `this '${bracket}' is never closed`,
    hint: `close it with '${closing}'`,
    start,
    end: start + 1,
  };
}

function lastUnclosedBracket(text: string): number | undefined {
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '[' || character === '{') open.push(at);
    else if (character === ']' || character === '}') open.pop();
  }
  return open.at(-1);
}
