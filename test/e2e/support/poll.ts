import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until the answer is something, for at most 20 seconds; says what was waited for when it never comes. */
export async function poll<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  for (let round = 0; round < 200; round += 1) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(100);
  }
  throw new Error(`waited in vain for ${what}`);
}
