import type { SyntaxOptions } from './options.ts';

/** The regular expressions that find the edges of code. All but `start`, `commentEnd`, `rawEnd` are sticky. */
export interface Delimiters {
  /** The next piece of code, whatever it is; the group that took part says which kind. */
  readonly start: RegExp;
  readonly variableEnd: RegExp;
  readonly blockEnd: RegExp;
  readonly lineEnd: RegExp;
  readonly commentEnd: RegExp;
  readonly rawEnd: RegExp;
}

const cache = new WeakMap<SyntaxOptions, Delimiters>();

export function delimitersOf(syntax: SyntaxOptions): Delimiters {
  const known = cache.get(syntax);
  if (known !== undefined) return known;
  const built = build(syntax);
  cache.set(syntax, built);
  return built;
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function build(syntax: SyntaxOptions): Delimiters {
  const blockEnd = escapeRegex(syntax.blockEnd);
  const blockStart = escapeRegex(syntax.blockStart);
  const newline = syntax.trimBlocks ? '\\n?' : '';
  const closing = (end: string): string => `(?:\\+${end}|-${end}\\s*|${end}${newline})`;
  return {
    start: startPattern(syntax),
    variableEnd: new RegExp(
      `-${escapeRegex(syntax.variableEnd)}\\s*|${escapeRegex(syntax.variableEnd)}`,
      'y',
    ),
    blockEnd: new RegExp(closing(blockEnd), 'y'),
    lineEnd: /\s*(?:\n|$)/y,
    commentEnd: new RegExp(closing(escapeRegex(syntax.commentEnd)), 'g'),
    rawEnd: new RegExp(`${blockStart}(?<sign>[-+]?)\\s*endraw\\s*${closing(blockEnd)}`, 'g'),
  };
}

/** Longer delimiters come first, so that one that begins with another is found. */
function startPattern(syntax: SyntaxOptions): RegExp {
  const blockStart = escapeRegex(syntax.blockStart);
  const blockEnd = escapeRegex(syntax.blockEnd);
  const rules = [
    { length: syntax.commentStart.length, source: `(?<comment>${escapeRegex(syntax.commentStart)}[-+]?)` },
    { length: syntax.blockStart.length, source: `(?<block>${blockStart}[-+]?)` },
    { length: syntax.variableStart.length, source: `(?<variable>${escapeRegex(syntax.variableStart)}[-+]?)` },
  ];
  if (syntax.lineStatementPrefix !== undefined) {
    const prefix = escapeRegex(syntax.lineStatementPrefix);
    rules.push({
      length: syntax.lineStatementPrefix.length,
      source: `(?<lineStatement>(?<=^|\\n)[ \\t\\v]*${prefix})`,
    });
  }
  if (syntax.lineCommentPrefix !== undefined) {
    const prefix = escapeRegex(syntax.lineCommentPrefix);
    rules.push({
      length: syntax.lineCommentPrefix.length,
      source: `(?<lineComment>(?<=^|\\n|\\S)[^\\S\\r\\n]*${prefix})`,
    });
  }
  rules.sort((a, b) => b.length - a.length);
  const raw = `(?<raw>(?<rawOpen>${blockStart}[-+]?)\\s*raw\\s*(?:-${blockEnd}\\s*|${blockEnd}))`;
  return new RegExp([raw, ...rules.map((rule) => rule.source)].join('|'), 'g');
}
