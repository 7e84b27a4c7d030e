import type { Diagnostic } from '../errors.ts';
import { lineStarts, lineText, positionAt } from './diagnostics.ts';
import type { SourceFile, Span } from './span.ts';
import { quoteHint, unquotedTemplate } from './unquoted-template.ts';

export interface SyntaxProblem {
  readonly file: SourceFile;
  /** Where the parser gave up. */
  readonly offset: number;
  /** What the parser says. */
  readonly reason: string;
}

interface Explanation {
  readonly message: string;
  readonly hint?: string;
  readonly start: number;
  readonly end: number;
  readonly isTemplate?: boolean;
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
  const { file, offset, reason } = problem;
  const found = explain(problem) ?? {
    message: `this is not valid YAML: ${reason}`,
    start: offset,
    end: offset + 1,
  };
  const start = Math.min(found.start, file.text.length);
  const end = Math.min(Math.max(found.end, start), file.text.length);
  const span: Span = { file, start, end };
  if (found.isTemplate === true) return unquotedTemplate(span);
  return { severity: 'error', code: 'yaml-syntax', message: found.message, span, hint: found.hint };
}

function explain(problem: SyntaxProblem): Explanation | undefined {
  const { line } = positionAt(problem.file, problem.offset);
  const here = lineAt(problem.file, line);
  const before = lineAt(problem.file, previousContentLine(problem.file, line));
  return (
    unknownEscape(problem) ??
    unclosedQuote(problem) ??
    unclosedBracket(problem) ??
    tabIndentation(here) ??
    templateStart(here) ??
    textAfterQuote(here, problem.offset) ??
    reservedStart(here) ??
    colonInValue(here) ??
    missingSpace(here) ??
    missingSpace(before) ??
    templateStart(before) ??
    listBesideKey(here) ??
    badIndentation(here, problem)
  );
}

/** Longer lines were not written by hand, and looking for mistakes in them takes long. */
const LONGEST_LINE = 2000;

function lineAt(file: SourceFile, line: number): Line {
  return {
    text: lineText(file, line).slice(0, LONGEST_LINE),
    start: lineStarts(file)[line - 1] ?? file.text.length,
  };
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

function templateStart(line: Line): Explanation | undefined {
  const found = valueStartingWith(line, /^\{\{/);
  return found === undefined ? undefined : { ...found, message: '', isTemplate: true };
}

interface FoundValue {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** A line's plain value (behind its key and its dashes), when it starts as wanted. */
function valueStartingWith({ text, start }: Line, wanted: RegExp): FoundValue | undefined {
  const before = /^\s*(?:- +)*(?:[^\s'"{[#][^:]*:\s+)?/.exec(text)?.[0] ?? '';
  const value = text.slice(before.length).trimEnd();
  if (!wanted.test(value)) return undefined;
  return { value, start: start + before.length, end: start + before.length + value.length };
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

function reservedStart(line: Line): Explanation | undefined {
  const found = valueStartingWith(line, /^[@`%]/);
  if (found === undefined) return undefined;
  const message = `a value cannot start with ${found.value.charAt(0)} unless it is quoted`;
  return { ...found, message, hint: quoteHint(found.value) };
}

function listBesideKey(line: Line): Explanation | undefined {
  const found = valueStartingWith(line, /^- /);
  if (found === undefined || found.start === line.start || !/:\s+- /.test(line.text)) return undefined;
  const message = 'a list cannot start on the line of its key';
  return { ...found, message, hint: 'start it on the next line, or write it as [a, b]' };
}

function unknownEscape({ file, offset, reason }: SyntaxProblem): Explanation | undefined {
  if (!/escape sequence|hexadecimal character/.test(reason)) return undefined;
  const start = file.text.lastIndexOf('\\', offset);
  const end = Math.max(offset + 1, start + 2);
  const message = `'${file.text.slice(start, end)}' is not an escape of double-quoted text`;
  return { message, hint: 'use single quotes, or double the backslash', start, end };
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
  return {
    message: 'a value with a colon and a space in it must be quoted: YAML takes it for a second key',
    hint: quoteHint(value),
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

function unclosedBracket({ file, offset, reason }: SyntaxProblem): Explanation | undefined {
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
