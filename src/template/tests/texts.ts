import type { Test } from '../../jinja/plugins.ts';
import { bindArguments } from '../../values/arguments.ts';
import { valueError } from '../../values/errors.ts';
import { toList } from '../../values/iterate.ts';
import { str } from '../../values/printing.ts';
import { compilePythonRegex, type PythonRegex } from '../../values/regex.ts';
import { isTruthy } from '../../values/truth.ts';
import type { CallArguments, Value } from '../../values/types.ts';
import { splitUrl } from '../filters/url.ts';

/** Texts against regular expressions and the forms of URIs. */
export const textTests: Readonly<Record<string, Test>> = {
  match: (value, args) => matches(value, args, 'match'),
  search: (value, args) => matches(value, args, 'search'),
  regex: (value, args) => matches(value, args, undefined),
  uri: (value, args) => isUri(value, schemesOf('uri', args)),
  url: (value, args) => {
    const parts = uriParts(value);
    return isUri(value, schemesOf('url', args)) && parts?.get('netloc') !== '';
  },
  urn: (value) => /^urn:/i.test(str(value)),
};

type MatchType = 'match' | 'search' | 'fullmatch';

function matches(value: Value, args: CallArguments, fixed: MatchType | undefined): boolean {
  const names = ['pattern', 'ignorecase', 'multiline', 'match_type'] as const;
  const defaults = { pattern: '', ignorecase: false, multiline: false, match_type: fixed ?? 'search' };
  const bound = bindArguments(fixed ?? 'regex', args, names, defaults);
  const regex = compilePythonRegex(str(bound.pattern), {
    ignoreCase: isTruthy(bound.ignorecase),
    multiline: isTruthy(bound.multiline),
  });
  return isMatch(regex, str(value), fixed ?? str(bound.match_type));
}

function isMatch(regex: PythonRegex, text: string, type: string): boolean {
  switch (type) {
    case 'match':
      return regex.match(text) !== undefined;
    case 'search':
      return regex.search(text) !== undefined;
    case 'fullmatch':
      return regex.fullMatch(text) !== undefined;
    default:
      throw valueError(`the test regex has the match types search, match and fullmatch, not '${type}'`);
  }
}

function schemesOf(test: string, args: CallArguments): readonly string[] | undefined {
  const { schemes } = bindArguments(test, args, ['schemes'], { schemes: null });
  return schemes === null ? undefined : toList(schemes).map(str);
}

function uriParts(value: Value): ReadonlyMap<string, Value> | undefined {
  return typeof value === 'string' ? splitUrl(value) : undefined;
}

function isUri(value: Value, schemes: readonly string[] | undefined): boolean {
  const parts = uriParts(value);
  const scheme = parts?.get('scheme');
  return parts !== undefined && (schemes === undefined || schemes.some((each) => each === scheme));
}
