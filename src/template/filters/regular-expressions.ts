import type { Filter } from '../../jinja/plugins.ts';
import { bindArguments } from '../../values/arguments.ts';
import { valueError } from '../../values/errors.ts';
import { str } from '../../values/printing.ts';
import { compilePythonRegex, type PythonRegex, type RegexMatch } from '../../values/regex.ts';
import { isTruthy } from '../../values/truth.ts';
import { Tuple, type Value } from '../../values/types.ts';

/** Python's `re` as filters. Any value is matched as its text. */
export const regexFilters: Readonly<Record<string, Filter>> = {
  regex_replace: (value, args) => {
    const names = ['pattern', 'replacement', 'ignorecase', 'multiline'] as const;
    const defaults = { pattern: '', replacement: '', ignorecase: false, multiline: false };
    const bound = bindArguments('regex_replace', args, names, defaults);
    const regex = compile(bound.pattern, bound.ignorecase, bound.multiline);
    return regex.replace(str(value), str(bound.replacement));
  },
  regex_findall: (value, args) => {
    const names = ['regex', 'multiline', 'ignorecase'] as const;
    const bound = bindArguments('regex_findall', args, names, { multiline: false, ignorecase: false });
    const regex = compile(bound.regex, bound.ignorecase, bound.multiline);
    return regex.matchAll(str(value)).map(found);
  },
  regex_search: (value, args) => {
    const [pattern, ...groups] = args.positional;
    const rest = { positional: pattern === undefined ? [] : [pattern], keyword: args.keyword };
    const bound = bindArguments('regex_search', rest, ['regex', 'ignorecase', 'multiline'], {
      ignorecase: false,
      multiline: false,
    });
    const regex = compile(bound.regex, bound.ignorecase, bound.multiline);
    const wanted = groups.map((group) => groupReference(str(group), regex));
    const match = regex.search(str(value));
    if (wanted.length === 0) {
      return match?.groups[0] ?? null;
    }
    return match === undefined ? null : wanted.map((number) => match.groups[number] ?? null);
  },
  regex_escape: (value, args) => {
    const { re_type } = bindArguments('regex_escape', args, ['re_type'], { re_type: 'python' });
    const text = str(value);
    switch (str(re_type)) {
      case 'python':
        return text.replace(/[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g, '\\$&');
      case 'posix_basic':
        return text.replace(/[[\].^$*\\]/g, '\\$&');
      default:
        throw valueError(`regex_escape knows the types python and posix_basic, not '${str(re_type)}'`);
    }
  },
};

function compile(pattern: Value, ignoreCase: Value, multiline: Value): PythonRegex {
  return compilePythonRegex(str(pattern), {
    ignoreCase: isTruthy(ignoreCase),
    multiline: isTruthy(multiline),
  });
}

/** One result of `re.findall`: the match, its one group, or a tuple of its groups. */
function found(match: RegexMatch): Value {
  const groups = match.groups.slice(1).map((group) => group ?? '');
  if (groups.length === 0) {
    return match.groups[0] ?? '';
  }
  return groups.length === 1 ? (groups[0] ?? '') : new Tuple(groups);
}

/** `\1` or `\g<name>`. */
function groupReference(reference: string, regex: PythonRegex): number {
  const match = /^\\(?:(\d+)|g<(\w+)>)/.exec(reference);
  const name = match?.[2];
  const number = Number(match?.[1] ?? (name !== undefined && /^\d+$/.test(name) ? name : Number.NaN));
  const index = Number.isNaN(number) && name !== undefined ? regex.groupNames.get(name) : number;
  if (match === null || index === undefined || Number.isNaN(index)) {
    throw valueError(
      `regex_search does not know the group '${reference}'; groups are written \\1 or \\g<name>`,
    );
  }
  if (index > regex.groupCount) {
    throw valueError(`regex_search: '${regex.source}' has no group ${index}`);
  }
  return index;
}
