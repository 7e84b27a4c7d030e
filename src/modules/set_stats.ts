import { defineModule } from '../module/define.ts';
import { ModuleFailure } from '../module/result.ts';
import { str } from '../values/printing.ts';
import type { Value } from '../values/types.ts';

export default defineModule({
  name: 'set_stats',
  collection: 'ansible.builtin',
  summary: 'Keeps figures of the run, shown after the recap',
  args: {
    data: { type: 'dict', description: 'The figures, by name.' },
    per_host: {
      type: 'bool',
      default: false,
      description: 'Keep them for this host rather than for the run.',
    },
    aggregate: {
      type: 'bool',
      default: true,
      description: 'Add them to those of the same name: numbers, texts and lists are added, dicts merged.',
    },
  },
  returns: { ansible_stats: 'What was kept: `data`, `per_host` and `aggregate`.' },
  examples: `
- name: Count the machines that were renewed
  ansible.builtin.set_stats:
    data:
      renewed: 1
`,
  check: 'full',
  diff: false,
  controllerOnly: true,
  async run(_context, { data, per_host, aggregate }) {
    const entries = [...((data ?? new Map()) as ReadonlyMap<Value, Value>)];
    const named = entries.map(([name, value]) => [str(name), value] as const);
    const wrong = named.find(([name]) => !/^[A-Za-z_]\w*$/.test(name))?.[0];
    if (wrong !== undefined) {
      throw new ModuleFailure(
        `'${wrong}' is no name of a variable: letters, digits and underscores, not starting with a digit`,
      );
    }
    return { changed: false, ansible_stats: { data: new Map<Value, Value>(named), per_host, aggregate } };
  },
});
