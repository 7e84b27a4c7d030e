import { examine } from '../module/arguments.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { interpretSchema } from '../module/interpret-schema.ts';
import { ModuleFailure } from '../module/result.ts';
import { objectSchema } from '../module/schema.ts';
import { readWrittenSpec } from '../module/written-spec.ts';
import { str } from '../values/printing.ts';
import type { ReadonlyDict, Value } from '../values/types.ts';

export default defineModule({
  name: 'validate_argument_spec',
  collection: 'ansible.builtin',
  summary: "Checks variables, such as a role's, against an argument spec",
  args: {
    argument_spec: {
      type: 'dict',
      required: true,
      description: 'The spec by argument: type, elements, choices, required, options, required_if...',
    },
    provided_arguments: {
      type: 'dict',
      description:
        'Values that count more than the variables of these names; none may be missing in the spec.',
    },
    validate_args_context: {
      type: 'dict',
      description: 'What is returned under this name: where the spec comes from.',
    },
  },
  returns: {
    argument_errors: 'What is wrong: a list of texts.',
    argument_spec_data: 'The spec.',
    validate_args_context: 'Where the spec comes from.',
  },
  examples: `
- name: Check the variables of the next tasks
  ansible.builtin.validate_argument_spec:
    argument_spec:
      port: {type: int, required: true}
      protocol: {type: str, choices: [http, https], default: https}
`,
  check: 'full',
  diff: false,
  controllerOnly: true,
  async run(context, args) {
    const validate_args_context = args.validate_args_context ?? new Map<Value, Value>();
    const errors = problemsOf(context, args.argument_spec, args.provided_arguments ?? new Map());
    if (errors.length === 0)
      return { changed: false, msg: 'the arguments fit their spec', validate_args_context };
    throw new ModuleFailure(`the arguments do not fit their spec:\n${errors.join('\n')}`, {
      argument_errors: errors,
      argument_spec_data: args.argument_spec,
      validate_args_context,
    });
  },
});

function problemsOf(
  context: ModuleContext,
  written: ReadonlyDict,
  provided: ReadonlyDict,
): readonly string[] {
  const { spec, problems } = readWrittenSpec(written);
  if (problems.length > 0) return problems;
  const given = new Map<string, Value>();
  for (const name of Object.keys(spec)) {
    const value = context.variable(name);
    if (value !== undefined) given.set(name, value);
  }
  for (const [name, value] of provided) given.set(str(name), value);
  const examined = examine(
    {
      declared: { args: spec },
      validate: interpretSchema(objectSchema(spec, false)),
      isOpen: () => false,
      acceptsNull: true,
    },
    given,
  );
  return examined.problems.map(({ message, hint }) =>
    hint === undefined ? message : `${message} (${hint})`,
  );
}
