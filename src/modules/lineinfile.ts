import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { makeFoldersScript, missingFolders, newFolderPlan } from '../module/file/directory.ts';
import { attributeSides } from '../module/file/state.ts';
import { applyAttributes } from '../module/kit/apply-attributes.ts';
import { writeFile } from '../module/kit/atomic-write.ts';
import { contentDiff, propertyDiff } from '../module/kit/diff.ts';
import { type FetchedText, fetchText, textOf } from '../module/kit/fetch-text.ts';
import {
  type AttributePlan,
  fileAttributeArguments,
  idsOf,
  planAttributes,
} from '../module/kit/file-attributes.ts';
import { ensureLine, removeLines } from '../module/kit/line-edit.ts';
import { directoryOf, expandPath } from '../module/kit/paths.ts';
import { noReading, read } from '../module/kit/reading.ts';
import { linkEndOf, statusOf } from '../module/kit/status.ts';
import { type Diff, ModuleFailure } from '../module/result.ts';

export default defineModule({
  name: 'lineinfile',
  collection: 'ansible.builtin',
  summary: 'Makes one line stand in a file, or takes lines out of it',
  args: {
    path: { type: 'path', required: true, aliases: ['dest', 'destfile', 'name'], description: 'The file.' },
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
    backup: { type: 'bool', default: false, description: 'Keep the old file beside the new one.' },
    validate: {
      type: 'str',
      description: 'A command that checks the new file before it is put in place; %s is its path.',
    },
    ...fileAttributeArguments,
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
  async run(context, args) {
    const path = await expandPath(context, args.path);
    const { status, real, file, ids, missing } = await read(context, {
      status: statusOf(path, { follow: true }),
      ids: idsOf(args, { seen: true, checkMode: context.checkMode }),
      real: linkEndOf(path),
      file: fetchText(path),
      missing: args.create ? missingFolders(directoryOf(path)) : noReading([]),
    });
    if (status?.kind === 'directory') throw new ModuleFailure(`${path} is a directory`, { rc: 256 });
    if (status === undefined && args.state === 'absent') return { changed: false, msg: 'file not present' };
    if (status === undefined && !args.create) {
      throw new ModuleFailure(`${path} is not there; create=true makes it`, { rc: 257 });
    }
    if (status !== undefined && file === undefined) throw new ModuleFailure(`${path} cannot be read`);
    const source = file ?? textOf(Buffer.alloc(0));
    const edit = editText(source, args);
    const plan = planAttributes({ wanted: args, ids, current: status, isDirectory: false });
    const isEdited = edit.message !== '';
    const hasAttributes = plan.changes.length > 0 && (isEdited || status !== undefined);
    const result = {
      changed: isEdited || hasAttributes,
      backup: '',
      msg: [edit.message, hasAttributes ? 'owner, group or mode changed' : '']
        .filter((part) => part !== '')
        .join(' and '),
      ...(edit.found === undefined ? {} : { found: edit.found }),
      ...(context.diffMode ? { diff: diffs({ path, source, text: edit.text, plan }) } : {}),
    };
    if (context.checkMode) return result;
    if (!isEdited) {
      if (status !== undefined) await applyAttributes(context, { path, current: status, plan });
      return result;
    }
    await makeParents(context, missing, ids);
    const written = await writeFile(context, {
      path: real ?? path,
      content: source.encode(edit.text),
      current: status,
      plan,
      ids,
      backup: args.backup,
      validate: args.validate,
      unsafeWrites: args.unsafe_writes,
    });
    return { ...result, backup: written.backupFile ?? '' };
  },
});

interface Edit {
  readonly text: string;
  /** What was done to the lines; empty when nothing was. */
  readonly message: string;
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

interface DiffRequest {
  readonly path: string;
  readonly source: FetchedText;
  readonly text: string;
  readonly plan: AttributePlan;
}

function diffs({ path, source, text, plan }: DiffRequest): readonly Diff[] {
  const sides = attributeSides(plan);
  const contentHeader = `${path} (content)`;
  const attributeHeader = `${path} (file attributes)`;
  return [
    contentDiff({
      before: source.encode(source.text),
      after: source.encode(text),
      beforeHeader: contentHeader,
      afterHeader: contentHeader,
    }),
    {
      ...propertyDiff(sides.before, sides.after),
      before_header: attributeHeader,
      after_header: attributeHeader,
    },
  ];
}

async function makeParents(
  context: ModuleContext,
  missing: readonly string[],
  ids: Parameters<typeof newFolderPlan>[1],
): Promise<void> {
  if (missing.length === 0) return;
  const script = `(\n${makeFoldersScript(missing, newFolderPlan({}, ids))}\n)`;
  const { rc, stderr } = await context.target.run(script, { signal: context.signal });
  if (rc !== 0) throw new ModuleFailure(`cannot make ${missing.at(-1)}: ${stderr.toString().trim()}`);
}
