import { randomBytes } from 'node:crypto';
import type { ModuleContext } from '../context.ts';
import type { ModuleResult } from '../result.ts';
import { startJob } from './async-job.ts';
import { expandingPattern, expandingWord } from './expansion.ts';
import { type ProgramLabels, predicted, programResult } from './program-result.ts';

export interface ProgramCall extends ProgramLabels {
  /** Each a shell word: the program first. */
  readonly words: readonly string[];
  readonly stdin: string | undefined;
}

/**
 * Runs one program in one round trip, with the conditions and the result of Ansible's command module. The program's
 * output is its own: what this script has to say follows a random marker after it. Its times are taken here, since
 * a clock on the target costs two processes. As a job (`async`) it is only started, and its output is kept on the
 * target for async_status.
 */
export async function runProgram(context: ModuleContext, call: ProgramCall): Promise<ModuleResult> {
  const { checkMode } = context;
  const isConditional = call.creates !== undefined || call.removes !== undefined;
  if (checkMode && !isConditional && call.chdir === undefined) return predicted(call, false);
  const marker = `tsplay-${randomBytes(12).toString('hex')}`;
  const script = programScript(call, { marker, dryRun: checkMode });
  if (context.job !== undefined) return startJob(context, { job: context.job, script, marker, call });
  const asked = Date.now();
  const { elapsedMs, ...output } = await context.target.run(script, {
    signal: context.signal,
    ...(call.stdin === undefined ? {} : { stdin: call.stdin }),
  });
  const end = Date.now();
  const start = end - (elapsedMs ?? end - asked);
  return programResult(call, { ...output, marker, start, end, checkMode });
}

interface ScriptOptions {
  readonly marker: string;
  readonly dryRun: boolean;
}

function programScript(call: ProgramCall, { marker, dryRun }: ScriptOptions): string {
  const say = (text: string): string => `printf '\\n%s %s\\n' ${marker} ${text}`;
  const parts: string[] = [];
  if (call.chdir !== undefined) {
    const folder = expandingWord(call.chdir);
    parts.push(`folder=${folder}
if ! CDPATH= cd -- "$folder" 2>/dev/null; then
  if [ ! -e "$folder" ]; then errno=2; elif [ ! -d "$folder" ]; then errno=20; else errno=13; fi
  ${say('"no-folder|$errno"')}
  exit 0
fi`);
  }
  if (call.creates !== undefined) {
    parts.push(`set -- ${expandingPattern(call.creates)}
if [ -e "$1" ] || [ -h "$1" ]; then ${say("'created'")}; exit 0; fi`);
  }
  if (call.removes !== undefined) {
    parts.push(`set -- ${expandingPattern(call.removes)}
if [ ! -e "$1" ] && [ ! -h "$1" ]; then ${say("'removed'")}; exit 0; fi`);
  }
  parts.push(dryRun ? say("'would-run'") : runScript(call, say));
  return parts.join('\n');
}

/**
 * `exec` in a subshell never finds a builtin or a function: it is the program that runs. Only when the status says
 * that it may not have been found is PATH searched for the reason.
 */
function runScript(call: ProgramCall, say: (text: string) => string): string {
  return `( exec ${call.words.join(' ')} )
rc=$?
if [ "$rc" -eq 126 ] || [ "$rc" -eq 127 ]; then
  program=${call.words[0] ?? "''"}
  errno=
  case $program in
    '') errno=13 ;;
    */*)
      if [ ! -e "$program" ]; then errno=2
      elif [ -d "$program" ] || [ ! -x "$program" ]; then errno=13
      fi ;;
    *)
      errno=2
      IFS=:
      set -f
      for folder in $PATH; do
        [ -f "\${folder:-.}/$program" ] || continue
        if [ -x "\${folder:-.}/$program" ]; then errno=; break; fi
        errno=13
      done ;;
  esac
  if [ -n "$errno" ]; then ${say('"no-program|$errno"')}; exit 0; fi
fi
${say('"ran|$rc"')}`;
}
