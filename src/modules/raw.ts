import { defineModule } from '../module/define.ts';
import { lines } from '../module/kit/lines.ts';
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
    const { rc, ...streams } = await context.target.run(script, { signal: context.signal });
    const stdout = streams.stdout.toString();
    const stderr = streams.stderr.toString();
    return {
      changed: true,
      ...(rc === 0 ? {} : { failed: true, msg: 'non-zero return code' }),
      rc,
      stdout,
      stdout_lines: lines(stdout),
      stderr,
      stderr_lines: lines(stderr),
    };
  },
});
