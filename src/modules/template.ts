import { stat } from 'node:fs/promises';
import { placementArguments } from '../module/copy/arguments.ts';
import { placeFile } from '../module/copy/place-file.ts';
import { defineFileModule } from '../module/kit/file-module.ts';
import { formatMode } from '../module/kit/mode.ts';
import { baseName, expandPath } from '../module/kit/paths.ts';
import { ModuleFailure } from '../module/result.ts';
import { textEncoding } from '../module/text/encoding.ts';

export default defineFileModule({
  name: 'template',
  collection: 'ansible.builtin',
  summary: 'Renders a template on the controller and puts the text on the target',
  args: {
    src: {
      type: 'path',
      required: true,
      description: 'The template, found in the templates folder of the role or play.',
    },
    dest: {
      type: 'path',
      required: true,
      description: 'Where the text goes; a directory keeps the name of the template.',
    },
    ...placementArguments,
    block_start_string: { type: 'str', default: '{%', description: 'What opens a statement.' },
    block_end_string: { type: 'str', default: '%}', description: 'What closes a statement.' },
    variable_start_string: { type: 'str', default: '{{', description: 'What opens an expression.' },
    variable_end_string: { type: 'str', default: '}}', description: 'What closes an expression.' },
    comment_start_string: { type: 'str', description: 'What opens a comment.' },
    comment_end_string: { type: 'str', description: 'What closes a comment.' },
    trim_blocks: { type: 'bool', default: true, description: 'Drop the line end after a statement.' },
    lstrip_blocks: { type: 'bool', default: false, description: 'Drop the blanks in front of a statement.' },
    newline_sequence: {
      type: 'str',
      choices: ['\n', '\r', '\r\n', '\\n', '\\r', '\\r\\n'],
      default: '\n',
      description: 'How lines end in the text.',
    },
    output_encoding: {
      type: 'str',
      default: 'utf-8',
      description: 'How the text is encoded: utf-8, ascii or latin-1.',
    },
  },
  returns: {
    dest: 'Where the file is.',
    checksum: 'SHA1 of the text.',
    backup_file: 'Where the old file went.',
  },
  examples: `
- name: Configure the service
  ansible.builtin.template:
    src: app.conf.j2
    dest: /etc/app/app.conf
    mode: '0640'
    validate: /usr/sbin/app --check %s
`,
  check: 'full',
  diff: true,
  async: 'none',
  async run(context, args) {
    const source = await context.files.find(args.src, 'templates');
    const dest = await expandPath(context, args.dest);
    const text = context.templating.file({
      path: source,
      name: args.src,
      text: (await context.files.read(source)).toString(),
      isSecret: await context.files.isSecret(source),
      destination: dest,
      trimBlocks: args.trim_blocks,
      lstripBlocks: args.lstrip_blocks,
      newlineSequence: args.newline_sequence.replaceAll('\\n', '\n').replaceAll('\\r', '\r'),
      blockStart: args.block_start_string,
      blockEnd: args.block_end_string,
      variableStart: args.variable_start_string,
      variableEnd: args.variable_end_string,
      commentStart: args.comment_start_string,
      commentEnd: args.comment_end_string,
    });
    return placeFile(context, {
      content: encode(text, args.output_encoding),
      dest,
      name: baseName(source),
      src: source,
      wanted: {
        ...args,
        mode: args.mode === 'preserve' ? formatMode((await stat(source)).mode & 0o7777) : args.mode,
      },
      force: args.force,
      follow: args.follow,
      backup: args.backup,
      validate: args.validate,
      unsafeWrites: args.unsafe_writes,
    });
  },
});

function encode(text: string, name: string): Buffer {
  const encoding = textEncoding(name);
  if (encoding === undefined)
    throw new ModuleFailure(`output_encoding is ${name}, but must be utf-8, ascii or latin-1`);
  if (encoding === 'utf-8') return Buffer.from(text);
  const limit = encoding === 'ascii' ? 0x7f : 0xff;
  const foreign = [...text].find((character) => (character.codePointAt(0) ?? 0) > limit);
  if (foreign !== undefined)
    throw new ModuleFailure(`the text holds ${JSON.stringify(foreign)}, which ${name} cannot hold`);
  return Buffer.from(text, 'latin1');
}
