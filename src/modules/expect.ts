import { defineModule } from '../module/define.ts';
import { ModuleFailure } from '../module/result.ts';

const reason =
  'a program that asks needs a terminal, which no target gives it here. Give it an option that keeps it from asking, ' +
  'hand it the answers with stdin of the command module, or use a module of its own (user for passwords, debconf for packages)';

export default defineModule({
  name: 'expect',
  collection: 'ansible.builtin',
  summary: 'Answers the questions of a program. Not carried out: it is refused',
  args: {
    command: { type: 'str', required: true, description: 'The program.' },
    responses: {
      type: 'dict',
      description: 'What is answered to which question. Not supported.',
      unsupported: reason,
    },
    chdir: { type: 'path', description: 'The folder that it runs in.' },
    creates: { type: 'path', description: 'Nothing is run when this is there.' },
    removes: { type: 'path', description: 'Nothing is run when this is not there.' },
    timeout: { type: 'int', default: 30, description: 'Seconds to wait for a question.' },
    echo: { type: 'bool', default: false, description: 'Show the answers.' },
  },
  returns: {},
  examples: `
# Instead of ansible.builtin.expect: hand the answers over.
- name: Set up without a terminal
  ansible.builtin.command:
    cmd: /usr/local/bin/setup
    stdin: "{{ setup_password }}"
`,
  check: 'none',
  diff: false,
  run: () => {
    throw new ModuleFailure(`expect is not supported: ${reason}`);
  },
});
