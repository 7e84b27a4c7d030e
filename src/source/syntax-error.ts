import type { Diagnostic } from '../errors.ts';
import { lineText, positionAt } from './diagnostics.ts';
import type { SourceFile, Span } from './span.ts';
import { type Explanation, type Line, lineAt, type SyntaxProblem } from './syntax-problem.ts';
import { unclosedBracket, unclosedQuote } from './unclosed.ts';
import { quoteHint, unquotedTemplate } from './unquoted-template.ts';

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

function previousContentLine(file: SourceFile, line: number): number {
  for (let number = line - 1; number >= 1; number--) {
    if (/^\s*[^\s#]/.test(lineText(file, number))) return number;
  }
  return 0;
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
