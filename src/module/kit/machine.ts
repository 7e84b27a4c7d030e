import { wait } from '../../util/wait.ts';
import type { ModuleContext } from '../context.ts';

export interface MachineWait {
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  /** Milliseconds between two attempts. */
  readonly pause: number;
  /** Milliseconds for one attempt to connect. */
  readonly connectTimeout: number;
  /** Asked over each new connection: why the machine is not ready yet. */
  readonly isReady: () => Promise<string | undefined>;
}

/**
 * Connects anew until the machine answers and is ready; one attempt is made at least. Why it was not, when the time is
 * over.
 */
export async function waitForMachine(
  { target, signal }: ModuleContext,
  { deadline, pause, connectTimeout, isReady }: MachineWait,
): Promise<string | undefined> {
  for (;;) {
    const problem = (await target.reconnect(connectTimeout)) ?? (await reasonNotReady(isReady, signal));
    if (problem === undefined || Date.now() >= deadline) return problem;
    await wait(Math.min(pause, Math.max(0, deadline - Date.now())), signal);
  }
}

/** A machine that goes away while it is asked is not ready. */
async function reasonNotReady(
  isReady: MachineWait['isReady'],
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return await isReady();
  } catch (error) {
    if (signal.aborted) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}
