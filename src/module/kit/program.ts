import { randomBytes } from 'node:crypto';
import type { ModuleContext } from '../context.ts';
import { ModuleFailure, type ModuleResult } from '../result.ts';
import { expandingPattern, expandingWord } from './expansion.ts';
import { lines } from './lines.ts';
import { timestamps } from './timestamps.ts';

export interface ProgramCall {
  /** What the result shows as `cmd`. */
  readonly shown: string | readonly string[];
  /** Each a shell word: the program first. */
  readonly words: readonly string[];
  /** Shown when the program is not there: the whole line, and the program alone. */
  readonly line: string;
  readonly program: string;
  readonly chdir: string | undefined;
  readonly creates: string | undefined;
  readonly removes: string | undefined;
  readonly stdin: string | undefined;
  readonly stripEmptyEnds: boolean;
}

type Outcome =
  | { readonly kind: 'no-folder' | 'no-program'; readonly errno: number }
  | { readonly kind: 'created' | 'removed' | 'would-run' }
  | { readonly kind: 'ran'; readonly rc: number };

/**
 * Runs one program in one round trip, with the conditions and the result of Ansible's command module. The program's
 * output is its own: what this script has to say follows a random marker after it. Its times are taken here, since
 * a clock on the target costs two processes.
 */
export async function runProgram(context: ModuleContext, call: ProgramCall): Promise<ModuleResult> {
  const isConditional = call.creates !== undefined || call.removes !== undefined;
  if (context.checkMode && !isConditional && call.chdir === undefined) return predicted(call, false);
  const marker = `tsplay-${randomBytes(12).toString('hex')}`;
  const asked = Date.now();
  const { stdout, stderr, timedOut, elapsedMs } = await context.target.run(
    programScript(call, { marker, dryRun: context.checkMode }),
    { signal: context.signal, ...(call.stdin === undefined ? {} : { stdin: call.stdin }) },
  );
  const end = Date.now();
  const at = stdout.lastIndexOf(`\n${marker} `);
  if (at < 0) {
    throw new ModuleFailure(
      timedOut ? 'the command did not end in time' : 'the command took the shell that ran it with it',
      {
        cmd: call.shown,
        stdout: stdout.toString(),
        stderr: stderr.toString(),
      },
    );
  }
  const outcome = parseOutcome(stdout.toString('utf8', at + marker.length + 2));
  const strip = (text: string): string => (call.stripEmptyEnds ? text.replace(/[\r\n]+$/, '') : text);
  switch (outcome.kind) {
    case 'no-folder':
      return {
        ...notRun(call, ''),
        failed: true,
        rc: null,
        msg: `Unable to change directory before execution: ${describeErrno(outcome.errno)}: b'${call.chdir ?? ''}'`,
      };
    case 'no-program':
      return {
        changed: false,
        failed: true,
        cmd: call.line,
        rc: outcome.errno,
        msg: `${describeErrno(outcome.errno)}: b'${call.program}'`,
        ...output('', ''),
      };
    case 'created':
    case 'removed': {
      const isCreated = outcome.kind === 'created';
      const path = isCreated ? call.creates : call.removes;
      const state = isCreated ? 'exists' : 'does not exist';
      return {
        ...notRun(call, `skipped, since ${path ?? ''} ${state}`),
        msg: `${context.checkMode ? 'Would' : 'Did'} not run command since '${path ?? ''}' ${state}`,
      };
    }
    case 'would-run':
      return predicted(call, isConditional);
    case 'ran':
      return {
        changed: true,
        ...(outcome.rc === 0 ? {} : { failed: true }),
        cmd: call.shown,
        rc: outcome.rc,
        msg: outcome.rc === 0 ? '' : 'non-zero return code',
        ...timestamps(end - (elapsedMs ?? end - asked), end),
        ...output(strip(stdout.toString('utf8', 0, at)), strip(stderr.toString())),
      };
  }
}

function output(stdout: string, stderr: string): ModuleResult {
  return { stdout, stdout_lines: lines(stdout), stderr, stderr_lines: lines(stderr) };
}

function notRun(call: ProgramCall, stdout: string): ModuleResult {
  return {
    changed: false,
    cmd: call.shown,
    rc: 0,
    start: null,
    end: null,
    delta: null,
    ...output(stdout, ''),
  };
}

/** Check mode knows whether the command would run only from `creates` and `removes`. */
function predicted(call: ProgramCall, isKnown: boolean): ModuleResult {
  return {
    ...notRun(call, ''),
    msg: 'Command would have run if not in check mode',
    ...(isKnown ? { changed: true } : { skipped: true }),
  };
}

const errnoTexts: Readonly<Record<number, string>> = {
  2: 'No such file or directory',
  13: 'Permission denied',
  20: 'Not a directory',
};

function describeErrno(errno: number): string {
  return `[Errno ${errno}] ${errnoTexts[errno] ?? 'error'}`;
}

function parseOutcome(text: string): Outcome {
  const [kind = '', number = ''] = (text.split('\n')[0] ?? '').split('|');
  if (kind === 'no-folder' || kind === 'no-program') return { kind, errno: Number(number) };
  if (kind === 'created' || kind === 'removed' || kind === 'would-run') return { kind };
  return { kind: 'ran', rc: Number(number) };
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

/** The result of a command that is none. */
export function noCommand(msg: string): ModuleResult {
  return {
    changed: false,
    failed: true,
    cmd: null,
    rc: 256,
    msg,
    start: null,
    end: null,
    delta: null,
    stdout: '',
    stdout_lines: [],
    stderr: '',
    stderr_lines: [],
  };
}
