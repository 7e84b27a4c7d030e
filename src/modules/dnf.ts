import { defineModule } from '../module/define.ts';
import { dnf } from '../module/kit/dnf/managers.ts';

export default defineModule({
  ...dnf,
  collection: 'ansible.builtin',
  summary: 'Manages packages and groups with dnf, which alone needs to be on the target',
  returns: {
    results: 'What was installed and removed, or what was listed.',
    rc: 'The exit status of the program.',
    failures: 'Packages that could not be had.',
  },
  examples: `
- name: Install the web server and no older than it needs to be
  ansible.builtin.dnf:
    name: httpd >= 2.4
    enablerepo: testing
`,
  check: 'full',
  diff: false,
  run: dnf.ensure,
});
