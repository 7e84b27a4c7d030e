import type { Connection } from '../connection/types.ts';
import { launch } from './launch.ts';
import type { BecomeSpec } from './types.ts';

/** How long the machine may take to do it. */
const ANSWER_TIMEOUT_MS = 10_000;

/**
 * Prints "pid ppid" of all processes: from /proc without a fork for each, else from ps. A process's name may hold
 * anything, so that only what follows its last parenthesis counts.
 */
const LIST = [
  'list() {',
  'if [ -r /proc/self/stat ]; then',
  'for file in /proc/[0-9]*/stat; do',
  'if read -r line <"$file"; then pid=${file#/proc/}; set -- ${line##*")"}; echo "${pid%/stat} $2"; fi;',
  'done 2>/dev/null;',
  'else ps -A -o pid= -o ppid=; fi;',
  '}',
].join(' ');

/** Sets `tree` to the descendants of the processes in it, themselves included. */
const GROW = [
  'grow() {',
  'all=$(list); again=1;',
  'while [ "$again" ]; do again=; set -- $all;',
  'while [ $# -gt 1 ]; do',
  'case $tree in *" $1 "*) ;; *) case $tree in *" $2 "*) tree="$tree$1 "; again=1;; esac;; esac; shift 2;',
  'done; done;',
  '}',
].join(' ');

/** Whether a process still runs: one that waits for a parent to take note of its end does not. */
const RUNS = [
  'runs() {',
  'kill -0 $1 2>/dev/null || return 1;',
  '{ read -r line </proc/$1/stat; } 2>/dev/null || return 0;',
  'case ${line##*")"} in " Z"*) return 1;; esac;',
  '}',
].join(' ');

/**
 * Ends all descendants of a shell, but not the shell itself: TERM, and KILL for those that are still there a second
 * later. Processes that an earlier step left in the background are no descendants any more, and stay.
 */
function endScript(shellPid: number): string {
  return [
    `${LIST}; ${GROW}; ${RUNS}; shell=${shellPid}; tree=" $shell "; grow; victims=\${tree#" $shell "};`,
    'kill -TERM $victims 2>/dev/null;',
    'for round in 1 2 3 4 5 6 7 8 9 10; do',
    'alive=; for pid in $victims; do if runs $pid; then alive="$alive $pid"; fi; done;',
    'if [ -z "$alive" ]; then break; fi; sleep 0.1 2>/dev/null || sleep 1;',
    'done;',
    'if [ "$alive" ]; then tree=" $shell $alive "; grow; kill -KILL ${tree#" $shell "} 2>/dev/null; fi; exit 0',
  ].join(' ');
}

export interface EndProcessesOptions {
  readonly connection: Connection;
  readonly become: BecomeSpec | undefined;
  /** The persistent shell whose step is to end. */
  readonly shellPid: number;
}

/** Ends what a shell's step has started, over another channel. Errors: as `launch`. */
export async function endProcesses({ connection, become, shellPid }: EndProcessesOptions): Promise<void> {
  const launched = await launch({
    connection,
    become,
    script: endScript(shellPid),
    timeoutMs: ANSWER_TIMEOUT_MS,
  });
  launched.listen({ stdout: () => undefined, stderr: () => undefined });
  await launched.channel.exit;
}
