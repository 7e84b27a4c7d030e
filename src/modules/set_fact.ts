import { defineModule } from '../module/define.ts';
import { ModuleFailure } from '../module/result.ts';
import type { Value } from '../values/types.ts';

export default defineModule({
  name: 'set_fact',
  collection: 'ansible.builtin',
  summary: 'Sets variables of a host',
  args: {
    cacheable: { type: 'bool', default: false, description: 'Also keep the values as facts of the host.' },
  },
  anyArguments: true,
  returns: { ansible_facts: 'The variables that were set.' },
  examples: `
- name: Remember the release
  ansible.builtin.set_fact:
    release: "{{ ansible_facts.distribution_release }}"
`,
  check: 'full',
  diff: false,
  controllerOnly: true,
  setsVariables: true,
  async run(_context, { cacheable }, extra) {
    if (extra.size === 0) throw new ModuleFailure('set_fact needs at least one variable to set');
    const wrong = [...extra.keys()].find((name) => !/^[A-Za-z_]\w*$/.test(name));
    if (wrong !== undefined) {
      throw new ModuleFailure(
        `'${wrong}' is no name of a variable: letters, digits and underscores, not starting with a digit`,
      );
    }
    const facts = Object.fromEntries([...extra].map(([name, value]) => [name, withBooleans(value)]));
    return { changed: false, ansible_facts: facts, ...(cacheable ? { _ansible_facts_cacheable: true } : {}) };
  },
});

/** Ansible makes booleans of these four words here, also when they were quoted. */
function withBooleans(value: Value): Value {
  if (typeof value !== 'string') return value;
  const word = value.toLowerCase();
  if (word === 'true' || word === 'yes') return true;
  return word === 'false' || word === 'no' ? false : value;
}
