import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { expandPath } from '../module/kit/paths.ts';
import { read } from '../module/kit/reading.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';
import { placeText, type TextFile, textFileOf, textReadings } from '../module/text/text-file.ts';
import type { XmlEdit } from '../module/xml/edit.ts';
import type { ProcessedXml, XmlTask } from '../module/xml/process.ts';
import { textOf } from '../module/xml/text-value.ts';

const args = {
  path: { type: 'path', aliases: ['dest', 'file'], description: 'The file.' },
  xmlstring: {
    type: 'str',
    description: 'A text to work on instead of a file; it comes back in the result.',
  },
  xpath: { type: 'str', description: 'The nodes (XPath 1.0). Simple ones that are not there are made.' },
  namespaces: {
    type: 'dict',
    description: 'The namespaces by the prefixes that xpath and attribute use.',
  },
  state: {
    type: 'str',
    choices: ['absent', 'present'],
    default: 'present',
    aliases: ['ensure'],
    description: 'Whether the nodes shall be there.',
  },
  attribute: { type: 'raw', description: 'The attribute of the nodes that value is for.' },
  value: { type: 'raw', description: 'The text of the nodes, or of their attribute.' },
  add_children: {
    type: 'list',
    elements: 'raw',
    description:
      'Children that come to the last of the nodes: name, name: text, or name: attributes and `_`.',
  },
  set_children: {
    type: 'list',
    elements: 'raw',
    description: 'The children that each of the nodes shall have, and no others.',
  },
  count: { type: 'bool', default: false, description: 'Tell how many nodes there are.' },
  print_match: { type: 'bool', default: false, description: 'Tell where the nodes are.' },
  pretty_print: { type: 'bool', default: false, description: 'Write the document with indents.' },
  content: {
    type: 'str',
    choices: ['attribute', 'text'],
    description: 'Tell the attributes or the text of the nodes.',
  },
  input_type: {
    type: 'str',
    choices: ['xml', 'yaml'],
    default: 'yaml',
    description: 'How children are written in the task.',
  },
  backup: { type: 'bool', default: false, description: 'Keep the old file beside the new one.' },
  strip_cdata_tags: { type: 'bool', default: false, description: 'Make CDATA sections plain text.' },
  insertbefore: {
    type: 'bool',
    default: false,
    description: 'The children come before the first of the nodes, not into it.',
  },
  insertafter: {
    type: 'bool',
    default: false,
    description: 'The children come after the last of the nodes, not into it.',
  },
} as const satisfies ArgumentSpec;

type XmlArguments = ArgumentsOf<typeof args>;

export default defineModule({
  name: 'xml',
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Reads and edits parts of XML files; the target needs nothing for it',
  args,
  requiredOneOf: [['path', 'xmlstring']],
  mutuallyExclusive: [
    ['add_children', 'content', 'count', 'print_match', 'set_children', 'value'],
    ['path', 'xmlstring'],
    ['insertbefore', 'insertafter'],
  ],
  requiredBy: {
    add_children: ['xpath'],
    attribute: ['value'],
    content: ['xpath'],
    set_children: ['xpath'],
    value: ['xpath'],
  },
  requiredIf: [
    ['count', true, ['xpath']],
    ['print_match', true, ['xpath']],
    ['insertafter', true, ['xpath']],
    ['insertbefore', true, ['xpath']],
  ],
  returns: {
    actions: 'The xpath, the namespaces and the state of the task.',
    count: 'How many nodes there are.',
    matches: 'The attributes or the texts of the nodes.',
    msg: 'What was found.',
    xmlstring: 'The document, when it was given as a text.',
    backup_file: 'Where the old file went.',
  },
  examples: `
- name: Let the server listen on another port
  community.general.xml:
    path: /etc/app/server.xml
    xpath: /Server/Connector[@protocol='HTTP/1.1']
    attribute: port
    value: '8081'
`,
  check: 'full',
  diff: true,
  run: async (context, given) =>
    given.xmlstring === undefined ? inFile(context, given) : inText(context, given, given.xmlstring),
});

async function inText(context: ModuleContext, given: XmlArguments, text: string): Promise<ModuleResult> {
  const processed = await process(given, { name: 'xmlstring', content: Buffer.from(text) });
  return { ...resultOf(context, given, processed), xmlstring: processed.text };
}

async function inFile(context: ModuleContext, given: XmlArguments): Promise<ModuleResult> {
  const path = await expandPath(context, given.path ?? '');
  const place = { path, wanted: {} };
  const file = textFileOf(place, await read(context, textReadings(context, place)));
  if (file.status === undefined) throw new ModuleFailure(`${path} is not there`);
  const processed = await process(given, { name: path, content: file.source.encode(file.source.text) });
  const backupFile = processed.changed ? await write(context, { given, file, processed }) : undefined;
  return {
    ...resultOf(context, given, processed),
    ...(backupFile === undefined ? {} : { backup_file: backupFile }),
  };
}

async function write(
  context: ModuleContext,
  {
    given,
    file,
    processed,
  }: { readonly given: XmlArguments; readonly file: TextFile; readonly processed: ProcessedXml },
): Promise<string | undefined> {
  const text = file.source.adapt(processed.text);
  return (await placeText(context, file, { text, backup: given.backup })).backupFile;
}

/** The library is loaded by tasks that need it. */
async function process(
  given: XmlArguments,
  { name, content }: { readonly name: string; readonly content: Uint8Array },
): Promise<ProcessedXml> {
  const { processXml } = await import('../module/xml/process.ts');
  return processXml({
    name,
    content,
    xpath: given.xpath ?? '/',
    namespaces: given.namespaces ?? new Map(),
    action: actionOf(given),
    pretty: given.pretty_print,
    stripCdata: given.strip_cdata_tags,
  });
}

function actionOf(given: XmlArguments): XmlTask['action'] {
  const { xpath, count, print_match, content, value, attribute } = given;
  if (count) return { query: 'count' };
  if (print_match) return { query: 'print_match' };
  if (content !== undefined) return { query: content };
  if (xpath !== undefined) {
    if (given.state === 'absent') return { edit: { kind: 'remove' } };
    const list = childrenEdit(given);
    if (list !== undefined) return { edit: list };
    if (value === undefined || value === null) return { edit: { kind: 'ensure' } };
    const name = attribute === undefined ? undefined : textOf(attribute);
    return { edit: { kind: 'set-value', value: textOf(value), attribute: name } };
  }
  if (!given.pretty_print) throw new ModuleFailure('xml: nothing is asked for: give xpath, or pretty_print');
  return undefined;
}

function childrenEdit({ add_children, set_children, ...given }: XmlArguments): XmlEdit | undefined {
  const notation = given.input_type;
  if (set_children !== undefined) return { kind: 'set-children', children: set_children, notation };
  if (add_children === undefined) return undefined;
  const where = given.insertbefore ? 'before' : given.insertafter ? 'after' : 'inside';
  return { kind: 'add-children', children: add_children, notation, where };
}

function resultOf(context: ModuleContext, given: XmlArguments, processed: ProcessedXml): ModuleResult {
  const { changed, sides, data } = processed;
  const { xpath, state, namespaces = new Map() } = given;
  return {
    changed,
    ...(xpath === undefined ? {} : { actions: { xpath, namespaces, state } }),
    ...data,
    ...(context.diffMode && sides.before !== sides.after ? { diff: sides } : {}),
  };
}
