import { gatherFacts } from '../facts/gather.ts';
import { defineModule } from '../module/define.ts';

export default defineModule({
  name: 'setup',
  collection: 'ansible.builtin',
  aliases: ['gather_facts'],
  summary: 'Gathers facts about the target',
  args: {
    gather_subset: {
      type: 'list',
      elements: 'str',
      default: ['all'],
      description:
        'What to gather: all, min, hardware, network, virtual, or the name of a fact; `!` before a name leaves it out. ' +
        'Facts of facter and ohai are never gathered.',
    },
    gather_timeout: {
      type: 'int',
      default: 10,
      description: 'Seconds that one executable local fact may take.',
    },
    filter: {
      type: 'list',
      elements: 'str',
      default: [],
      description:
        'Return only facts whose name matches one of these shell patterns, with or without `ansible_`.',
    },
    fact_path: {
      type: 'path',
      default: '/etc/ansible/facts.d',
      description: 'Folder of local facts: `*.fact` files of JSON or INI, or programs that print them.',
    },
  },
  returns: { ansible_facts: 'The facts, each name with the prefix `ansible_`.' },
  examples: `
- name: Gather what is needed to choose packages
  ansible.builtin.setup:
    gather_subset: ['!all', distribution, pkg_mgr]
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const facts = await gatherFacts(context.target, {
      subset: args.gather_subset,
      filter: args.filter,
      factPath: args.fact_path,
      timeout: args.gather_timeout,
      signal: context.signal,
    });
    const named = Object.entries(facts).map(([name, value]) => [`ansible_${name}`, value] as const);
    return {
      changed: false,
      ansible_facts: {
        ...Object.fromEntries(named),
        ...(args.filter.length > 0 ? {} : { gather_subset: args.gather_subset, module_setup: true }),
      },
    };
  },
});
