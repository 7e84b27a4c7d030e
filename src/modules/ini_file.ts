import { statusKeys } from '../module/kit/file-attributes.ts';
import { defineFileModule, fileArguments } from '../module/kit/file-module.ts';
import { expandPath } from '../module/kit/paths.ts';
import { read } from '../module/kit/reading.ts';
import { ModuleFailure } from '../module/result.ts';
import { editIni } from '../module/text/ini-edit.ts';
import { placeText, textDiffs, textFileOf, textReadings } from '../module/text/text-file.ts';

export default defineFileModule({
  name: 'ini_file',
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Sets options in an INI file, or takes them or whole sections out',
  args: {
    path: { type: 'path', required: true, aliases: ['dest'], description: 'The file.' },
    section: {
      type: 'str',
      description: 'The section; without one, what stands before the first section.',
    },
    option: { type: 'str', description: 'The option; without one, the section itself.' },
    value: { type: 'str', description: 'The value of the option.' },
    values: { type: 'list', elements: 'str', description: 'The values of an option that stands many times.' },
    state: {
      type: 'str',
      choices: ['absent', 'present'],
      default: 'present',
      description: 'Whether it shall be there.',
    },
    exclusive: {
      type: 'bool',
      default: true,
      description: 'These values and no others; otherwise others of the same option are left alone.',
    },
    no_extra_spaces: { type: 'bool', default: false, description: 'No blanks around the equals sign.' },
    allow_no_value: {
      type: 'bool',
      default: false,
      description: 'An option without a value stands alone, without an equals sign.',
    },
    create: { type: 'bool', default: true, description: 'Make the file when it is not there.' },
    backup: { type: 'bool', default: false, description: 'Keep the old file beside the new one.' },
    ...fileArguments,
  },
  mutuallyExclusive: [['value', 'values']],
  returns: {
    path: 'The file.',
    msg: 'What was done.',
    backup_file: 'Where the old file went.',
  },
  examples: `
- name: Let the daemon listen everywhere
  community.general.ini_file:
    path: /etc/app/app.ini
    section: server
    option: listen
    value: 0.0.0.0
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    const { state, option } = args;
    const section = args.section === '' ? undefined : args.section;
    const given = args.value === undefined ? (args.values ?? []).map(String) : [args.value];
    if (state === 'present' && given.length === 0 && !args.allow_no_value)
      throw new ModuleFailure('state=present needs an option and a value, or allow_no_value');
    if (section === undefined && option === undefined)
      throw new ModuleFailure('neither a section nor an option is given');
    const path = await expandPath(context, args.path);
    const place = { path, wanted: args, makeFolders: true, replaceLink: true };
    const file = textFileOf(place, await read(context, textReadings(context, place)));
    const isThere = file.status !== undefined;
    if (!isThere && !args.create) throw new ModuleFailure(`${path} is not there`, { rc: 257 });
    const adapted = (text: string): string => file.source.adapt(text);
    const { text, message } = editIni(file.source.text, {
      section: section === undefined ? undefined : adapted(section),
      option: option === undefined ? undefined : adapted(option),
      values: given.length === 0 && state === 'present' ? [undefined] : given.map(adapted),
      state,
      exclusive: args.exclusive,
      equals: args.no_extra_spaces ? '=' : ' = ',
    });
    const isEdited = message !== '';
    const changed = isEdited || (isThere && file.plan.changes.length > 0);
    const { status, backupFile } = changed
      ? await placeText(context, file, { text, backup: args.backup, unsafeWrites: args.unsafe_writes })
      : { status: file.status, backupFile: undefined };
    return {
      changed,
      path,
      msg: isEdited ? message : changed ? 'owner, group or mode changed' : 'OK',
      ...(backupFile === undefined ? {} : { backup_file: backupFile }),
      ...(status === undefined ? {} : statusKeys(status)),
      ...(context.diffMode ? { diff: textDiffs(file, text) } : {}),
    };
  },
});
