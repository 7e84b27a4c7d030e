import { defineModule } from '../module/define.ts';
import { yum } from '../module/kit/dnf/managers.ts';

export default defineModule({
  ...yum,
  collection: 'ansible.builtin',
  summary:
    'Manages packages and groups with yum (not compared with a system that has it), or with dnf where that is what the target has',
  returns: {
    results: 'What was installed and removed, or what was listed.',
    rc: 'The exit status of the program.',
    failures: 'Packages that could not be had.',
  },
  examples: `
- name: Install the time service
  ansible.builtin.yum:
    name: chrony
    state: present
`,
  check: 'full',
  diff: false,
  run: yum.ensure,
});
