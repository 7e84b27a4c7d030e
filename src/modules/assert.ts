import { defineModule } from '../module/define.ts';
import { ModuleFailure } from '../module/result.ts';
import { str } from '../values/printing.ts';
import type { Value } from '../values/types.ts';

export default defineModule({
  name: 'assert',
  collection: 'ansible.builtin',
  summary: 'Fails unless all conditions hold',
  args: {
    that: { type: 'raw', required: true, description: 'Conditions as `when` takes them: one, or a list.' },
    fail_msg: {
      type: 'raw',
      aliases: ['msg'],
      description: 'What to say when one does not hold: text or lines of it.',
    },
    success_msg: { type: 'raw', description: 'What to say when all hold.' },
    quiet: { type: 'bool', default: false, description: 'Report less.' },
  },
  raw: ['that'],
  returns: {
    assertion: 'The first condition that did not hold.',
    evaluated_to: 'What it came to: false.',
    msg: 'The message for how it went.',
  },
  examples: `
- name: Check the input
  ansible.builtin.assert:
    that:
      - port | int > 1024
      - "'example' in domain"
    fail_msg: The port or the domain is wrong
`,
  check: 'full',
  diff: false,
  controllerOnly: true,
  alwaysShown: 'unless-quiet',
  async run(context, args) {
    const failMessage = message('fail_msg', args.fail_msg) ?? 'Assertion failed';
    const successMessage = message('success_msg', args.success_msg) ?? 'All assertions passed';
    for (const assertion of Array.isArray(args.that) ? (args.that as readonly Value[]) : [args.that]) {
      if (!context.templating.condition(assertion)) {
        const shown = typeof assertion === 'boolean' ? assertion : str(assertion);
        return { changed: false, failed: true, msg: failMessage, assertion: shown, evaluated_to: false };
      }
    }
    return { changed: false, msg: successMessage };
  },
});

function message(name: string, value: Value | undefined): string | readonly string[] | undefined {
  if (value === undefined || typeof value === 'string') return value;
  const lines: readonly Value[] = Array.isArray(value) ? value : [value];
  if (!lines.every((line) => typeof line === 'string')) {
    throw new ModuleFailure(`${name} must be text or a list of texts, not ${str(value)}`);
  }
  return lines;
}
