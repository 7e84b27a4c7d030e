import { defineModule } from '../module/define.ts';
import { packageManagerOf } from '../module/kit/packages/detect.ts';
import { handOver } from '../module/kit/packages/hand-over.ts';
import { packageManagers } from '../module/kit/packages/registry.ts';
import { ModuleFailure } from '../module/result.ts';

export default defineModule({
  name: 'package',
  collection: 'ansible.builtin',
  summary: "Manages packages with the target's own package manager, whose module takes all further arguments",
  args: {
    name: { type: 'raw', description: 'The packages, as that module takes them.' },
    state: { type: 'str', description: 'present, latest or absent, and what else that module takes.' },
    use: {
      type: 'str',
      default: 'auto',
      description: 'The module of the package manager; auto goes by the target.',
    },
  },
  anyArguments: true,
  returns: { changed: 'All that the module of the package manager returns.' },
  examples: `
- name: Install the time service
  ansible.builtin.package:
    name: chrony
    state: present
`,
  check: 'full',
  diff: true,
  async run(context, { use, name, state }, extra) {
    const found = use === 'auto' ? await packageManagerOf(context) : use.slice(use.lastIndexOf('.') + 1);
    const manager = packageManagers.find((known) => known.name === found);
    if (manager === undefined) throw unknownManager(found);
    const args = new Map(extra);
    if (name !== undefined) args.set('name', name);
    if (state !== undefined) args.set('state', state);
    return handOver(context, { manager, args });
  },
});

function unknownManager(found: string): ModuleFailure {
  const known = packageManagers.map(({ name }) => name);
  if (found === '') return new ModuleFailure('package: no package manager was found on the target');
  return new ModuleFailure(`package: there is no module '${found}' yet; supported: ${known.join(', ')}`);
}
