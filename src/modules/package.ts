import { defineModule } from '../module/define.ts';
import { packageManagerOf } from '../module/kit/package-manager.ts';
import { ensureGenericPackages } from '../module/kit/packages.ts';

export default defineModule({
  name: 'package',
  collection: 'ansible.builtin',
  summary: 'Manages packages with the package manager of the target (apt so far)',
  args: {
    name: { type: 'list', elements: 'str', required: true, description: 'The packages.' },
    state: { type: 'str', required: true, description: 'present, latest or absent.' },
    use: { type: 'str', default: 'auto', description: 'The package manager: auto asks the target.' },
  },
  returns: { cache_update_time: 'As the module of the package manager returns it.' },
  examples: `
- name: Install the time service
  ansible.builtin.package:
    name: chrony
    state: present
`,
  check: 'full',
  diff: true,
  async run(context, { name, state, use }) {
    const manager = use === 'auto' ? await packageManagerOf(context) : use;
    return ensureGenericPackages(context, { wanted: { names: name, state }, manager });
  },
});
