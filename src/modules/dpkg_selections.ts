import { defineModule } from '../module/define.ts';
import { quote } from '../module/kit/quote.ts';
import { read, textReading } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { ModuleFailure } from '../module/result.ts';

export default defineModule({
  name: 'dpkg_selections',
  collection: 'ansible.builtin',
  summary: 'Says what dpkg shall do with a package: install, hold, deinstall or purge',
  args: {
    name: { type: 'str', required: true, description: 'The package, with :architecture where it is needed.' },
    selection: {
      type: 'str',
      required: true,
      choices: ['install', 'hold', 'deinstall', 'purge'],
      description: 'What shall be done with it.',
    },
  },
  returns: { before: 'The selection before.', after: 'The selection that was asked for.' },
  examples: `
- name: Keep the kernel as it is
  ansible.builtin.dpkg_selections:
    name: linux-image-amd64
    selection: hold
`,
  check: 'full',
  diff: false,
  async run(context, { name, selection }) {
    if (!/^[a-z0-9][a-z0-9+.-]+(:[a-z0-9-]+)?$/.test(name)) {
      throw new ModuleFailure(`dpkg_selections: '${name}' is no name of a package`);
    }
    const { line } = await read(context, {
      line: textReading(`r=$(LC_ALL=C dpkg --get-selections ${quote(name)} 2>/dev/null)`, 'sets'),
    });
    if (line === undefined) throw new ModuleFailure('dpkg_selections: dpkg does not answer');
    const before = /^\S+\s+(\S+)$/m.exec(line)?.[1] ?? 'not present';
    const changed = before !== selection;
    if (changed && !context.checkMode) {
      const { stderr } = await runOrFail(context, 'LC_ALL=C dpkg --set-selections', {
        stdin: `${name} ${selection}\n`,
        failure: `dpkg does not take the selection of ${name}`,
      });
      if (stderr !== '') context.warn(stderr.trim());
    }
    return { changed, before, after: selection };
  },
});
