import { defineModule } from '../module/define.ts';
import { commandArguments, commandReturns } from '../module/kit/command-arguments.ts';
import { expandingWord } from '../module/kit/expansion.ts';
import { runProgram } from '../module/kit/program.ts';
import { noCommand } from '../module/kit/program-result.ts';
import { quote } from '../module/kit/quote.ts';
import { shownWord } from '../module/kit/shown-word.ts';

export default defineModule({
  name: 'shell',
  collection: 'ansible.builtin',
  summary: 'Runs a command line through a shell on the target',
  freeForm: 'cmd',
  args: {
    cmd: { type: 'str', description: 'The command line, as the shell takes it.' },
    executable: { type: 'path', description: 'The shell: an absolute path. Default: /bin/sh.' },
    ...commandArguments,
  },
  returns: {
    cmd: 'The command line.',
    ...commandReturns,
  },
  examples: `
- name: Count the errors of today
  ansible.builtin.shell: grep -c ERROR /var/log/app.log | tee /run/app.errors
`,
  check: 'partial',
  diff: false,
  async: 'on-target',
  async run(context, args) {
    if (args.cmd === undefined || args.cmd.trim() === '') return noCommand('no command given');
    const executable = args.executable ?? '/bin/sh';
    return runProgram(context, {
      shown: args.cmd,
      words: [expandingWord(executable), '-c', quote(args.cmd)],
      line: `${shownWord(executable)} -c ${shownWord(args.cmd)}`,
      program: executable,
      chdir: args.chdir,
      creates: args.creates,
      removes: args.removes,
      stdin: args.stdin === undefined ? undefined : `${args.stdin}${args.stdin_add_newline ? '\n' : ''}`,
      stripEmptyEnds: args.strip_empty_ends,
    });
  },
});
