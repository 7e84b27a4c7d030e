import { contentDiff } from '../module/kit/diff.ts';
import { defineFileModule } from '../module/kit/file-module.ts';
import { expandPath } from '../module/kit/paths.ts';
import { read } from '../module/kit/reading.ts';
import { checkValidateCommand } from '../module/kit/validate-command.ts';
import { ModuleFailure } from '../module/result.ts';
import { textFileArguments } from '../module/text/arguments.ts';
import { inEncoding, textEncoding } from '../module/text/encoding.ts';
import { replaceMatches } from '../module/text/replace-edit.ts';
import { placeText, textFileOf, textReadings } from '../module/text/text-file.ts';

export default defineFileModule({
  name: 'replace',
  collection: 'ansible.builtin',
  summary: 'Replaces all matches of a pattern in a file',
  args: {
    ...textFileArguments,
    regexp: {
      type: 'str',
      required: true,
      description: 'What to replace, as in Python; ^ and $ match at each line.',
    },
    replace: {
      type: 'str',
      default: '',
      description: 'What to put in its place; \\1 and \\g<name> stand for groups. Nothing: take it out.',
    },
    after: { type: 'str', description: 'Only behind a match of this pattern, in which . matches line ends.' },
    before: {
      type: 'str',
      description: 'Only before a match of this pattern, in which . matches line ends.',
    },
    encoding: {
      type: 'str',
      default: 'utf-8',
      description: 'How the file is encoded: utf-8, ascii or latin-1.',
    },
  },
  returns: {
    msg: 'How many matches were replaced.',
    rc: '0.',
    backup_file: 'Where the old file went.',
  },
  examples: `
- name: Move to the new name
  ansible.builtin.replace:
    path: /etc/hosts
    regexp: '(\\s)old\\.example\\.org(\\s|$)'
    replace: '\\1new.example.org\\2'
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    const encoding = textEncoding(args.encoding);
    if (encoding === undefined)
      throw new ModuleFailure(`encoding is ${args.encoding}, but must be utf-8, ascii or latin-1`);
    if (args.validate !== undefined) checkValidateCommand(args.validate);
    const path = await expandPath(context, args.path);
    const place = { path, wanted: args };
    const found = textFileOf(place, await read(context, textReadings(context, place)));
    if (found.status === undefined) throw new ModuleFailure(`${path} is not there`, { rc: 257 });
    const file = { ...found, source: inEncoding(found.source, encoding) };
    const { source, plan } = file;
    const adapted = (text: string | undefined) => (text === undefined ? undefined : source.adapt(text));
    const { text, count } = replaceMatches(source.text, {
      regexp: source.adapt(args.regexp),
      replace: source.adapt(args.replace),
      after: adapted(args.after),
      before: adapted(args.before),
    });
    const isEdited = text !== source.text;
    const hasAttributes = plan.changes.length > 0;
    const { backupFile } = await placeText(context, file, {
      text,
      backup: args.backup,
      validate: args.validate,
      unsafeWrites: args.unsafe_writes,
    });
    const done = isEdited ? [`${count} replacements made`] : [];
    return {
      changed: isEdited || hasAttributes,
      rc: 0,
      msg:
        count === undefined
          ? 'there is no such part of the file'
          : [...done, ...(hasAttributes ? ['owner, group or mode changed'] : [])].join(' and '),
      ...(backupFile === undefined ? {} : { backup_file: backupFile }),
      ...(context.diffMode && isEdited
        ? {
            diff: contentDiff({
              before: Buffer.from(source.text),
              after: Buffer.from(text),
              beforeHeader: path,
              afterHeader: path,
            }),
          }
        : {}),
    };
  },
});
