import { wait } from '../../../util/wait.ts';
import type { ModuleContext } from '../../context.ts';
import { ModuleFailure } from '../../result.ts';

/** One script stays on the target for so long at most: a look at the clock and at the abort signal between two. */
const longestStay = 60;

export interface Poll {
  /** Shell text before the loop: functions, values. */
  readonly prepare: string;
  /** Shell text that succeeds when what is waited for is there; what it prints is the answer. */
  readonly condition: string;
  /** Judges the answer; false goes on waiting. */
  readonly accept: (answer: Buffer) => boolean;
  readonly sleepSeconds: number;
  /** Milliseconds since the epoch, on the controller. */
  readonly deadline: number;
}

/**
 * Waits on the target until the condition holds: a loop in one script, so that waiting costs no round trips. False
 * when the deadline passes first. The condition is looked at once at least.
 */
export async function pollOnTarget(context: ModuleContext, poll: Poll): Promise<boolean> {
  for (;;) {
    const left = Math.max(0, poll.deadline - Date.now());
    const stay = Math.min(longestStay, Math.ceil(left / 1000));
    const script = `${poll.prepare}
condition() {
${poll.condition}
}
end=$(( $(date +%s) + ${stay} ))
while :; do
  condition && exit 0
  [ "$(date +%s)" -lt "$end" ] || exit 1
  sleep ${poll.sleepSeconds}
done`;
    const { rc, stdout, stderr } = await context.target.run(script, {
      signal: context.signal,
      timeoutMs: (stay + 120) * 1000,
    });
    if (rc === 0 && poll.accept(stdout)) return true;
    if (rc === 3) {
      throw new ModuleFailure(
        'wait_for: nothing on the target can tell about that port: it needs bash, nc or curl (or /proc/net/tcp for its own ports)',
      );
    }
    if (rc > 3)
      throw new ModuleFailure('the condition could not be looked at', { rc, stderr: stderr.toString() });
    if (Date.now() >= poll.deadline) return false;
    if (rc === 0)
      await wait(Math.min(poll.sleepSeconds * 1000, Math.max(0, poll.deadline - Date.now())), context.signal);
  }
}
