import { loginShellCommand } from '../login-shell.ts';
import { quote } from '../quote.ts';
import { BecomeError, type BecomeSpec } from '../types.ts';
import type { BecomeMethod, Refusal } from './types.ts';
import { describeExit, flagWords } from './words.ts';

/**
 * su has no option for its prompt, which speaks the machine's language. It is a last line without an end of line that
 * holds the word for password and a colon.
 */
const PROMPT =
  /(?:password|passwort|kennwort|mot de passe|contraseña|contrasenya|senha|palavra-passe|wachtwoord|lösenord|adgangskode|passord|salasana|hasło|heslo|jelszó|parool|parolă|parola|пароль|гасло|パスワード|암호|密码|密碼|口令)[^\n]*[::]\s*$/iu;

export const su: BecomeMethod = {
  command({ spec, script }) {
    const program = quote(spec.exe ?? 'su');
    const flags = flagWords(spec.flags ?? '').map(quote);
    // The user's login shell reads the command: it may be any shell.
    return ['exec', program, ...flags, quote(spec.user), '-c', quote(loginShellCommand(script))].join(' ');
  },
  countPrompts: (printed) => (PROMPT.test(printed) ? 1 : 0),
  explain,
};

function explain({ spec, said, exit, passwordSent }: Refusal): BecomeError {
  const user = JSON.stringify(spec.user);
  if ((exit.code ?? 127) === 127 && /not found/i.test(said)) {
    return new BecomeError(
      `cannot become ${user}: ${spec.exe ?? 'su'} is not installed there`,
      'set become_exe or become_method',
    );
  }
  if (/does not exist|unknown (?:user|id|login)|no passwd entry/i.test(said)) {
    return new BecomeError(
      `cannot become ${user}: there is no such user on the machine`,
      'check become_user',
    );
  }
  if (/must be run from a terminal/i.test(said)) {
    return new BecomeError(`cannot become ${user}: su wants a terminal`, 'use become_method: sudo');
  }
  if (/not available|nologin/i.test(said)) {
    return new BecomeError(
      `cannot become ${user}: its login shell refuses: ${said}`,
      "name another shell: become_flags: '-s /bin/sh'",
    );
  }
  if (
    /permission denied|authentication failure|incorrect password|sorry|failed|password is required/i.test(
      said,
    ) ||
    passwordSent
  ) {
    return passwordSent
      ? new BecomeError(
          `cannot become ${user}: su did not accept the password`,
          "su asks for that user's own password: check ansible_become_password",
        )
      : new BecomeError(
          `cannot become ${user}: su asks for a password, and none was given`,
          passwordHint(spec),
        );
  }
  return new BecomeError(
    `cannot become ${user}: su ended ${describeExit(exit)}: ${said || 'without a word'}`,
    passwordHint(spec),
  );
}

function passwordHint({ password }: BecomeSpec): string | undefined {
  return password === undefined ? 'give it (--ask-become-pass, ansible_become_password)' : undefined;
}
