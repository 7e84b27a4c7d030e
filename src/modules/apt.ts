import { defineModule } from '../module/define.ts';
import { apt } from '../module/kit/apt/manager.ts';

export default defineModule({
  ...apt,
  collection: 'ansible.builtin',
  summary: 'Manages packages with apt',
  returns: {
    cache_updated: 'Whether the package lists were fetched.',
    cache_update_time: 'When they were last fetched: seconds since the epoch.',
    stdout: 'What apt-get printed.',
    stderr: 'What it complained of.',
  },
  examples: `
- name: Install the web server from lists that are at most an hour old
  ansible.builtin.apt:
    name: nginx
    update_cache: true
    cache_valid_time: 3600
`,
  check: 'full',
  diff: true,
  run: apt.ensure,
});
