import { expect, test } from 'vitest';
import { runMain } from './run-main.ts';

test('many hosts at work are no leak that Node warns of', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error): number => warnings.push(warning);
  process.on('warning', note);
  try {
    const hosts = Array.from({ length: 16 }, (_, index) => `host${index}`);
    const ran = await runMain([
      ...['exec', 'all', '-i', `${hosts.join(',')},`, '-c', 'local'],
      ...['-m', 'command', '-a', 'true'],
    ]);
    expect(ran.code).toBe(0);
    // Node emits warnings in a later turn.
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual([]);
  } finally {
    process.off('warning', note);
  }
});
