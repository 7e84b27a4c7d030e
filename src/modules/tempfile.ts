import { randomInt } from 'node:crypto';
import { defineModule } from '../module/define.ts';
import { expandingWord } from '../module/kit/expansion.ts';
import { statusKeys } from '../module/kit/file-attributes.ts';
import { quote } from '../module/kit/quote.ts';
import { parseStatus, statusScript } from '../module/kit/status.ts';
import { ModuleFailure } from '../module/result.ts';

export default defineModule({
  name: 'tempfile',
  collection: 'ansible.builtin',
  summary: 'Makes a temporary file or directory that nobody else can read',
  args: {
    state: {
      type: 'str',
      choices: ['directory', 'file'],
      default: 'file',
      description: 'What to make.',
    },
    path: { type: 'path', description: 'The folder to make it in. Default: $TMPDIR, or /tmp.' },
    prefix: { type: 'str', default: 'ansible.', description: 'What its name begins with.' },
    suffix: { type: 'str', default: '', description: 'What its name ends with.' },
  },
  returns: { path: 'The path of what was made.' },
  examples: `
- name: Make a folder to build in
  ansible.builtin.tempfile:
    state: directory
    suffix: .build
  register: build
`,
  check: 'none',
  diff: false,
  async run(context, { state, path, prefix, suffix }) {
    const folder = path === undefined ? '"${TMPDIR:-/tmp}"' : expandingWord(path);
    const name = `${prefix}${randomName()}${suffix}`;
    // A name that begins with a dash comes behind its folder, and so is no option.
    const script = `(
umask 077
folder=${folder}
case $folder in /*) ;; *) folder=$(pwd)/$folder ;; esac
p=\${folder%/}/${quote(name)}
${state === 'directory' ? 'mkdir "$p" || exit 1' : 'set -C\n: > "$p" || exit 1'}
printf '%s\\0' "$p"
${statusScript('"$p"', false)}
)`;
    const { rc, stdout, stderr } = await context.target.run(script, { signal: context.signal });
    const end = stdout.indexOf(0);
    const status = parseStatus({ stdout: stdout.subarray(end + 1), rc });
    if (rc !== 0 || end < 0 || status === undefined)
      throw new ModuleFailure(`cannot make a temporary ${state}: ${stderr.toString().trim()}`, { rc });
    return { changed: true, path: stdout.subarray(0, end).toString(), ...statusKeys(status) };
  },
});

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789_';

/** As Python's tempfile makes them. A name that is taken makes the task fail: nothing is ever overwritten. */
function randomName(): string {
  return Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('');
}
