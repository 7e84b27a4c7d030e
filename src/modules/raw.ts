import { defineModule } from '../module/define.ts';
import { plainOutput } from '../module/kit/plain-output.ts';
import { quote } from '../module/kit/quote.ts';

export default defineModule({
  name: 'raw',
  collection: 'ansible.builtin',
  summary: 'Runs a command line on the target and returns its output untouched',
  freeForm: 'cmd',
  args: {
    cmd: { type: 'str', required: true, description: 'The command line, as the shell takes it.' },
    executable: { type: 'str', description: 'The shell: an absolute path. Default: /bin/sh.' },
  },
  returns: {
    rc: 'The exit status.',
    stdout: 'The standard output, with its line ends.',
    stdout_lines: 'The standard output by lines.',
    stderr: 'The standard error, with its line ends.',
    stderr_lines: 'The standard error by lines.',
  },
  examples: `
- name: Look at a machine that has nothing yet
  ansible.builtin.raw: cat /etc/os-release
`,
  check: 'none',
  diff: false,
  async: 'none',
  async run(context, { cmd, executable }) {
    if (context.checkMode) return { changed: false, skipped: true };
    const script = `${quote(executable ?? '/bin/sh')} -c ${quote(cmd)}`;
    return plainOutput(await context.target.run(script, { signal: context.signal }));
  },
});
