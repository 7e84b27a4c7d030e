import { TsplayError } from '../errors.ts';
import type { Shell } from './types.ts';

/** What a machine and an account are like, as far as shell text has to care. */
export interface TargetProbe {
  /** `uname -s`: `Linux`, `FreeBSD`, ... */
  readonly system: string;
  /** `uname -m`. */
  readonly machine: string;
  readonly userId: number;
  readonly userName: string;
  readonly home: string;
  readonly path: string;
  /** Whose tools are on PATH: decides how stat, date, sed... are called. */
  readonly tools: 'gnu' | 'busybox' | 'other';
}

const SCRIPT = `uname -sm || exit
id -u || exit
id -un
printf '%s\\n' "$HOME" "$PATH"
case $(ls --version 2>&1) in
*GNU*|*coreutils*) echo gnu ;;
*BusyBox*) echo busybox ;;
*) echo other ;;
esac`;

/**
 * Asks a machine what it is like: one round trip, so only once and only when someone needs it.
 *
 * Errors: TsplayError `probe-failed`.
 */
export async function probeTarget(shell: Shell, signal?: AbortSignal): Promise<TargetProbe> {
  const { rc, stdout, stderr } = await shell.run(SCRIPT, { signal });
  const [platform, userId, userName, home, path, tools] = stdout.toString('utf8').split('\n');
  const [system, machine] = (platform ?? '').split(' ');
  if (
    rc !== 0 ||
    system === undefined ||
    machine === undefined ||
    userName === undefined ||
    path === undefined
  ) {
    throw new TsplayError({
      code: 'probe-failed',
      fault: 'target',
      message: `cannot find out what the machine is like: ${stderr.toString('utf8').trim() || `status ${rc}`}`,
    });
  }
  return {
    system,
    machine,
    userId: Number(userId),
    userName,
    home: home ?? '',
    path,
    tools: tools === 'gnu' || tools === 'busybox' ? tools : 'other',
  };
}
