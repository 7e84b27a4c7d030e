import { randomBytes } from 'node:crypto';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { expandingWord } from '../module/kit/expansion.ts';
import { baseName, joinPath, quotePath } from '../module/kit/paths.ts';
import { plainOutput } from '../module/kit/plain-output.ts';
import { quote } from '../module/kit/quote.ts';
import { noReading, type Reading, read } from '../module/kit/reading.ts';
import { splitWords } from '../module/kit/split-words.ts';
import { ModuleFailure } from '../module/result.ts';

export default defineModule({
  name: 'script',
  collection: 'ansible.builtin',
  summary: 'Runs a script of the controller on the target',
  freeForm: 'cmd',
  args: {
    cmd: {
      type: 'str',
      required: true,
      description: 'The script of the controller, and its arguments as a shell takes them.',
    },
    executable: { type: 'str', description: 'The program that runs the script, with its options.' },
    chdir: { type: 'path', description: 'Change into this folder of the target first.' },
    creates: { type: 'path', description: 'Do not run when this is on the target.' },
    removes: { type: 'path', description: 'Run only when this is on the target.' },
    decrypt: {
      type: 'bool',
      default: true,
      description: 'Decrypt a script that is encrypted with Ansible Vault.',
    },
  },
  returns: {
    rc: 'The exit status.',
    stdout: 'The standard output.',
    stdout_lines: 'The standard output by lines.',
    stderr: 'The standard error.',
    stderr_lines: 'The standard error by lines.',
  },
  examples: `
- name: Set the machine up once
  ansible.builtin.script: first-boot.sh --quiet
  args:
    creates: /var/lib/first-boot
`,
  check: 'partial',
  diff: false,
  async: 'none',
  async run(context, args) {
    const skipped = await reasonToSkip(context, args);
    if (skipped !== undefined) return { changed: false, skipped: true, msg: skipped };
    const { name, rest } = commandParts(args.cmd);
    const source = await context.files.find(name, 'files');
    if (context.checkMode) {
      const isConditional = args.creates !== undefined || args.removes !== undefined;
      return isConditional
        ? { changed: true }
        : {
            changed: false,
            skipped: true,
            msg: 'only creates or removes can tell whether the script would run',
          };
    }
    const uploaded = await context.target.upload(await context.files.read(source, { decrypt: args.decrypt }));
    const script = runText({ uploaded, name: baseName(source), rest, ...args });
    return plainOutput(await context.target.run(script, { signal: context.signal }));
  },
});

interface Conditions {
  readonly creates: string | undefined;
  readonly removes: string | undefined;
}

async function reasonToSkip(
  context: ModuleContext,
  { creates, removes }: Conditions,
): Promise<string | undefined> {
  const { created, removable } = await read(context, {
    created: creates === undefined ? noReading(false) : isThere(creates),
    removable: removes === undefined ? noReading(true) : isThere(removes),
  });
  if (created) return `skipped, since ${creates} exists`;
  return removable ? undefined : `skipped, since ${removes} does not exist`;
}

function isThere(path: string): Reading<boolean> {
  const word = expandingWord(path);
  return { script: `[ -e ${word} ] || [ -h ${word} ]`, inline: 'prints', parse: ({ rc }) => rc === 0 };
}

/** The script's name, which may be in quotes, and the text of its arguments, which a shell of the target reads. */
function commandParts(cmd: string): { readonly name: string; readonly rest: string } {
  const text = cmd.trim();
  for (const { index } of text.matchAll(/\s|$/g)) {
    const words = splitWords(text.slice(0, index));
    if (words?.[0] !== undefined) return { name: words[0], rest: text.slice(index).trim() };
  }
  throw new ModuleFailure(text === '' ? 'no script is given' : `the script's name has an open quote: ${cmd}`);
}

interface ScriptCall {
  readonly uploaded: string;
  /** What `$0` ends with. */
  readonly name: string;
  readonly rest: string;
  readonly executable: string | undefined;
  readonly chdir: string | undefined;
}

/** The line has a shell of its own: whatever is wrong with it, what was uploaded is removed. */
function runText({ uploaded, name, rest, executable, chdir }: ScriptCall): string {
  const folder = `${uploaded}-${randomBytes(4).toString('hex')}`;
  const path = joinPath(folder, name);
  const line = [executable ?? '', quote(path), rest].filter((part) => part !== '').join(' ');
  return `made=${quote(folder)}
trap 'rm -r -f "$made"' EXIT
mkdir -m 700 "$made" && mv ${quotePath(uploaded)} ${quotePath(path)} && chmod 700 ${quotePath(path)} || exit 1
${chdir === undefined ? '' : `CDPATH= cd -- ${expandingWord(chdir)} || exit 2\n`}/bin/sh -c ${quote(line)}`;
}
