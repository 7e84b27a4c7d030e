import { defineModule } from '../module/define.ts';
import { apkManager } from '../module/kit/apk/manager.ts';

export default defineModule({
  ...apkManager,
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Manages packages with apk, as on Alpine Linux',
  returns: {
    packages: 'The packages that were changed, those that others need among them.',
    msg: 'What was done.',
    stdout: 'What apk printed.',
    stderr: 'What it complained of.',
  },
  examples: `
- name: Install the web server from fresh lists
  community.general.apk:
    name: nginx
    update_cache: true
`,
  check: 'full',
  diff: false,
  run: apkManager.ensure,
});
