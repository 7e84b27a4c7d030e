import { bindArguments } from '../arguments.ts';
import { typeError } from '../errors.ts';
import { formatString } from '../format-string.ts';
import { iterate } from '../iterate.ts';
import { characters } from '../text.ts';
import type { Dict, Value } from '../types.ts';
import { intArgument, type Method, textArgument } from './table.ts';

function expandTabs(text: string, size: number): string {
  return text
    .split(/(?<=[\n\r])/)
    .map((line) => {
      let column = 0;
      return characters(line)
        .map((character) => {
          const width = character === '\t' ? (size > 0 ? size - (column % size) : 0) : 1;
          column += width;
          return character === '\t' ? ' '.repeat(width) : character;
        })
        .join('');
    })
    .join('');
}

function translate(text: string, table: Value): string {
  if (!(table instanceof Map)) throw typeError('translate() needs a table as maketrans() makes it');
  return Array.from(text, (character) => {
    const found = table.get(character.codePointAt(0) ?? 0);
    if (found === undefined) return character;
    if (found === null) return '';
    return typeof found === 'number' ? String.fromCodePoint(found) : textArgument(found, 'a replacement');
  }).join('');
}

function makeTable(args: Parameters<Method<string>>[1]): Dict {
  const { x, y, z } = bindArguments('maketrans', args, ['x', 'y', 'z'], { y: null, z: null });
  const table: Dict = new Map();
  const code = (character: Value): number => textArgument(character, 'a character').codePointAt(0) ?? 0;
  if (x instanceof Map) {
    for (const [key, value] of x) table.set(typeof key === 'number' ? key : code(key), value);
    return table;
  }
  const to = y === null ? [] : Array.from(iterate(y));
  Array.from(iterate(x)).forEach((from, index) => {
    table.set(code(from), code(to[index] ?? ''));
  });
  for (const gone of z === null ? [] : iterate(z)) table.set(code(gone), null);
  return table;
}

export const formatMethods: Readonly<Record<string, Method<string>>> = {
  format: (text, args) => formatString(text, args),
  format_map: (text, args) => {
    const { mapping } = bindArguments('format_map', args, ['mapping']);
    const keyword = mapping instanceof Map ? mapping : new Map<Value, Value>();
    return formatString(text, {
      positional: [],
      keyword: new Map(Array.from(keyword, ([key, value]) => [String(key), value])),
    });
  },
  expandtabs: (text, args) => {
    const { tabsize } = bindArguments('expandtabs', args, ['tabsize'], { tabsize: 8 });
    return expandTabs(text, intArgument(tabsize, 'the tab size'));
  },
  translate: (text, args) => translate(text, bindArguments('translate', args, ['table']).table),
  maketrans: (_text, args) => makeTable(args),
};
