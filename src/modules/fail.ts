import { defineModule } from '../module/define.ts';

export default defineModule({
  name: 'fail',
  collection: 'ansible.builtin',
  summary: 'Fails on purpose, with a message',
  args: { msg: { type: 'str', default: 'Failed as requested from task', description: 'Why.' } },
  returns: { msg: 'The message.' },
  examples: `
- name: Refuse old releases
  ansible.builtin.fail:
    msg: This needs Debian 12 or newer
  when: ansible_facts.distribution_major_version | int < 12
`,
  check: 'full',
  diff: false,
  controllerOnly: true,
  async run(_context, { msg }) {
    return { changed: false, failed: true, msg };
  },
});
