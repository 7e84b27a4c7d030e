import { TsplayError } from '../../errors.ts';
import type { JobOrder, ModuleContext, Target } from '../context.ts';
import type { ModuleResult } from '../result.ts';
import { expandingWord } from './expansion.ts';
import { type ProgramLabels, programResult } from './program-result.ts';
import { quote } from './quote.ts';

/** Seconds that a job's processes have to end by themselves when its time is over. */
const GRACE = 5;

export interface JobStart {
  readonly job: JobOrder;
  /** What the job does: shell text of `runProgram`. */
  readonly script: string;
  readonly marker: string;
  readonly call: ProgramLabels & { readonly stdin: string | undefined };
}

/**
 * Starts a job that outlives the connection: two processes of `/bin/sh`, each a session of its own. One does the work,
 * the other waits for it, ends it with all its processes when the time is over, and writes the result file.
 */
export async function startJob(context: ModuleContext, start: JobStart): Promise<ModuleResult> {
  const { job, call } = start;
  const { stdin } = call;
  const { rc, stdout, stderr } = await context.target.run(startScript(context, start), {
    signal: context.signal,
    ...(stdin === undefined ? {} : { stdin }),
  });
  if (rc !== 0) {
    return { changed: false, failed: true, msg: `the job could not be started: ${stderr.toString().trim()}` };
  }
  return {
    changed: true,
    ansible_job_id: job.id,
    started: 1,
    finished: 0,
    results_file: stdout.toString().trim(),
  };
}

/** `ansible_async_dir`, or `~/.ansible_async` of the user that the task runs as. */
function directoryWord({ variable }: Pick<ModuleContext, 'variable'>): string {
  const written = variable('ansible_async_dir');
  return typeof written === 'string' && written !== '' ? expandingWord(written) : '"$HOME/.ansible_async"';
}

function startScript(context: ModuleContext, { job, script, marker, call }: JobStart): string {
  const { shown, line, program, chdir, creates, removes, stripEmptyEnds } = call;
  const labels: ProgramLabels = { shown, line, program, chdir, creates, removes, stripEmptyEnds };
  const head = `"ansible_job_id":"${job.id}","started":1`;
  const about = `"marker":"${marker}","limit":${job.limit},"call":${JSON.stringify(labels)}`;
  const watch = watchScript(`{${head},"finished":1,${about}`, job.limit);
  return `directory=${directoryWord(context)}
job=$directory/${job.id}
( umask 077 && mkdir -p -- "$directory" && : >"$job.out" && : >"$job.err" &&
  printf %s ${quote(script)} >"$job.work" && printf %s ${quote(watch)} >"$job.watch" &&
  printf %s ${quote(`{${head},"finished":0}`)} >"$job" ) || exit 1
if command -v setsid >/dev/null 2>&1; then launcher=setsid; else launcher=nohup; fi
exec 3<&0
$launcher /bin/sh "$job.watch" "$job" "$launcher" </dev/null >/dev/null 2>&1 &
printf '%s\\n' "$job"`;
}

/**
 * $1 is the result file, $2 what begins a session. The scripts are files, so that what they say does not show in the
 * process list. A job that was ended prints no marker.
 */
function watchScript(head: string, limit: number): string {
  return `job=$1
now() { date +%s.%N; }
hex() { od -An -v -tx1 <"$1" | tr -d ' \\n'; }
start=$(now)
"$2" /bin/sh "$job.work" <&3 >"$job.out" 2>"$job.err" 3<&- &
work=$!
echo "$work" >"$job.pid"
exec 3<&-
( sleep ${limit}; : >"$job.late"; ${signalJob('TERM')} ) 2>/dev/null &
timer=$!
wait "$work"
end=$(now)
late=0
if [ -e "$job.late" ]; then late=1; ${killRest(GRACE)}; fi 2>/dev/null
umask 077
{ printf '%s,"start":"%s","end":"%s","late":%s,"stdout_hex":"' ${quote(head)} "$start" "$end" "$late"
  hex "$job.out"; printf '","stderr_hex":"'; hex "$job.err"; printf '"}'; } >"$job.new" && mv "$job.new" "$job"
rm -f "$job.out" "$job.err" "$job.late" "$job.pid" "$job.work" "$job.watch"
if [ "$2" = setsid ]; then trap '' TERM; kill -TERM 0; else kill "$timer"; fi`;
}

/** To the whole process group; written so that dash, BusyBox and bash all read it: none of them takes `--` there. */
function signalJob(signal: string): string {
  return `kill -${signal} "-$work" || kill -${signal} "$work"`;
}

/** Ends what has not ended by itself in so many seconds. */
function killRest(seconds: number): string {
  const turns = Array.from({ length: seconds * 10 }, (_, turn) => turn).join(' ');
  return `for turn in ${turns}; do kill -0 "-$work" || break; sleep 0.1 || sleep 1; done; kill -KILL "-$work"`;
}

