import type { TextOrigin } from '../values/template-text.ts';

export interface EscapedTemplate {
  readonly text: string;
  readonly origin: TextOrigin | undefined;
}

const RAW = /\{%[-+]?\s*raw\s*[-+]?%\}[\s\S]*?\{%[-+]?\s*endraw\s*[-+]?%\}/y;
const CLOSERS: Readonly<Record<string, string>> = { '{{': '}}', '{%': '%}', '{#': '#}' };

/**
 * In a playbook (not in a template file) a backslash in a string inside `{{ }}` stands for itself: `'\n'` is two
 * characters there, and a newline in `{% %}`. This doubles them, so that Jinja reads them back as one. (So a quote
 * cannot be escaped by one.)
 */
export function escapeBackslashes(text: string, origin?: TextOrigin): EscapedTemplate {
  if (!text.includes('\\')) {
    return { text, origin };
  }
  const inserted: number[] = [];
  let out = '';
  let at = 0;
  while (at < text.length) {
    RAW.lastIndex = at;
    const raw = RAW.exec(text)?.[0];
    const closer = CLOSERS[text.slice(at, at + 2)];
    const end =
      raw !== undefined ? at + raw.length : closer === undefined ? at + 1 : endOfCode(text, at + 2, closer);
    const isPrinted = raw === undefined && closer === '}}';
    out += isPrinted ? doubled(text.slice(at, end), out.length, inserted) : text.slice(at, end);
    at = end;
  }
  return { text: out, origin: shifted(origin, inserted) };
}

/** An expression on its own, as it stands in `{{ }}`. */
export function escapeExpression(text: string, origin?: TextOrigin): EscapedTemplate {
  const inserted: number[] = [];
  return { text: doubled(text, 0, inserted), origin: shifted(origin, inserted) };
}

const STRING = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y;

/** The offset behind the closing delimiter; strings and brackets inside may hold its characters. */
function endOfCode(text: string, from: number, closer: string): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    if (depth === 0 && text.startsWith(closer, at)) {
      return at + closer.length;
    }
    STRING.lastIndex = at;
    const string = closer === '#}' ? undefined : STRING.exec(text)?.[0];
    const character = text.charAt(at);
    depth += '([{'.includes(character) ? 1 : ')]}'.includes(character) && depth > 0 ? -1 : 0;
    at += string?.length ?? 1;
  }
  return text.length;
}

/** `inserted` takes the offset in the whole result of each backslash that was added. */
function doubled(code: string, base: number, inserted: number[]): string {
  let added = 0;
  return code.replace(/'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/g, (string, start: number) =>
    string.replace(/\\/g, (backslash: string, offset: number) => {
      inserted.push(base + start + offset + added);
      added += 1;
      return backslash + backslash;
    }),
  );
}

function shifted(origin: TextOrigin | undefined, inserted: readonly number[]): TextOrigin | undefined {
  if (origin === undefined || inserted.length === 0) {
    return origin;
  }
  return {
    span: origin.span,
    locate: (index) => origin.locate(index - inserted.filter((offset) => offset < index).length),
  };
}
