import { defineModule } from '../module/define.ts';
import { commandArguments, commandReturns } from '../module/kit/command-arguments.ts';
import { expandingWord } from '../module/kit/expansion.ts';
import { runProgram } from '../module/kit/program.ts';
import { noCommand } from '../module/kit/program-result.ts';
import { quote } from '../module/kit/quote.ts';
import { shownWord } from '../module/kit/shown-word.ts';
import { splitWords } from '../module/kit/split-words.ts';
import { ModuleFailure } from '../module/result.ts';

export default defineModule({
  name: 'command',
  collection: 'ansible.builtin',
  summary: 'Runs a program on the target, without a shell',
  freeForm: 'cmd',
  args: {
    cmd: {
      type: 'str',
      description: 'The command line: split into words as a shell would, and nothing more.',
    },
    argv: { type: 'list', elements: 'str', description: 'The command as words: nothing is split.' },
    ...commandArguments,
    executable: {
      type: 'path',
      description: 'Means nothing here and draws a warning, as with Ansible: `shell` takes a shell.',
    },
    expand_argument_vars: {
      type: 'bool',
      default: true,
      description: 'Expand `~` and `$NAME` in the words with what the target has.',
    },
  },
  returns: {
    cmd: 'The words that were run.',
    ...commandReturns,
  },
  examples: `
- name: Create the database once
  ansible.builtin.command: /usr/local/bin/create-database --name app
  args:
    creates: /var/lib/app/database
`,
  check: 'partial',
  diff: false,
  async: 'on-target',
  async run(context, args) {
    const words = wordsOf(args.cmd, args.argv);
    if (typeof words === 'string') return noCommand(words);
    const result = await runProgram(context, {
      shown: words,
      words: words.map(args.expand_argument_vars ? expandingWord : quote),
      line: words.map(shownWord).join(' '),
      program: words[0] ?? '',
      chdir: args.chdir,
      creates: args.creates,
      removes: args.removes,
      stdin: args.stdin === undefined ? undefined : `${args.stdin}${args.stdin_add_newline ? '\n' : ''}`,
      stripEmptyEnds: args.strip_empty_ends,
    });
    if (args.executable === undefined) return result;
    const warning = `command runs programs without a shell: 'executable' (${args.executable}) means nothing to it`;
    return { ...result, warnings: [...(result.warnings ?? []), warning] };
  },
});

/** The words to run, or why there are none. */
function wordsOf(cmd: string | undefined, argv: readonly string[] | undefined): readonly string[] | string {
  if (cmd !== undefined && cmd !== '' && argv !== undefined && argv.length > 0) {
    return 'only command or argv can be given, not both';
  }
  if (argv !== undefined && argv.length > 0) return argv;
  if (cmd === undefined || cmd.trim() === '') return 'no command given';
  const words = splitWords(cmd);
  if (words === undefined)
    throw new ModuleFailure(`the command has a quote that is never closed: ${cmd}`, { rc: 256 });
  return words;
}
