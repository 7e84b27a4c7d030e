import { defineModule } from '../module/define.ts';
import { ensureSnaps, snapArguments } from '../module/kit/snap/ensure.ts';

export default defineModule({
  name: 'snap',
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Manages snaps and their settings',
  args: snapArguments,
  returns: {
    snaps_installed: 'The snaps that were installed.',
    snaps_removed: 'The snaps that were removed.',
    snaps_enabled: 'The snaps that were enabled.',
    snaps_disabled: 'The snaps that were disabled.',
    options_changed: 'The settings that were changed, as snap:key=value.',
    channel: 'Where new snaps come from.',
    classic: 'Whether new snaps reach the whole system.',
    cmd: 'The calls of snap, where something changed.',
  },
  examples: `
- name: Install the hello world of another channel
  community.general.snap:
    name: hello
    channel: latest/edge
`,
  check: 'full',
  diff: false,
  run: ensureSnaps,
});
