import type { ModuleContext } from '../module/context.ts';
import {
  jobNames,
  variableNames,
  withJob,
  withoutJob,
  withoutVariable,
  withVariable,
} from '../module/cron/crontab-edit.ts';
import { installCrontab, userCrontab } from '../module/cron/user-crontab.ts';
import { defineModule } from '../module/define.ts';
import { contentDiff } from '../module/kit/diff.ts';
import { expandPath, joinPath, quotePath } from '../module/kit/paths.ts';
import { read } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';
import type { FetchedText } from '../module/text/fetch-text.ts';
import { placeText, textFileOf, textReadings } from '../module/text/text-file.ts';

const time = (description: string, aliases: readonly string[] = []) =>
  ({ type: 'str', default: '*', aliases, description }) as const;

export default defineModule({
  name: 'cron',
  collection: 'ansible.builtin',
  summary: 'Keeps jobs and variables in crontabs',
  args: {
    name: {
      type: 'str',
      required: true,
      description: 'What the job is known by (a comment above it), or the name of the variable.',
    },
    job: {
      type: 'str',
      aliases: ['value'],
      description: 'The command, or the value of the variable.',
    },
    state: {
      type: 'str',
      choices: ['absent', 'present'],
      default: 'present',
      description: 'Whether it shall be there.',
    },
    user: {
      type: 'str',
      description: "Whose crontab, or in a cron_file who runs the job. Default: the task's user.",
    },
    cron_file: { type: 'path', description: 'A file, in /etc/cron.d when relative, instead of a crontab.' },
    backup: { type: 'bool', default: false, description: 'Keep a copy of the old text in /tmp.' },
    env: { type: 'bool', default: false, description: 'This is about a variable, not about a job.' },
    insertafter: { type: 'str', description: 'The variable behind which a new one goes.' },
    insertbefore: { type: 'str', description: 'The variable before which a new one goes.' },
    minute: time('0-59, *, */2 and so on.'),
    hour: time('0-23, *, */2 and so on.'),
    day: time('1-31, *, */2 and so on.', ['dom']),
    month: time('1-12, *, */2 and so on.'),
    weekday: time('0-6 (from Sunday), *, and so on.', ['dow']),
    special_time: {
      type: 'str',
      choices: ['annually', 'daily', 'hourly', 'monthly', 'reboot', 'weekly', 'yearly'],
      description: 'A time by its name instead.',
    },
    disabled: { type: 'bool', default: false, description: 'Let the job stand behind a #.' },
  },
  mutuallyExclusive: [['insertafter', 'insertbefore']],
  returns: {
    jobs: 'The names of the jobs.',
    envs: 'The names of the variables.',
    cron_file: 'As given.',
    state: 'absent, when the file went with its last line.',
    backup_file: 'Where the old text went.',
  },
  examples: `
- name: Back up at night
  ansible.builtin.cron:
    name: backup
    minute: '15'
    hour: '3'
    job: /usr/local/bin/backup
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    checkArguments(args);
    if (args.job?.trim().includes('\n') === true) context.warn('a job is one line; this one has several');
    const place = await placeOf(context, args);
    const { text, adapt, encode } = place;
    const job = args.job === undefined ? undefined : adapt(args.job);
    const after = edit(text, { ...args, name: adapt(args.name), job });
    const goes = place.isFile && args.state === 'absent' && after.trim() === '';
    const changed = after !== text || goes;
    const given = args.cron_file === undefined ? {} : { cron_file: args.cron_file };
    const backup =
      changed && args.backup && !context.checkMode
        ? { backup_file: await context.target.upload(encode(text), '/tmp') }
        : {};
    if (changed && !context.checkMode) await (goes ? place.remove() : place.write(after));
    return {
      changed,
      ...given,
      ...(goes ? { state: 'absent' } : { jobs: jobNames(after), envs: variableNames(after) }),
      ...backup,
      ...(changed && context.diffMode
        ? {
            diff: contentDiff({
              before: encode(text),
              after: encode(goes ? '' : after),
              beforeHeader: place.header,
              afterHeader: goes ? '/dev/null' : place.header,
            }),
          }
        : {}),
    } satisfies ModuleResult;
  },
});

interface CronArguments {
  readonly name: string;
  readonly job: string | undefined;
  readonly state: 'absent' | 'present';
  readonly user: string | undefined;
  readonly cron_file: string | undefined;
  readonly env: boolean;
  readonly insertafter: string | undefined;
  readonly insertbefore: string | undefined;
  readonly minute: string;
  readonly hour: string;
  readonly day: string;
  readonly month: string;
  readonly weekday: string;
  readonly special_time: string | undefined;
  readonly disabled: boolean;
}

/** What hangs together in a way that rules between arguments do not say. */
function checkArguments(args: CronArguments): void {
  if (args.env && /\s/.test(args.name))
    throw new ModuleFailure(`the name of a variable has no blanks: '${args.name}'`);
  if (args.state === 'absent') return;
  if (args.job === undefined) throw new ModuleFailure('job is missing: what the name stands for');
  if (args.cron_file !== undefined && args.user === undefined)
    throw new ModuleFailure('user is missing: a cron_file says who runs its jobs');
  if (args.special_time !== undefined && timesOf(args) !== '* * * * *')
    throw new ModuleFailure('special_time goes with none of minute, hour, day, month and weekday');
}

function timesOf({ minute, hour, day, month, weekday }: CronArguments): string {
  return [minute, hour, day, month, weekday].join(' ');
}

/** What shall stand in a crontab that has this text. */
function edit(text: string, args: CronArguments): string {
  const { name, state, env, insertafter, insertbefore } = args;
  const job = args.job?.replace(/^[\r\n]+|[\r\n]+$/g, '') ?? '';
  if (state === 'absent') return env ? withoutVariable(text, name) : withoutJob(text, name);
  if (!env) return withJob(text, { name, line: lineOf(args, job) });
  const other = insertafter ?? insertbefore;
  const place = insertafter === undefined ? 'before' : 'after';
  const beside = other === undefined ? undefined : ({ name: other, place } as const);
  const edited = withVariable(text, { name, value: job, beside });
  if (edited === undefined)
    throw new ModuleFailure(`there is no variable '${other}' to put '${name}' beside`);
  return edited;
}

function lineOf(args: CronArguments, job: string): string {
  const when = args.special_time === undefined ? timesOf(args) : `@${args.special_time}`;
  const who = args.cron_file === undefined ? [] : [args.user];
  return `${args.disabled ? '#' : ''}${[when, ...who, job].join(' ')}`;
}

/** Where a crontab is kept. */
interface CrontabPlace extends FetchedText {
  /** Of its diffs. */
  readonly header: string;
  /** There is a file, which can go. */
  readonly isFile: boolean;
  write(text: string): Promise<unknown>;
  remove(): Promise<unknown>;
}

async function placeOf(context: ModuleContext, { user, cron_file }: CronArguments): Promise<CrontabPlace> {
  if (cron_file === undefined) {
    const { text } = await read(context, { text: userCrontab(user) });
    const write = (edited: string): Promise<void> => installCrontab(context, user, text.encode(edited));
    const header = user === undefined ? 'crontab' : `crontab for user "${user}"`;
    return { ...text, header, isFile: false, write, remove: () => write('') };
  }
  const expanded = await expandPath(context, cron_file);
  const path = expanded.startsWith('/') ? expanded : joinPath('/etc/cron.d', expanded);
  const request = { path, wanted: {} };
  const file = textFileOf(request, await read(context, textReadings(context, request)));
  return {
    ...file.source,
    header: path,
    isFile: file.status !== undefined,
    write: (text) => placeText(context, file, { text }),
    remove: () => runOrFail(context, `rm -f -- ${quotePath(path)}`, { failure: `cannot remove ${path}` }),
  };
}
