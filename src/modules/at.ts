import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { quotePath } from '../module/kit/paths.ts';
import { quote } from '../module/kit/quote.ts';
import { noReading, type Reading, read } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';

const spec = {
  command: { type: 'str', description: 'What shall be run.' },
  script_file: { type: 'str', description: 'A script on the target that shall be run.' },
  count: { type: 'int', description: 'How many units from now.' },
  units: {
    type: 'str',
    choices: ['minutes', 'hours', 'days', 'weeks'],
    description: 'What is counted.',
  },
  state: {
    type: 'str',
    choices: ['absent', 'present'],
    default: 'present',
    description: 'Whether there shall be such a job.',
  },
  unique: { type: 'bool', default: false, description: 'Not when there is such a job already.' },
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineModule({
  name: 'at',
  collection: 'ansible.posix',
  formerlyBuiltin: true,
  summary: 'Has a command run once, later',
  args: spec,
  mutuallyExclusive: [['command', 'script_file']],
  requiredOneOf: [['command', 'script_file']],
  returns: {
    state: 'The state that was asked for.',
    count: 'How many units from now.',
    units: 'What is counted.',
    script_file: 'The script.',
  },
  examples: `
- name: Look after the upgrade
  ansible.posix.at:
    command: /usr/local/bin/after-upgrade
    count: 20
    units: minutes
    unique: true
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    if (args.command === '' || args.script_file === '') throw new ModuleFailure('at: the command is empty');
    const { state } = args;
    if (state === 'present') return addJob(context, args);
    const { jobs } = await read(context, { jobs: jobsLike(args) });
    const changed = jobs.length > 0;
    if (changed && !context.checkMode) {
      await runOrFail(context, `atrm ${jobs.map(quote).join(' ')}`, { failure: 'the job cannot be removed' });
    }
    return { changed, state };
  },
});

async function addJob(context: ModuleContext, args: Arguments): Promise<ModuleResult> {
  const { command, script_file: file, count, units, state } = args;
  if (count === undefined || count <= 0 || units === undefined) {
    throw new ModuleFailure('at: a new job needs count, of 1 and more, and units');
  }
  const { jobs } = await read(context, {
    jobs: args.unique || context.checkMode ? jobsLike(args) : noReading<readonly string[]>([]),
  });
  if (args.unique && jobs.length > 0) return { changed: false, state };
  const result = { changed: true, state, count, units, ...(file === undefined ? {} : { script_file: file }) };
  if (context.checkMode) return result;
  const source = file === undefined ? '' : `-f ${quotePath(file)} `;
  await runOrFail(context, `LC_ALL=C at ${source}now + ${count} ${units}`, {
    failure: 'at does not take the job',
    ...(command === undefined ? {} : { stdin: `${command}\n` }),
  });
  return result;
}

/**
 * The numbers of the user's own jobs that do the same. What at puts before the text of a job, its environment and its
 * folder, ends in a line with a brace.
 */
function jobsLike({ command, script_file: file }: Arguments): Reading<readonly string[]> {
  return {
    script: `command -v at >/dev/null 2>&1 || exit 127
${file === undefined ? `printf %s ${quote(command ?? '')}` : `cat <${quotePath(file)} || exit 1`}
user=$(id -un)
atq | while read -r id rest; do
  case $rest in *" $user") printf '\\0%s\\n' "$id"; at -c "$id" ;; esac
done`,
    parse: ({ stdout, rc }) => {
      if (rc === 127) throw new ModuleFailure('the target has no at: it comes with the package at');
      if (rc !== 0) throw new ModuleFailure(`at: ${file} cannot be read`, { rc });
      const [wanted = '', ...jobs] = stdout.toString().split('\0');
      return jobs.flatMap((job) => {
        const [number = ''] = job.split('\n');
        const text = /\n\}\n([\s\S]*)$/.exec(job)?.[1];
        return text?.trim() === wanted.trim() ? [number] : [];
      });
    },
  };
}
