import { bindArguments } from '../../values/arguments.ts';
import { typeError, valueError } from '../../values/errors.ts';
import { iterate, tryIterate } from '../../values/iterate.ts';
import { formatJson } from '../../values/json.ts';
import { escapeHtml, Markup } from '../../values/markup.ts';
import { str } from '../../values/printing.ts';
import { textOf } from '../../values/text.ts';
import { isTruthy } from '../../values/truth.ts';
import { typeName } from '../../values/type-name.ts';
import { type CallArguments, Undefined, type Value } from '../../values/types.ts';
import { prettyPrint } from './pretty-print.ts';
import { type FilterTable, optionalInt, softText } from './table.ts';
import { urlize } from './urlize.ts';

/** Safe text is a type of its own only where text is escaped; elsewhere it is plain text. */
function safe(text: string, autoescape: boolean): Value {
  return autoescape ? new Markup(text) : text;
}

function escapeOnce(value: Value): string {
  return value instanceof Markup ? value.value : escapeHtml(str(value));
}

const unreserved = /[A-Za-z0-9_.~-]/;

function quoteUrl(text: string, safeCharacters: string): string {
  return Array.from(text, (character) => {
    if (unreserved.test(character) || safeCharacters.includes(character)) return character;
    return Array.from(
      Buffer.from(character, 'utf8'),
      (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    ).join('');
  }).join('');
}

function urlEncode(value: Value): string {
  const isPairs = textOf(value) === undefined && tryIterate(value) !== undefined;
  if (!isPairs) return quoteUrl(str(value), '/');
  const pairs: Iterable<readonly [Value, Value]> =
    value instanceof Map
      ? value
      : Array.from(iterate(value), (pair): readonly [Value, Value] => {
          const [key, item, ...more] = iterate(pair);
          if (key === undefined || item === undefined || more.length > 0) {
            throw valueError('urlencode takes text, a dict or pairs of keys and values');
          }
          return [key, item];
        });
  const quote = (part: Value): string => quoteUrl(str(part), '').replaceAll('%20', '+');
  return Array.from(pairs, ([key, item]) => `${quote(key)}=${quote(item)}`).join('&');
}

function xmlAttributes(value: Value, args: CallArguments): string {
  const { autospace } = bindArguments('xmlattr', args, ['autospace'], { autospace: true });
  if (!(value instanceof Map)) throw typeError(`xmlattr needs a dict, not ${typeName(value)}`);
  const parts: string[] = [];
  for (const [key, item] of value) {
    if (item === null || item instanceof Undefined) continue;
    const name = textOf(key);
    if (name === undefined) throw typeError(`an attribute's name is a str, not ${typeName(key)}`);
    if (/[\s/>=]/.test(name)) throw valueError(`'${name}' is no name of an attribute`);
    parts.push(`${escapeHtml(name)}="${escapeOnce(item)}"`);
  }
  const text = parts.join(' ');
  return isTruthy(autospace) && text !== '' ? ` ${text}` : text;
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

function stripTags(value: Value): string {
  const text = softText(value)
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<[^>]*>/g, '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .join(' ');
  return text.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g, (all, decimal, hex, name) => {
    if (typeof name === 'string') return entities[name] ?? all;
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}

function toJson(value: Value, args: CallArguments): string {
  const { indent } = bindArguments('tojson', args, ['indent'], { indent: null });
  const size = optionalInt(indent, 'indent') ?? undefined;
  const json = formatJson(value, { sortKeys: 'strict', indent: size });
  return json.replace(
    /[<>&']/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export const htmlFilters: FilterTable = {
  escape: (value, _args, context) => safe(escapeOnce(value), context.autoescape),
  e: (value, _args, context) => safe(escapeOnce(value), context.autoescape),
  forceescape: (value, _args, context) => safe(escapeHtml(softText(value)), context.autoescape),
  safe: (value, _args, context) => safe(softText(value), context.autoescape),
  striptags: stripTags,
  urlencode: urlEncode,
  urlize: (value, args, context) => safe(urlize(softText(value), args), context.autoescape),
  xmlattr: (value, args, context) => safe(xmlAttributes(value, args), context.autoescape),
  tojson: (value, args, context) => safe(toJson(value, args), context.autoescape),
  pprint: (value) => prettyPrint(value),
};
