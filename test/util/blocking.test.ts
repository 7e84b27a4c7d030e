import { describe, expect, it } from 'vitest';
import { runBlocking } from '../../src/util/blocking.ts';

describe('something asynchronous, waited for', () => {
  it('gives its value', () => {
    const program = async (text: string): Promise<string> => text.toUpperCase();
    expect(runBlocking({ program, input: 'a', deadlineMs: 10_000 })).toEqual({ ok: true, value: 'A' });
  });

  it('gives the reason when it fails', () => {
    const program = async (): Promise<never> => {
      throw new Error('no such thing');
    };
    expect(runBlocking({ program, input: null, deadlineMs: 10_000 })).toEqual({
      ok: false,
      reason: 'no such thing',
    });
  });

  it('is given up at the deadline', () => {
    const program = (): Promise<never> => new Promise(() => setInterval(() => undefined, 1000));
    expect(runBlocking({ program, input: null, deadlineMs: 50 })).toEqual({
      ok: false,
      reason: 'no answer within 0.05 s',
    });
  });
});
