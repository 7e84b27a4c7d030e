import { defineModule } from '../module/define.ts';
import { aptArguments } from '../module/kit/apt/arguments.ts';
import { packageManagerOf } from '../module/kit/package-manager.ts';
import { ensureGenericPackages } from '../module/kit/packages.ts';

export default defineModule({
  name: 'package',
  collection: 'ansible.builtin',
  summary:
    'Manages packages with the package manager of the target (apt so far), which further arguments go to',
  args: {
    ...aptArguments,
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
  async run(context, { use, ...wanted }) {
    const manager = use === 'auto' ? await packageManagerOf(context) : use;
    return ensureGenericPackages(context, { wanted, manager });
  },
});
