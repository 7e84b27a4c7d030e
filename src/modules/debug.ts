import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { str } from '../values/printing.ts';
import { mayHoldTemplate, TemplateText } from '../values/template-text.ts';
import { Undefined, type Value } from '../values/types.ts';

export default defineModule({
  name: 'debug',
  collection: 'ansible.builtin',
  summary: 'Prints a message or the value of an expression',
  args: {
    msg: { type: 'raw', nullable: true, description: 'What to print; text, or any data.' },
    var: { type: 'raw', description: 'An expression whose value is printed, without braces around it.' },
    verbosity: { type: 'int', default: 0, description: 'Print only from this many -v on.' },
  },
  mutuallyExclusive: [['msg', 'var']],
  raw: ['var'],
  returns: { msg: 'The message. With `var`, the value is under the text of the expression.' },
  examples: `
- name: Show a variable
  ansible.builtin.debug:
    var: ansible_facts.os_family
`,
  check: 'full',
  diff: false,
  controllerOnly: true,
  alwaysShown: true,
  async run(context, args) {
    if (args.verbosity > context.verbosity) {
      return { changed: false, skipped: true, skipped_reason: 'Verbosity threshold not met.' };
    }
    if (args.var === undefined)
      return { changed: false, msg: args.msg === undefined ? 'Hello world!' : args.msg };
    return { changed: false, [str(args.var)]: evaluate(context, args.var) };
  },
});

/**
 * The expression's value, as rendering it gives it. With braces around it, it is rendered and shown: unlike Ansible,
 * which evaluates what comes out once more, since that may be text from a target.
 */
function evaluate(context: ModuleContext, written: Value): Value {
  const text = str(written);
  const isExpression = typeof written === 'string' || written instanceof TemplateText;
  if (!isExpression || mayHoldTemplate(text)) return context.templating.render(written);
  const origin = written instanceof TemplateText ? written.origin : undefined;
  const value = context.templating.expression(text, origin);
  if (value instanceof Undefined) {
    return `VARIABLE IS NOT DEFINED!${context.verbosity > 0 ? `: ${value.message}` : ''}`;
  }
  return /^\w+$/.test(text) ? value : context.templating.render(new TemplateText(`{{ ${text} }}`));
}
