import { octalScript } from '../login-shell.ts';
import { quote } from '../quote.ts';
import { BecomeError, type BecomeSpec } from '../types.ts';
import type { BecomeMethod, Refusal } from './types.ts';
import { describeExit, flagWords } from './words.ts';

/** Printed by us when the program is not there. */
const MISSING = 'tsplay: sudo is missing';

export const sudo: BecomeMethod = {
  command({ spec, script, prompt }) {
    const program = quote(spec.exe ?? 'sudo');
    // With -i and -s another shell reads the command first, and sudo leaves its dollar signs to that one.
    const throughShell = flagWords(spec.flags ?? '').some((word) =>
      /^(?:-[a-zA-Z]*[is]|--login|--shell)$/.test(word),
    );
    const text = throughShell ? octalScript(script) : script;
    const words = [
      program,
      ...options(spec, prompt),
      '-u',
      quote(spec.user),
      '--',
      '/bin/sh',
      '-c',
      quote(text),
    ];
    // Ansible runs sudo from root to root as well; where it is not installed, that needs no sudo.
    const asRoot =
      spec.user === 'root' ? `if [ "$(id -u)" = 0 ]; then exec /bin/sh -c ${quote(script)}; fi; ` : '';
    return (
      `if command -v ${program} >/dev/null 2>&1; then exec ${words.join(' ')}; fi; ` +
      `${asRoot}echo ${quote(MISSING)} >&2; exit 127`
    );
  },
  countPrompts: (printed, prompt) => printed.split(prompt).length - 1,
  explain,
};

/** `-S`: the password comes from stdin. `-n`: fail rather than ask. Never both. */
function options(spec: BecomeSpec, prompt: string): string[] {
  const given = spec.flags === undefined ? ['-H'] : flagWords(spec.flags);
  const own = given.filter((word) => !['-n', '--non-interactive', '-S', '--stdin'].includes(word)).map(quote);
  return spec.password === undefined ? [...own, '-n'] : [...own, '-S', '-p', quote(prompt)];
}

function explain({ spec, said, exit, passwordSent }: Refusal): BecomeError {
  const user = JSON.stringify(spec.user);
  if (said.includes(MISSING)) {
    return new BecomeError(
      `cannot become ${user}: ${spec.exe ?? 'sudo'} is not installed there`,
      'install sudo, set become_exe, or choose another become_method (su, doas)',
    );
  }
  if (/you must have a tty/i.test(said)) {
    return new BecomeError(
      `cannot become ${user}: sudo wants a terminal (requiretty)`,
      'add "Defaults !requiretty" to its sudoers file: tsplay uses no terminal',
    );
  }
  if (/unknown user/i.test(said)) {
    return new BecomeError(
      `cannot become ${user}: there is no such user on the machine`,
      'check become_user',
    );
  }
  if (/not in the sudoers file|not allowed to (?:execute|run)|may not run sudo/i.test(said)) {
    return new BecomeError(
      `cannot become ${user}: sudo does not allow it: ${said}`,
      'give the login user the right in sudoers: to run /bin/sh, without a list of commands',
    );
  }
  if (/terminal is required|password is required|no password was provided/i.test(said) && !passwordSent) {
    return new BecomeError(
      `cannot become ${user}: sudo asks for a password, and none was given`,
      'give it (--ask-become-pass, ansible_become_password) or allow NOPASSWD in sudoers',
    );
  }
  if (passwordSent && /sorry|incorrect password|password/i.test(said)) {
    return new BecomeError(
      `cannot become ${user}: sudo did not accept the password`,
      'check ansible_become_password',
    );
  }
  return new BecomeError(
    `cannot become ${user}: sudo ended ${describeExit(exit)}: ${said || 'without a word'}`,
  );
}