export interface JobLook {
  readonly id: string;
  /** Seconds to stay for the job's end. */
  readonly staySeconds: number;
  /** Removes its file once it has ended. */
  readonly removes: boolean;
}

interface LookContext extends Pick<ModuleContext, 'variable' | 'signal'> {
  readonly target: Target;
}

/** What is known of a job: its result when it has ended. `started: 1, finished: 1` and a failure when there is none. */
export async function lookAtJob(
  context: LookContext,
  { id, staySeconds, removes }: JobLook,
): Promise<ModuleResult> {
  const script = `directory=${directoryWord(context)}
job=$directory/${checkedId(id)}
printf '%s\\n' "$job"
[ -f "$job" ] || exit 0
left=${Math.max(0, Math.round(staySeconds * 10))}
while [ "$left" -gt 0 ]; do
  read -r first <"$job" || :
  case $first in *'"finished":1,'*) break ;; esac
  sleep 0.1 2>/dev/null || { sleep 1; left=$((left - 9)); }
  left=$((left - 1))
done
cat -- "$job"${removes ? `\nif grep -q '"finished":1,' "$job"; then rm -f -- "$job"; fi` : ''}`;
  const { stdout } = await context.target.run(script, { signal: context.signal });
  const text = stdout.toString();
  const end = text.indexOf('\n');
  const base = { ansible_job_id: id, results_file: text.slice(0, end) };
  const content = text.slice(end + 1);
  if (content === '') return { ...base, ...notFound };
  return { ...base, ...resultIn(content, id) };
}

const notFound: ModuleResult = {
  changed: false,
  failed: true,
  started: 1,
  finished: 1,
  msg: 'could not find job',
};

/** Removes what a job left. The path of its result file. */
export async function removeJob(context: LookContext, id: string): Promise<ModuleResult> {
  const { stdout } = await context.target.run(
    `directory=${directoryWord(context)}
job=$directory/${checkedId(id)}
[ -f "$job" ] || exit 0
rm -f -- "$job" "$job.out" "$job.err" && printf %s "$job"`,
    { signal: context.signal },
  );
  const erased = stdout.toString();
  if (erased === '') return { ansible_job_id: id, ...notFound };
  return { changed: false, ansible_job_id: id, erased, started: 0, finished: 0 };
}

/** Ends a job now, with all that it has started; it counts as one that took too long. Does nothing when it has ended. */
export async function endJob(context: LookContext, id: string): Promise<void> {
  const script = `directory=${directoryWord(context)}
job=$directory/${checkedId(id)}
read -r work 2>/dev/null <"$job.pid" || exit 0
: >"$job.late"
{ ${signalJob('TERM')}; ${killRest(1)}; } 2>/dev/null`;
  await context.target.run(script, { signal: context.signal });
}

/** Ids are names of files, and nothing else may be one. */
function checkedId(id: string): string {
  return quote(id.replace(/[^\w.-]/g, '_').replace(/^\.+/, '_'));
}

/** The file is the target's word: only what fits is taken from it. */
function resultIn(content: string, id: string): ModuleResult {
  const data = parsed(content, id);
  if (data['finished'] !== 1) return { changed: false, started: 1, finished: 0 };
  const common = { started: 1, finished: 1 };
  const { call } = data;
  if (!isLabels(call)) return { ...common, ...unreadable(id) };
  if (data['late'] === 1) {
    const msg = `the job was ended: it took longer than its limit of ${String(data['limit'])} s`;
    return { ...common, changed: false, failed: true, msg };
  }
  return {
    ...common,
    ...programResult(call, {
      stdout: Buffer.from(String(data['stdout_hex']), 'hex'),
      stderr: Buffer.from(String(data['stderr_hex']), 'hex'),
      marker: String(data['marker']),
      start: Number.parseFloat(String(data['start'])) * 1000,
      end: Number.parseFloat(String(data['end'])) * 1000,
      timedOut: false,
      checkMode: false,
    }),
  };
}

function parsed(content: string, id: string): Readonly<Record<string, unknown>> {
  try {
    const data: unknown = JSON.parse(content);
    if (typeof data === 'object' && data !== null) return data as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new TsplayError({
    code: 'job-unreadable',
    fault: 'target',
    message: `the result file of the job ${id} is none that tsplay wrote`,
  });
}

function unreadable(id: string): ModuleResult {
  return { changed: false, failed: true, msg: `the result file of the job ${id} is none that tsplay wrote` };
}

function isLabels(call: unknown): call is ProgramLabels {
  if (typeof call !== 'object' || call === null) return false;
  const { shown, line, program, stripEmptyEnds } = call as Readonly<Record<string, unknown>>;
  const isShown =
    typeof shown === 'string' || (Array.isArray(shown) && shown.every((word) => typeof word === 'string'));
  return (
    isShown && typeof line === 'string' && typeof program === 'string' && typeof stripEmptyEnds === 'boolean'
  );
}
