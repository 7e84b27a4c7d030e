import { defineModule } from '../module/define.ts';
import { pacmanManager } from '../module/kit/pacman/manager.ts';

export default defineModule({
  ...pacmanManager,
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Manages packages with pacman, as on Arch Linux',
  returns: {
    packages: 'The packages that were changed.',
    cache_updated: 'Whether the lists were changed.',
    stdout: 'What pacman printed.',
    stderr: 'What it complained of.',
  },
  examples: `
- name: Install the web server from fresh lists
  community.general.pacman:
    name: nginx
    update_cache: true
`,
  check: 'full',
  diff: true,
  run: async (context, args) => pacmanManager.ensure(context, args),
});
