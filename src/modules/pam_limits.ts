import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import { defineModule } from '../module/define.ts';
import { refuseMissingFolder } from '../module/kit/missing-folder.ts';
import { directoryOf, expandPath, quotePath } from '../module/kit/paths.ts';
import { read, textReading } from '../module/kit/reading.ts';
import { ModuleFailure } from '../module/result.ts';
import { editLimit, isLimitValue } from '../module/text/limits-edit.ts';
import { placeText, textDiffs, textFileReading } from '../module/text/text-file.ts';

const spec = {
  domain: { type: 'str', required: true, description: 'A user, @group, a range of numbers, or *.' },
  limit_type: { type: 'str', required: true, choices: ['hard', 'soft', '-'], description: 'Which limit.' },
  limit_item: {
    type: 'str',
    required: true,
    choices: [
      ...['core', 'data', 'fsize', 'memlock', 'nofile', 'rss', 'stack', 'cpu', 'nproc', 'as'],
      ...['maxlogins', 'maxsyslogins', 'priority', 'locks', 'sigpending', 'msgqueue', 'nice', 'rtprio'],
      'chroot',
    ],
    description: 'What is limited.',
  },
  value: {
    type: 'str',
    required: true,
    description: 'A number, or unlimited, infinity or -1; from -20 to 19 for nice and priority.',
  },
  use_max: { type: 'bool', default: false, description: 'The greater of the two values stays.' },
  use_min: { type: 'bool', default: false, description: 'The smaller of the two values stays.' },
  dest: { type: 'str', default: '/etc/security/limits.conf', description: 'The file.' },
  comment: { type: 'str', default: '', description: 'A remark at the end of a line that is written.' },
  backup: { type: 'bool', default: false, description: 'Keep the old file beside the new one.' },
} as const satisfies ArgumentSpec;

export default defineModule({
  name: 'pam_limits',
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Sets what users may use of the machine, in limits.conf',
  args: spec,
  returns: { msg: 'The line that sets it.', backup_file: 'Where the old file went.' },
  examples: `
- name: Many open files for the web server
  community.general.pam_limits:
    domain: www-data
    limit_type: soft
    limit_item: nofile
    value: '65536'
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    refuseUnclear(args);
    const path = await expandPath(context, args.dest);
    const { file, folder } = await read(context, {
      file: textFileReading(context, { path, wanted: {}, replaceLink: true }),
      folder: textReading(`[ -d ${quotePath(directoryOf(path))} ] && r=there`, 'sets'),
    });
    if (folder === undefined) await refuseMissingFolder(context, path, {});
    const { adapt, text: before } = file.source;
    const edit = editLimit(before, {
      domain: adapt(args.domain),
      type: args.limit_type,
      item: args.limit_item,
      value: args.value,
      keep: args.use_max ? 'greater' : args.use_min ? 'smaller' : undefined,
      comment: adapt(args.comment),
    });
    if (edit.invalid !== undefined) {
      throw new ModuleFailure(`${path} sets ${args.limit_item} to '${edit.invalid}', which is no limit`);
    }
    const changed = edit.text !== before;
    const { backupFile } = changed
      ? await placeText(context, file, { text: edit.text, backup: args.backup })
      : { backupFile: undefined };
    return {
      changed,
      msg: edit.line,
      ...(backupFile === undefined ? {} : { backup_file: backupFile }),
      ...(context.diffMode ? { diff: textDiffs(file, edit.text)[0] } : {}),
    };
  },
});

/** A line of the file is words, a remark reaches to its end. */
function refuseUnclear(args: ArgumentsOf<typeof spec>): void {
  if (args.use_max && args.use_min) {
    throw new ModuleFailure('pam_limits: use_max and use_min exclude each other');
  }
  if (!/^[^\s#]+$/.test(args.domain)) {
    throw new ModuleFailure(`pam_limits: the domain is one word, not '${args.domain}'`);
  }
  if (!isLimitValue(args.limit_item, args.value)) {
    const accepted =
      args.limit_item === 'nice' || args.limit_item === 'priority'
        ? 'a number from -20 to 19'
        : 'a number of 0 or more, unlimited, infinity or -1';
    throw new ModuleFailure(`pam_limits: ${args.limit_item} is ${accepted}, not '${args.value}'`);
  }
  if (args.comment.includes('\n')) {
    throw new ModuleFailure('pam_limits: a comment is one line');
  }
}
