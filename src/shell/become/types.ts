import type { ChannelExit } from '../../connection/types.ts';
import type { BecomeError, BecomeSpec } from '../types.ts';

/** What the program said before it gave up. */
export interface Refusal {
  readonly spec: BecomeSpec;
  /** What it printed, without our own markers. */
  readonly said: string;
  readonly exit: ChannelExit;
  /** A password was asked for and written. */
  readonly passwordSent: boolean;
}

/** One program that changes the user. */
export interface BecomeMethod {
  /**
   * POSIX shell text that becomes the user and runs `script` there in `/bin/sh`. `prompt` is a random text that the
   * program is to ask for the password with, when it can.
   */
  command(options: { readonly spec: BecomeSpec; readonly script: string; readonly prompt: string }): string;
  /** How many times a password was asked for in what was printed so far. */
  countPrompts(printed: string, prompt: string): number;
  /** The refusal in words. */
  explain(refusal: Refusal): BecomeError;
}
