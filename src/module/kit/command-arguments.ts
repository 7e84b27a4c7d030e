import type { ArgumentSpec } from '../argument-spec.ts';

/** What `command` and `shell` take alike. */
export const commandArguments = {
  creates: { type: 'path', description: 'Do not run when this path (a pattern) exists.' },
  removes: { type: 'path', description: 'Run only when this path (a pattern) exists.' },
  chdir: { type: 'path', description: 'Change into this folder first.' },
  stdin: { type: 'str', description: 'Text for the standard input of the command.' },
  stdin_add_newline: { type: 'bool', default: true, description: 'Put a line end after `stdin`.' },
  strip_empty_ends: {
    type: 'bool',
    default: true,
    description: 'Take line ends off the end of the output.',
  },
} as const satisfies ArgumentSpec;

/** What they return alike, beside `cmd`. */
export const commandReturns = {
  rc: 'The exit status.',
  stdout: 'The standard output.',
  stdout_lines: 'The standard output by lines.',
  stderr: 'The standard error.',
  stderr_lines: 'The standard error by lines.',
  start: 'When it started.',
  end: 'When it ended.',
  delta: 'How long it took.',
  msg: 'Why it did not run, or failed.',
} as const;
