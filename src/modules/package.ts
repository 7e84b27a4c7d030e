import type { ArgumentSpec } from '../module/argument-spec.ts';
import { defineModule } from '../module/define.ts';
import { packageManagerOf } from '../module/kit/packages/detect.ts';
import { handOver } from '../module/kit/packages/hand-over.ts';
import { packageManagers } from '../module/kit/packages/registry.ts';
import { ModuleFailure } from '../module/result.ts';
import type { Value } from '../values/types.ts';

const own = {
  name: { type: 'raw', description: 'The packages, as that module takes them.' },
  state: { type: 'str', description: 'present, latest or absent, and what else that module takes.' },
  use: {
    type: 'str',
    default: 'auto',
    description: 'The module of the package manager; auto goes by the target.',
  },
} as const satisfies ArgumentSpec;

/** What at least one package manager takes, under each of its names: the rest is a mistake, whatever the target has. */
const handedOver: ArgumentSpec = Object.fromEntries(
  packageManagers.flatMap(({ args }) =>
    Object.entries(args).flatMap(([name, { aliases = [], noLog = false }]) =>
      [name, ...aliases].map((each) => [
        each,
        { type: 'raw', noLog, description: "Handed to the package manager's own module." },
      ]),
    ),
  ),
);

export default defineModule({
  name: 'package',
  collection: 'ansible.builtin',
  summary: "Manages packages with the target's own package manager, whose module takes all further arguments",
  // The types are those of its own arguments: the others go to a module that examines them.
  args: { ...handedOver, ...own } as typeof own,
  returns: { changed: 'All that the module of the package manager returns.' },
  examples: `
- name: Install the time service
  ansible.builtin.package:
    name: chrony
    state: present
`,
  check: 'full',
  diff: true,
  async run(context, { use, ...wanted }) {
    const found = use === 'auto' ? await packageManagerOf(context) : use.slice(use.lastIndexOf('.') + 1);
    const manager = packageManagers.find((known) => known.name === found);
    if (manager === undefined) throw unknownManager(found);
    const given = Object.entries<Value | undefined>(wanted).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    return handOver(context, { manager, args: new Map(given) });
  },
});

function unknownManager(found: string): ModuleFailure {
  const known = packageManagers.map(({ name }) => name);
  if (found === '') return new ModuleFailure('package: no package manager was found on the target');
  return new ModuleFailure(`package: there is no module '${found}' yet; supported: ${known.join(', ')}`);
}
