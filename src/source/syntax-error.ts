import type { Diagnostic } from '../errors.ts';
import { lineStarts, lineText, positionAt } from './diagnostics.ts';
import type { SourceFile, Span } from './span.ts';

export interface SyntaxProblem {
  readonly file: SourceFile;
  /** Where the parser gave up. */
  readonly offset: number;
  /** What the parser says. */
  readonly reason: string;
}

interface Explanation {
  readonly message: string;
  readonly hint: string;
  readonly start: number;
  readonly end: number;
}

interface Line {
  readonly text: string;
  readonly start: number;
}

/**
 * One diagnostic for an error of syntax. The parser stops where it can go no further, which is often behind the
 * mistake: the classic mistakes are looked for on that line and the one before, and pointed at themselves.
 */
export function explainSyntaxError(problem: SyntaxProblem): Diagnostic {
  const found = explain(problem);
  const { file, offset, reason } = problem;
  const start = Math.min(found?.start ?? offset, file.text.length);
  const end = Math.min(Math.max(found?.end ?? offset + 1, start), file.text.length);
  const span: Span = { file, start, end };
  const message = found?.message ?? `this is not valid YAML: ${reason}`;
  return { severity: 'error', code: 'yaml-syntax', message, span, hint: found?.hint };
}

function explain(problem: SyntaxProblem): Explanation | undefined {
  const { line } = positionAt(problem.file, problem.offset);
  const here = lineAt(problem.file, line);
  const before = lineAt(problem.file, previousContentLine(problem.file, line));
  return (
    unclosedQuote(problem) ??
    tabIndentation(here) ??
    unquotedTemplate(here) ??
    textAfterQuote(here, problem.offset) ??
    reservedStart(here) ??
    colonInValue(here) ??
    missingSpace(here) ??
    missingSpace(before) ??
    unquotedTemplate(before) ??
    unclosedBracket(problem) ??
    badIndentation(here, problem)
  );
}

function lineAt(file: SourceFile, line: number): Line {
  return { text: lineText(file, line), start: lineStarts(file)[line - 1] ?? file.text.length };
}

function previousContentLine(file: SourceFile, line: number): number {
  for (let number = line - 1; number >= 1; number--) {
    if (/^\s*[^\s#]/.test(lineText(file, number))) return number;
  }
  return 0;
}

/** Inside an unclosed quote no closing one can stand: the last quote character before the end is the opening one. */
function unclosedQuote({ file, offset, reason }: SyntaxProblem): Explanation | undefined {
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

function tabIndentation({ text, start }: Line): Explanation | undefined {
  const indent = /^[ \t]*/.exec(text)?.[0] ?? '';
  const tab = indent.indexOf('\t');
  if (tab < 0) return undefined;
  const width = /\t+/.exec(indent)?.[0].length ?? 1;
  const hint = 'replace the tab by spaces';
  return {
    message: 'YAML is indented with spaces, and here is a tab',
    hint,
    start: start + tab,
    end: start + tab + width,
  };
}

function unquotedTemplate({ text, start }: Line): Explanation | undefined {
  const found = /^(?<before>\s*(?:- +)*(?:[^\s'"{[#][^:]*:\s+)?)(?<value>\{\{.*?)\s*$/.exec(text)?.groups;
  const before = found?.['before'];
  const value = found?.['value'];
  if (before === undefined || value === undefined) return undefined;
  const quote = value.includes('"') ? "'" : '"';
  const isQuotable = !value.includes(quote);
  return {
    message: 'a value that starts with {{ must be quoted: without quotes YAML reads it as a mapping',
    hint: isQuotable
      ? `put the whole value in quotes: ${quote}${value}${quote}`
      : 'put the whole value in quotes',
    start: start + before.length,
    end: start + before.length + value.length,
  };
}

function textAfterQuote({ text, start }: Line, offset: number): Explanation | undefined {
  const before = text.slice(0, offset - start);
  const value = /(?:^|[:-]\s+)(?<value>(?<quote>['"]).*\k<quote>)\s*$/.exec(before)?.groups?.['value'];
  const rest = text.slice(offset - start).trimEnd();
  if (value === undefined || rest === '') return undefined;
  const quote = value.startsWith('"') ? "'" : '"';
  return {
    message: `the value ends at its closing quote, and more text follows: ${rest}`,
    hint: `put the whole value in quotes of the other kind: ${quote}...${quote}`,
    start: offset,
    end: offset + rest.length,
  };
}

function reservedStart({ text, start }: Line): Explanation | undefined {
  const found = /^(?<before>\s*(?:- +)*(?:[^\s'"{[#][^:]*:\s+)?)(?<value>[@`%].*?)\s*$/.exec(text)?.groups;
  const before = found?.['before'];
  const value = found?.['value'];
  if (before === undefined || value === undefined) return undefined;
  return {
    message: `a value cannot start with ${value.charAt(0)} unless it is quoted`,
    hint: value.includes("'") ? 'put the whole value in quotes' : `put the whole value in quotes: '${value}'`,
    start: start + before.length,
    end: start + before.length + value.length,
  };
}

function colonInValue({ text, start }: Line): Explanation | undefined {
  const found = /^(?<before>\s*(?:- +)*[^\s'"{[#][^:]*:\s+)(?<value>[^'"{[|>#&!*\s].*?:(?:\s.*?)?)\s*$/.exec(
    text,
  )?.groups;
  const before = found?.['before'];
  const value = found?.['value'];
  if (before === undefined || value === undefined) return undefined;
  const colon = start + before.length + value.search(/:(?:\s|$)/);
  if (!/:(?:\s|$)/.test(value)) return undefined;
  const quote = value.includes('"') ? "'" : '"';
  return {
    message: 'a value with a colon and a space in it must be quoted: YAML takes it for a second key',
    hint: value.includes(quote)
      ? 'put the whole value in quotes'
      : `put the whole value in quotes: ${quote}${value}${quote}`,
    start: colon,
    end: colon + 1,
  };
}

function missingSpace({ text, start }: Line): Explanation | undefined {
  const found = /^(?<before>\s*(?:- +)*)(?<key>[A-Za-z_][\w.]*):(?!\/\/)(?<value>[^\s:].*?)\s*$/.exec(
    text,
  )?.groups;
  const key = found?.['key'];
  const before = found?.['before'];
  const value = found?.['value'];
  if (key === undefined || before === undefined || value === undefined) return undefined;
  const at = start + before.length;
  return {
    message: `'${key}:${value}' is one piece of text: a colon separates a key from its value only before a space`,
    hint: `put a space behind the colon: ${key}: ${value}`,
    start: at,
    end: at + key.length + 1 + value.length,
  };
}

function unclosedBracket({ file, reason }: SyntaxProblem): Explanation | undefined {
  if (!/flow collection/.test(reason)) return undefined;
  const start = lastUnclosedBracket(file.text);
  if (start === undefined) return undefined;
  const bracket = file.text[start] ?? '[';
  const closing = bracket === '[' ? ']' : '}';
  if (/missed comma/.test(reason)) return undefined;
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

function badIndentation(here: Line, { file, offset, reason }: SyntaxProblem): Explanation | undefined {
  if (!/indentation|end of the stream or a document separator|mapping entry/.test(reason)) return undefined;
  if (here.text.trim() === '' || offset > file.text.length) return undefined;
  const indent = here.text.length - here.text.trimStart().length;
  return {
    message: 'this line does not fit the lines before it',
    hint: 'items of one list and keys of one mapping start in the same column; a key with children has no value of its own',
    start: here.start + indent,
    end: here.start + here.text.trimEnd().length,
  };
}
