import { defineModule } from '../module/define.ts';
import { expandingWord } from '../module/kit/expansion.ts';
import { noCommand, runProgram } from '../module/kit/program.ts';
import { quote } from '../module/kit/quote.ts';

export default defineModule({
  name: 'shell',
  collection: 'ansible.builtin',
  summary: 'Runs a command line through a shell on the target',
  freeForm: 'cmd',
  args: {
    cmd: { type: 'str', description: 'The command line, as the shell takes it.' },
    executable: { type: 'path', description: 'The shell: an absolute path. Default: /bin/sh.' },
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
  },
  returns: {
    cmd: 'The command line.',
    rc: 'The exit status.',
    stdout: 'The standard output.',
    stdout_lines: 'The standard output by lines.',
    stderr: 'The standard error.',
    stderr_lines: 'The standard error by lines.',
    start: 'When it started.',
    end: 'When it ended.',
    delta: 'How long it took.',
    msg: 'Why it did not run, or failed.',
  },
  examples: `
- name: Count the errors of today
  ansible.builtin.shell: grep -c ERROR /var/log/app.log | tee /run/app.errors
`,
  check: 'partial',
  diff: false,
  async run(context, args) {
    if (args.cmd === undefined || args.cmd.trim() === '') return noCommand('no command given');
    const executable = args.executable ?? '/bin/sh';
    return runProgram(context, {
      shown: args.cmd,
      words: [expandingWord(executable), '-c', quote(args.cmd)],
      line: `${executable} -c ${args.cmd}`,
      program: executable,
      chdir: args.chdir,
      creates: args.creates,
      removes: args.removes,
      stdin: args.stdin === undefined ? undefined : `${args.stdin}${args.stdin_add_newline ? '\n' : ''}`,
      stripEmptyEnds: args.strip_empty_ends,
    });
  },
});
