import type { Filter } from '../../jinja/plugins.ts';
import { bindArguments } from '../../values/arguments.ts';
import { dictFromEntries } from '../../values/dict.ts';
import { typeError, valueError } from '../../values/errors.ts';
import { str } from '../../values/printing.ts';
import { textOf } from '../../values/text.ts';
import { typeName } from '../../values/type-name.ts';
import { Bytes, type CallArguments, type Value } from '../../values/types.ts';
import { optionalInteger, optionalText, requireText } from './arguments.ts';
import { comment } from './comment.ts';
import { splitUrl } from './url.ts';

/** Texts into texts and lists of them. */
export const textFilters: Readonly<Record<string, Filter>> = {
  comment,
  quote: (value) => shellQuote(value === null ? '' : str(value)),
  split: (value, args) => {
    const bound = bindArguments('split', args, ['sep', 'maxsplit'], { sep: null, maxsplit: -1 });
    const text = textOf(value);
    if (text === undefined) {
      throw typeError(`split takes a str, not ${typeName(value)}`);
    }
    const limit = optionalInteger(bound.maxsplit, 'maxsplit') ?? -1;
    return splitText(text, optionalText(bound.sep), limit < 0 ? Number.POSITIVE_INFINITY : limit);
  },
  urldecode: (value) => percentDecode(requireText(value, "urldecode's value").replaceAll('+', ' ')),
  urlsplit,
};

/** Python's `shlex.quote`. */
export function shellQuote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}

/** Python's `str.split`. */
function splitText(text: string, separator: string | undefined, limit: number): readonly string[] {
  if (separator === '') {
    throw valueError('split: the separator is empty');
  }
  const parts: string[] = [];
  let rest = separator === undefined ? text.trimStart() : text;
  while (parts.length < limit) {
    const gap = separator === undefined ? /\s+/.exec(rest) : undefined;
    const at = separator === undefined ? (gap?.index ?? -1) : rest.indexOf(separator);
    if (at < 0) {
      break;
    }
    parts.push(rest.slice(0, at));
    rest = rest.slice(at + (separator ?? gap?.[0] ?? '').length);
  }
  return separator === undefined && rest === '' ? parts : [...parts, rest];
}

/** Percent escapes as UTF-8; bytes that are none become U+FFFD, malformed escapes stay. */
function percentDecode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

function urlsplit(value: Value, args: CallArguments): Value {
  const { query } = bindArguments('urlsplit', args, ['query'], { query: '' });
  const url =
    value instanceof Bytes ? Buffer.from(value.data).toString() : requireText(value, "urlsplit's value");
  const parts = splitUrl(url);
  const wanted = str(query);
  if (wanted === '') {
    return dictFromEntries(parts);
  }
  const found = parts.get(wanted);
  if (found === undefined) {
    throw valueError(`urlsplit: unknown URL component '${wanted}'; it has ${[...parts.keys()].join(', ')}`);
  }
  return found;
}
