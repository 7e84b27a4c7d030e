import { quote } from './quote.ts';

/** Names that a shell sets for itself and that are not in a program's environment. */
const shellOnly = new Set(['IFS', 'OPTIND', 'OPTARG', 'PPID', 'PS1', 'PS2', 'PS4', 'LINENO', 'UID', 'EUID']);

/**
 * `text` as one shell word in which a leading `~` or `~user`, `$NAME` and `${NAME}` stand for what the target's user
 * has; names that are not set, and users that do not exist, stay as written. Nothing else in the text means
 * anything to the shell.
 */
export function expandingWord(text: string): string {
  return expand(text, quote);
}

/** The same as a pattern: `*`, `?` and `[` match names, as in Python's glob. */
export function expandingPattern(text: string): string {
  return expand(text, quotePattern);
}

function expand(text: string, quoteLiteral: (text: string) => string): string {
  if (text === '') return "''";
  const home = /^~[A-Za-z0-9._-]*(?:\/|$)/.exec(text)?.[0] ?? '';
  const parts: string[] = [home];
  let rest = text.slice(home.length);
  for (;;) {
    const match = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/.exec(rest);
    if (match === null) break;
    const name = match[1] ?? match[2] ?? '';
    if (match.index > 0) parts.push(quoteLiteral(rest.slice(0, match.index)));
    parts.push(shellOnly.has(name) ? quote(match[0]) : variable(name, match[0]));
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest !== '') parts.push(quoteLiteral(rest));
  return parts.join('');
}

/** The fallback has its special characters escaped one by one: single quotes mean nothing in a quoted expansion. */
function variable(name: string, written: string): string {
  return `"\${${name}-${written.replace(/[$\\}]/g, '\\$&')}}"`;
}

function quotePattern(text: string): string {
  return (text.match(/[*?[\]!^-]+|[^*?[\]!^-]+/g) ?? [])
    .map((part) => (/^[*?[\]!^-]/.test(part) ? part : quote(part)))
    .join('');
}
