import { quote } from '../quote.ts';
import { BecomeError } from '../types.ts';
import type { BecomeMethod, Refusal } from './types.ts';
import { describeExit, flagWords } from './words.ts';

/** doas asks for a password on a terminal only, and there is none: it works where its rule says `nopass` or `persist` holds. */
export const doas: BecomeMethod = {
  command({ spec, script }) {
    const program = quote(spec.exe ?? 'doas');
    const flags = flagWords(spec.flags ?? '').filter((word) => word !== '-n');
    return [
      'exec',
      program,
      ...flags.map(quote),
      '-n',
      '-u',
      quote(spec.user),
      '/bin/sh',
      '-c',
      quote(script),
    ].join(' ');
  },
  countPrompts: () => 0,
  explain,
};

function explain({ spec, said, exit }: Refusal): BecomeError {
  const user = JSON.stringify(spec.user);
  if ((exit.code ?? 127) === 127 && /not found/i.test(said)) {
    return new BecomeError(
      `cannot become ${user}: ${spec.exe ?? 'doas'} is not installed there`,
      'set become_exe or become_method',
    );
  }
  if (/unknown user/i.test(said)) {
    return new BecomeError(
      `cannot become ${user}: there is no such user on the machine`,
      'check become_user',
    );
  }
  if (/authorization required|authentication (?:required|failed)|tty/i.test(said)) {
    return new BecomeError(
      `cannot become ${user}: doas asks for a password, and it takes one from a terminal only`,
      'add nopass to the rule in doas.conf, or use become_method: sudo',
    );
  }
  if (/not permitted/i.test(said)) {
    return new BecomeError(
      `cannot become ${user}: doas does not allow it: ${said}`,
      'permit the login user in doas.conf to run any command',
    );
  }
  return new BecomeError(
    `cannot become ${user}: doas ended ${describeExit(exit)}: ${said || 'without a word'}`,
  );
}
