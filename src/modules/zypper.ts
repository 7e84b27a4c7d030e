import { defineModule } from '../module/define.ts';
import { zypperManager } from '../module/kit/zypper/manager.ts';

export default defineModule({
  ...zypperManager,
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Manages packages with zypper, as on SUSE and openSUSE',
  returns: {
    name: 'The packages of the task.',
    state: 'The state that was asked for.',
    update_cache: 'Whether the lists were to be fetched.',
    rc: 'The exit status of zypper; 0 when there was nothing to do.',
    cmd: 'The call of zypper, where there was one.',
    stdout: 'What zypper printed when it changed something, as XML.',
    stderr: 'What it complained of.',
  },
  examples: `
- name: Install the web server, no older than it needs to be
  community.general.zypper:
    name: nginx>=1.20
    update_cache: true
`,
  check: 'full',
  diff: true,
  run: zypperManager.ensure,
});
