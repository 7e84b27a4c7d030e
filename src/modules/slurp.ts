import { defineModule } from '../module/define.ts';
import { expandPath, quotePath } from '../module/kit/paths.ts';
import { type Reading, read } from '../module/kit/reading.ts';
import { ModuleFailure } from '../module/result.ts';

export default defineModule({
  name: 'slurp',
  collection: 'ansible.builtin',
  summary: 'Reads a file of the target into a result',
  args: {
    src: { type: 'path', required: true, aliases: ['path'], description: 'The file; no directory.' },
  },
  returns: {
    content: 'What is in the file, in base64.',
    encoding: 'base64.',
    source: 'The path that was read.',
  },
  examples: `
- name: Read the key that the host made
  ansible.builtin.slurp:
    src: /etc/ssh/ssh_host_ed25519_key.pub
  register: key
`,
  check: 'full',
  diff: false,
  async run(context, { src }) {
    const source = await expandPath(context, src);
    const { content } = await read(context, { content: wholeFile(source) });
    if (!Buffer.isBuffer(content)) throw new ModuleFailure(`${source} ${problems[content]}`);
    return { changed: false, content: content.toString('base64'), encoding: 'base64', source };
  },
});

type Problem = 'missing' | 'directory' | 'unreadable';

const problems: Readonly<Record<Problem, string>> = {
  missing: 'is not there',
  directory: 'is a directory, not a file',
  unreadable: 'cannot be read',
};

function wholeFile(path: string): Reading<Buffer | Problem> {
  const p = quotePath(path);
  return {
    script: `if [ -d ${p} ]; then exit 3; elif [ ! -e ${p} ]; then exit 2; elif [ ! -f ${p} ]; then exit 1; else cat < ${p}; fi`,
    parse: ({ stdout, rc }) =>
      rc === 0 ? stdout : rc === 3 ? 'directory' : rc === 2 ? 'missing' : 'unreadable',
  };
}
