import { defineFileModule } from '../module/kit/file-module.ts';
import { textFileArguments } from '../module/text/arguments.ts';
import { editFile, type TextEdit } from '../module/text/edit-file.ts';
import type { FetchedText } from '../module/text/fetch-text.ts';
import { ensureLine, removeLines } from '../module/text/line-edit.ts';

export default defineFileModule({
  name: 'lineinfile',
  collection: 'ansible.builtin',
  summary: 'Makes one line stand in a file, or takes lines out of it',
  args: {
    ...textFileArguments,
    line: { type: 'str', aliases: ['value'], description: 'The line.' },
    regexp: {
      type: 'str',
      aliases: ['regex'],
      description: 'What the line to replace or remove looks like (as in Python).',
    },
    search_string: { type: 'str', description: 'A text that the line to replace or remove holds.' },
    state: {
      type: 'str',
      choices: ['absent', 'present'],
      default: 'present',
      description: 'Whether the line shall be there.',
    },
    backrefs: {
      type: 'bool',
      default: false,
      description: 'Fill groups of regexp into line; change nothing when none matches.',
    },
    insertafter: {
      type: 'str',
      description: 'Where a new line goes: after the last line like this, or EOF or BOF.',
    },
    insertbefore: {
      type: 'str',
      description: 'Where a new line goes: before the last line like this, or BOF.',
    },
    firstmatch: {
      type: 'bool',
      default: false,
      description: 'The first matching line counts, not the last.',
    },
    create: { type: 'bool', default: false, description: 'Make the file when it is not there.' },
  },
  mutuallyExclusive: [
    ['insertbefore', 'insertafter'],
    ['regexp', 'search_string'],
    ['backrefs', 'search_string'],
  ],
  requiredIf: [
    ['state', 'present', ['line']],
    ['state', 'absent', ['line', 'regexp', 'search_string'], true],
    ['backrefs', true, ['regexp']],
  ],
  returns: {
    msg: 'What was done.',
    found: 'How many lines were removed.',
    backup: 'Where the old file went.',
  },
  examples: `
- name: Log in by key alone
  ansible.builtin.lineinfile:
    path: /etc/ssh/sshd_config
    regexp: '^#?PasswordAuthentication'
    line: PasswordAuthentication no
    validate: /usr/sbin/sshd -t -f %s
`,
  check: 'full',
  diff: true,
  run: (context, args) =>
    editFile(context, {
      ...args,
      wanted: args,
      removes: args.state === 'absent',
      unsafeWrites: args.unsafe_writes,
      edit: (source) => editText(source, args),
      keys: ({ found }, backupFile) => ({
        backup: backupFile ?? '',
        ...(found === undefined ? {} : { found }),
      }),
    }),
});

interface Edit extends TextEdit {
  /** How many lines were taken out. */
  readonly found?: number;
}

interface EditRequest {
  readonly state: 'present' | 'absent';
  readonly line: string | undefined;
  readonly regexp: string | undefined;
  readonly search_string: string | undefined;
  readonly backrefs: boolean;
  readonly firstmatch: boolean;
  readonly insertafter: string | undefined;
  readonly insertbefore: string | undefined;
}

function editText(source: FetchedText, args: EditRequest): Edit {
  const adapted = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : source.adapt(text);
  const search = { regexp: adapted(args.regexp), searchString: adapted(args.search_string) };
  if (args.state === 'absent') {
    const { text, removed } = removeLines(source.text, { ...search, line: adapted(args.line) });
    return { text, found: removed, message: removed === 0 ? '' : `${removed} line(s) removed` };
  }
  return ensureLine(source.text, {
    ...search,
    line: source.adapt(args.line ?? ''),
    backrefs: args.backrefs,
    firstMatch: args.firstmatch,
    insertAfter: adapted(args.insertafter),
    insertBefore: adapted(args.insertbefore),
  });
}
