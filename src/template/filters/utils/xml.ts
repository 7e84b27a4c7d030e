import type { Filter } from '../../../jinja/plugins.ts';
import { bindArguments } from '../../../values/arguments.ts';
import { valueError } from '../../../values/errors.ts';
import { parseJson } from '../../../values/json.ts';
import { str } from '../../../values/printing.ts';
import { textOf } from '../../../values/text.ts';
import { isTruthy } from '../../../values/truth.ts';
import type { Dict, Value } from '../../../values/types.ts';
import { emitXml } from '../../xml/emit.ts';
import { parseXml, type XmlElement } from '../../xml/parse.ts';
import { requireChoice, requireInteger, requireText } from '../arguments.ts';

/** ansible.utils: XML as dicts, the way xmltodict has it. */
export const xmlFilters: Readonly<Record<string, Filter>> = {
  from_xml: (value, args) => {
    requireEngine(bindArguments('from_xml', args, ['engine'], { engine: 'xmltodict' }).engine);
    const root = parseXml(requireText(value, "from_xml's value"));
    return new Map<Value, Value>([[root.name, contentOf(root)]]);
  },
  to_xml: (value, args) => {
    const names = ['engine', 'indent', 'indent_width', 'full_document'] as const;
    const bound = bindArguments('to_xml', args, names, {
      engine: 'xmltodict',
      indent: 'tabs',
      indent_width: 4,
      full_document: true,
    });
    requireEngine(bound.engine);
    const text = textOf(value);
    const dict = text === undefined ? value : parseJson(text);
    if (!(dict instanceof Map)) throw valueError('to_xml takes a dict, or JSON of one');
    const isTabs = requireChoice(bound.indent, ['tabs', 'spaces'], 'indent') === 'tabs';
    const width = Math.min(requireInteger(bound.indent_width, 'indent_width'), WIDEST_INDENT);
    const indent = isTabs ? '\t' : ' '.repeat(Math.max(0, width));
    return emitXml(dict, { indent, hasDeclaration: isTruthy(bound.full_document) });
  },
};

const WIDEST_INDENT = 100;

function requireEngine(engine: Value): void {
  if (str(engine) !== 'xmltodict') throw valueError(`the engine is xmltodict, not '${str(engine)}'`);
}

/** None, a text, or a dict of attributes (`@`), members, and the text beside them (`#text`). */
function contentOf({ attributes, children, text }: XmlElement): Value {
  const trimmed = text.trim();
  if (attributes.size === 0 && children.length === 0) return trimmed === '' ? null : trimmed;
  const dict: Dict = new Map();
  for (const [name, value] of attributes) dict.set(`@${name}`, value);
  for (const child of children) {
    const known = dict.get(child.name);
    const content = contentOf(child);
    if (!dict.has(child.name)) dict.set(child.name, content);
    else if (Array.isArray(known)) known.push(content);
    else dict.set(child.name, [known ?? null, content]);
  }
  if (trimmed !== '') dict.set('#text', trimmed);
  return dict;
}
