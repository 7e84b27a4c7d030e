/** Python's `re` patterns on JavaScript's RegExp: the pattern and the replacement are translated. */

import { valueError } from './errors.ts';
import { assertTextLength } from './operators.ts';
import { findMatches } from './regex-deadline.ts';
import { translateReplacement } from './regex-replacement.ts';
import { translatePattern } from './regex-translate.ts';

export interface RegexFlags {
  readonly ignoreCase?: boolean;
  readonly multiline?: boolean;
  readonly dotAll?: boolean;
  readonly verbose?: boolean;
  readonly ascii?: boolean;
}

/** A compiled pattern. Group names are the author's own, also where JavaScript's differ. */
export interface PythonRegex {
  readonly source: string;
  readonly groupCount: number;
  /** Group numbers by name. */
  readonly groupNames: ReadonlyMap<string, number>;
  /** `re.search`: the first match at or after a UTF-16 offset. */
  search(text: string, from?: number): RegexMatch | undefined;
  /** `re.match`: a match at the start. */
  match(text: string): RegexMatch | undefined;
  /** `re.fullmatch`. */
  fullMatch(text: string): RegexMatch | undefined;
  /** `re.finditer`. */
  matchAll(text: string): RegexMatch[];
  /** `re.sub`; `count` 0 replaces all. */
  replace(text: string, replacement: string | ((match: RegexMatch) => string), count?: number): string;
  /** `re.split`: groups of the separator are part of the result (undefined: it took no part in the match). */
  split(text: string, maxSplit?: number): (string | undefined)[];
}

export interface RegexMatch {
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  /** The whole match, then each group; undefined for a group that took no part. */
  readonly groups: readonly (string | undefined)[];
}

/** Texts up to this length are no danger for patterns that take polynomial time. */
const guardedTextLength = 10_000;

const cache = new Map<string, PythonRegex>();
const cacheSize = 500;

/** @throws `template-value` when Python would refuse the pattern, or JavaScript has nothing like it. */
export function compilePythonRegex(pattern: string, flags: RegexFlags = {}): PythonRegex {
  const key = JSON.stringify([pattern, flags]);
  const known = cache.get(key);
  if (known !== undefined) return known;
  const compiled = build(pattern, flags);
  if (cache.size >= cacheSize) cache.clear();
  cache.set(key, compiled);
  return compiled;
}

function build(pattern: string, flags: RegexFlags): PythonRegex {
  const translated = translatePattern(pattern, flags);
  const options = `u${translated.ignoreCase ? 'i' : ''}`;
  const compile = (source: string, extra: string): RegExp => {
    try {
      return new RegExp(source, options + extra);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw valueError(`the regular expression '${pattern}' cannot be used: ${reason}`);
    }
  };
  const searching = compile(translated.source, 'g');
  const anchored = compile(translated.source, 'y');
  const whole = compile(`(?:${translated.source})$(?![\\s\\S])`, 'y');

  const advancing = translated.mayPreferEmpty
    ? (left: number): RegExp => compile(`(?:${translated.source})(?![\\s\\S]{${left}})`, 'g')
    : undefined;

  const needsGuard = (text: string): boolean =>
    translated.isRisky ||
    ((translated.repeatCount > 1 || advancing !== undefined) && text.length > guardedTextLength);

  const find = (regex: RegExp, text: string, from: number, onlyFirst: boolean): RegexMatch[] =>
    findMatches({ regex, text, from, onlyFirst, isGuarded: needsGuard(text), advancing }).map((found) => ({
      start: found.index,
      end: found.index + found[0].length,
      groups: [found[0], ...translated.captures.map((name) => found.groups?.[name])],
    }));
  const matches = (text: string): RegexMatch[] => find(searching, text, 0, false);

  return {
    source: pattern,
    groupCount: translated.groupCount,
    groupNames: translated.groupNames,
    search: (text, from = 0) => find(searching, text, from, true)[0],
    match: (text) => find(anchored, text, 0, true)[0],
    fullMatch: (text) => find(whole, text, 0, true)[0],
    matchAll: matches,
    replace(text, replacement, count = 0) {
      const expand =
        typeof replacement === 'string' ? translateReplacement(replacement, translated) : replacement;
      let result = '';
      let position = 0;
      let done = 0;
      for (const match of matches(text)) {
        result += text.slice(position, match.start) + expand(match);
        assertTextLength(result.length);
        position = match.end;
        done += 1;
        if (done === count) break;
      }
      return result + text.slice(position);
    },
    split(text, maxSplit = 0) {
      const parts: (string | undefined)[] = [];
      let position = 0;
      let done = 0;
      for (const match of matches(text)) {
        parts.push(text.slice(position, match.start), ...match.groups.slice(1));
        position = match.end;
        done += 1;
        if (done === maxSplit) break;
      }
      parts.push(text.slice(position));
      return parts;
    },
  };
}

/** What a replacement (`\1`, `\g<name>`) gives for one match, as `match.expand` in Python. */
export function expandReplacement(replacement: string, match: RegexMatch, regex: PythonRegex): string {
  return translateReplacement(replacement, regex)(match);
}
