import { defineModule } from '../module/define.ts';
import { githubRelease, releaseArguments } from '../module/github/release.ts';

export default defineModule({
  name: 'github_release',
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Tells the latest release of a GitHub repository, or makes one, with curl of the target',
  args: releaseArguments,
  mutuallyExclusive: [['token', 'password']],
  requiredIf: [['action', 'create_release', ['tag']]],
  returns: { tag: 'The tag of the release; none where there is no release yet.' },
  examples: `
- name: Ask which release is the latest
  community.general.github_release:
    user: prometheus
    repo: prometheus
    action: latest_release
  register: release
`,
  check: 'full',
  diff: false,
  run: (context, args) => githubRelease(context, args, 'https://api.github.com'),
});
