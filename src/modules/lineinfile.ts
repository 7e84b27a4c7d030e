import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { makeFoldersScript, missingFolders, newFolderPlan } from '../module/file/directory.ts';
import { attributeSides } from '../module/file/state.ts';
import { applyAttributes } from '../module/kit/apply-attributes.ts';
import { writeFile } from '../module/kit/atomic-write.ts';
import { contentDiff, propertyDiff } from '../module/kit/diff.ts';
import { fetchText } from '../module/kit/fetch-text.ts';
import { fileAttributeArguments, idsOf, planAttributes } from '../module/kit/file-attributes.ts';
import { ensureLine, removeLines } from '../module/kit/line-edit.ts';
import { directoryOf, expandPath, quotePath } from '../module/kit/paths.ts';
import { read, textReading } from '../module/kit/reading.ts';
import { statusOf } from '../module/kit/status.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';

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
    const isPresent = args.state === 'present';
    if (isPresent && args.line === undefined) throw new ModuleFailure('line is required with state=present');
    if (args.backrefs && args.regexp === undefined)
      throw new ModuleFailure('regexp is required with backrefs=true');
    if (
      !isPresent &&
      args.line === undefined &&
      args.regexp === undefined &&
      args.search_string === undefined
    ) {
      throw new ModuleFailure('one of line, regexp and search_string is required with state=absent');
    }
    const path = await expandPath(context, args.path);
    const { status, real, file, ids, missing } = await read(context, {
      status: statusOf(path, { follow: true }),
      real: textReading(`[ -h ${quotePath(path)} ] && readlink -f ${quotePath(path)}`),
      file: fetchText(path),
      ids: idsOf(args),
      missing: missingFolders(directoryOf(path)),
    });
    if (status?.kind === 'directory') throw new ModuleFailure(`${path} is a directory`, { rc: 256 });
    if (status === undefined && !isPresent) return { changed: false, msg: 'file not present' };
    if (status === undefined && !args.create) {
      throw new ModuleFailure(`${path} is not there; create=true makes it`, { rc: 257 });
    }
    if (status !== undefined && file === undefined) throw new ModuleFailure(`${path} cannot be read`);
    const before = file?.text ?? '';
    const encode = file?.encode ?? ((text: string) => Buffer.from(text));
    const adapt = file?.adapt ?? ((text: string) => text);
    const adapted = (text: string | undefined): string | undefined =>
      text === undefined ? undefined : adapt(text);
    const search = { regexp: adapted(args.regexp), searchString: adapted(args.search_string) };
    const edit = isPresent
      ? ensureLine(before, {
          ...search,
          line: adapt(args.line ?? ''),
          backrefs: args.backrefs,
          firstMatch: args.firstmatch,
          insertAfter: adapted(args.insertafter),
          insertBefore: adapted(args.insertbefore),
        })
      : removeLines(before, { ...search, line: adapted(args.line) });
    const plan = planAttributes({ wanted: args, ids, current: status, isDirectory: false });
    const isEdited =
      edit.text !== before || (status === undefined && isPresent && 'message' in edit && edit.message !== '');
    const edited: ModuleResult = {
      changed: isEdited || (plan.changes.length > 0 && status !== undefined),
      backup: '',
      msg: message(edit, isEdited, plan.changes.length > 0),
    };
    const found = 'removed' in edit ? { found: edit.removed } : {};
    const sides = attributeSides(plan);
    const diff = context.diffMode
      ? {
          diff: [
            contentDiff({
              before: encode(before),
              after: encode(edit.text),
              beforeHeader: `${path} (content)`,
              afterHeader: `${path} (content)`,
            }),
            {
              ...propertyDiff(sides.before, sides.after),
              before_header: `${path} (file attributes)`,
              after_header: `${path} (file attributes)`,
            },
          ],
        }
      : {};
    const result = { ...edited, ...found, ...diff };
    if (context.checkMode) return result;
    if (!isEdited) {
      if (status !== undefined) await applyAttributes(context, { path, current: status, plan });
      return result;
    }
    await makeParents(context, missing, ids);
    const written = await writeFile(context, {
      path: real ?? path,
      content: encode(edit.text),
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

function message(
  edit: ReturnType<typeof ensureLine> | ReturnType<typeof removeLines>,
  isEdited: boolean,
  hasAttributes: boolean,
): string {
  const content = 'removed' in edit ? `${edit.removed} line(s) removed` : edit.message;
  const parts = [isEdited ? content : '', hasAttributes ? 'owner, group or mode changed' : ''];
  return parts.filter((part) => part !== '').join(' and ');
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
