import { defineModule } from '../module/define.ts';
import { quote } from '../module/kit/quote.ts';
import { type Reading, read } from '../module/kit/reading.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';

export default defineModule({
  name: 'getent',
  collection: 'ansible.builtin',
  summary: 'Looks names up in the databases of the target, and keeps what it finds as facts',
  args: {
    database: { type: 'str', required: true, description: 'passwd, group, hosts, services or another one.' },
    key: { type: 'str', default: '', description: 'What to look up; all there is without one.' },
    service: { type: 'str', description: 'Ask this service alone (files, ldap), where getent can.' },
    split: { type: 'str', description: 'What stands between the values. Default: a colon, or blanks.' },
    fail_key: { type: 'bool', default: true, description: 'Fail when the key is not there.' },
  },
  returns: { ansible_facts: 'The values by name, as getent_ and the name of the database.' },
  examples: `
- name: Look the user up
  ansible.builtin.getent:
    database: passwd
    key: www-data
`,
  check: 'full',
  diff: false,
  async run(context, { database, key, service, split, fail_key: failKey }): Promise<ModuleResult> {
    const options = service === undefined ? '' : `-s ${quote(service)} `;
    const { answer } = await read(context, {
      answer: answerOf(`${options}-- ${quote(database)}${key === '' ? '' : ` ${quote(key)}`}`),
    });
    const fact = `getent_${database}`;
    switch (answer.rc) {
      case 0:
        return {
          changed: false,
          ansible_facts: { [fact]: entriesOf(answer.text, split ?? separators.get(database)) },
        };
      case 1:
        throw new ModuleFailure(
          `the target's getent knows no database '${database}', or takes no such option`,
        );
      case 2: {
        const msg = `there is no '${key}' in the database ${database}`;
        if (failKey) throw new ModuleFailure(msg);
        return { changed: false, msg, ansible_facts: { [fact]: { [key]: null } } };
      }
      case 3:
        throw new ModuleFailure(`the database ${database} cannot be listed: give a key`);
      default:
        throw new ModuleFailure('the target has no getent');
    }
  },
});

const separators: ReadonlyMap<string, string> = new Map(
  ['passwd', 'shadow', 'group', 'gshadow'].map((database) => [database, ':']),
);

interface Answer {
  readonly rc: number;
  readonly text: string;
}

function answerOf(words: string): Reading<Answer> {
  return {
    script: `getent ${words} 2>/dev/null`,
    inline: 'prints',
    parse: ({ stdout, rc }) => ({ rc, text: stdout.toString() }),
  };
}

/** The values of each name. Of one that stands many times in a database the last counts. */
function entriesOf(text: string, separator: string | undefined): Readonly<Record<string, readonly string[]>> {
  const lines = text.split('\n').slice(0, -1);
  const rows = lines.map((line) =>
    separator === undefined ? line.trim().split(/\s+/) : line.split(separator),
  );
  return Object.fromEntries(rows.map(([name = '', ...values]) => [name, values]));
}
