import { defineModule } from '../module/define.ts';
import { ModuleFailure } from '../module/result.ts';

export default defineModule({
  name: 'ping',
  collection: 'ansible.builtin',
  summary: 'Checks that the target can be logged in to and runs a shell',
  args: {
    data: { type: 'str', default: 'pong', description: 'What to answer. `crash` fails on purpose.' },
  },
  returns: { ping: 'The value of `data`.' },
  examples: `
- name: Reach every host
  ansible.builtin.ping:
`,
  check: 'full',
  diff: false,
  async run(context, { data }) {
    if (data === 'crash') throw new ModuleFailure('asked to crash');
    const { rc, stdout } = await context.target.run('echo tsplay', { signal: context.signal });
    if (rc !== 0 || stdout.toString().trim() !== 'tsplay')
      throw new ModuleFailure('the shell does not answer as it should', { rc });
    return { changed: false, ping: data };
  },
});
