import { defineModule } from '../module/define.ts';
import { dnf5 } from '../module/kit/dnf/managers.ts';

export default defineModule({
  ...dnf5,
  collection: 'ansible.builtin',
  summary:
    'Manages packages and groups with dnf5; made from its documentation, not compared with a system that has it',
  returns: {
    results: 'What was installed and removed, or what was listed.',
    rc: 'The exit status of the program.',
    failures: 'Packages that could not be had.',
  },
  examples: `
- name: Bring everything up to date
  ansible.builtin.dnf5:
    name: '*'
    state: latest
`,
  check: 'full',
  diff: false,
  run: dnf5.ensure,
});
