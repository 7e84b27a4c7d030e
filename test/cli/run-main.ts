import { vi } from 'vitest';
import { main } from '../../src/cli/main.ts';

export interface MainRan {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program in this process, and gives what it printed. */
export async function runMain(argv: readonly string[]): Promise<MainRan> {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      printed[stream] += String(text);
      return true;
    }),
  );
  try {
    return { code: await main(argv), ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
