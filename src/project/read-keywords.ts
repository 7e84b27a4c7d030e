import { describeNode, type MappingEntry, type YamlNode } from '../source/node.ts';
import { toValue } from '../source/to-value.ts';
import { didYouMean } from '../util/nearest.ts';
import type { Dict, Value } from '../values/types.ts';
import type { Keywords, KeywordValue } from './ast.ts';
import { readKeywordValue, textOf } from './keyword-value.ts';
import { KEYWORDS, keywordsAt, type Place, placeName, placesOf } from './keywords.ts';
import type { Loading } from './loading.ts';
import { replacementOf } from './retired-keywords.ts';

export interface ReadKeywordsInput {
  readonly entries: readonly MappingEntry[];
  readonly place: Place;
  readonly loading: Loading;
  /** Keys that the caller reads itself. */
  readonly except?: ReadonlySet<string>;
  /** Takes an entry that is no keyword; without it, such an entry is reported. */
  readonly unknown?: (entry: MappingEntry, key: string) => void;
}

/** Reads the keywords of one node. A key that is unknown, or that belongs elsewhere, is reported. */
export function readKeywords(input: ReadKeywordsInput): Keywords {
  const { entries, place, loading, except } = input;
  const keywords = new Map<string, KeywordValue>();
  for (const entry of entries) {
    const name = textOf(entry.key);
    if (name === undefined) {
      reportBadKey(entry.key, place, loading);
      continue;
    }
    if (except?.has(name)) continue;
    const keyword = KEYWORDS.get(name);
    if (keyword === undefined || !keyword.places.includes(place)) {
      if (input.unknown !== undefined) input.unknown(entry, name);
      else reportUnknownKeyword(entry.key, { name, place, loading });
      continue;
    }
    const value = readKeywordValue({ name, keyword, node: entry.value, loading });
    if (value === undefined) continue;
    const whole = name === 'loop_control' ? readLoopControl(entry.value, value, loading) : value;
    keywords.set(CANONICAL.get(name) ?? name, { value: whole, span: entry.value.span });
  }
  return keywords;
}

/** Older names that mean the same. */
const CANONICAL: ReadonlyMap<string, string> = new Map([['user', 'remote_user']]);

export interface UnknownKeyword {
  readonly name: string;
  readonly place: Place;
  readonly loading: Loading;
  /** Further names that can stand there. */
  readonly alsoKnown?: Iterable<string>;
}

/** Says that a key is no keyword, or where it belongs. */
export function reportUnknownKeyword(
  key: YamlNode,
  { name, place, loading, alsoKnown }: UnknownKeyword,
): void {
  const keyword = KEYWORDS.get(name);
  if (keyword !== undefined) {
    const message = `the keyword '${name}' cannot stand in ${placeName(place)}: it belongs in ${placesOf(keyword)}`;
    loading.error({ code: 'misplaced-keyword', message, span: key.span });
    return;
  }
  const message = `'${name}' is not a keyword of ${placeName(place)}`;
  const hint = replacementOf(name) ?? didYouMean(name, [...keywordsAt(place), ...(alsoKnown ?? [])]);
  loading.error({ code: 'unknown-keyword', message, span: key.span, hint });
}

function reportBadKey(key: YamlNode, place: Place, loading: Loading): void {
  const message = `${describeNode(key)} cannot be a keyword of ${placeName(place)}: keywords are texts`;
  loading.error({ code: 'unknown-keyword', message, span: key.span });
}

/** Checks the keys of loop_control, and makes a condition of `break_when`. */
function readLoopControl(node: YamlNode, value: Value, loading: Loading): Value {
  if (node.kind !== 'mapping' || !(value instanceof Map)) return value;
  const control = readKeywords({ entries: node.entries, place: 'loop_control', loading });
  const breakWhen = control.get('break_when');
  return breakWhen === undefined ? value : new Map([...value, ['break_when', breakWhen.value]]);
}

/** Variables given beside keywords (a role's parameters): name and value. */
export function readParams(entries: readonly MappingEntry[], loading: Loading): Dict {
  const params: Dict = new Map();
  const { report, context } = loading;
  for (const { key, value } of entries) {
    const name = toValue(key, { trusted: false, report });
    params.set(name, toValue(value, { trusted: true, report }));
    context.places?.note(params, name, key.span);
  }
  return params;
}

/** The span of a mapping's first key: enough to show which one is meant. */
export function headSpan(node: YamlNode) {
  return node.kind === 'mapping' ? (node.entries[0]?.key.span ?? node.span) : node.span;
}
