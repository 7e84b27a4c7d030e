import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { propertyDiff } from '../module/kit/diff.ts';
import { quote } from '../module/kit/quote.ts';
import { noReading, type Reading, read } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { ModuleFailure } from '../module/result.ts';

export default defineModule({
  name: 'debconf',
  collection: 'ansible.builtin',
  summary: 'Answers the questions of a Debian package before they are asked',
  args: {
    name: { type: 'str', required: true, aliases: ['pkg'], description: 'The package.' },
    question: {
      type: 'str',
      aliases: ['selection', 'setting'],
      description: 'The question; without one, what is answered already is returned.',
    },
    vtype: {
      type: 'str',
      choices: [
        'boolean',
        'error',
        'multiselect',
        'note',
        'password',
        'seen',
        'select',
        'string',
        'text',
        'title',
      ],
      description: 'The type of the answer; an answer that is a password is never shown.',
    },
    value: { type: 'str', aliases: ['answer'], description: 'The answer.' },
    unseen: { type: 'bool', default: false, description: 'Leave it open whether the question was asked.' },
  },
  requiredTogether: [['question', 'vtype', 'value']],
  returns: {
    current: 'The answers to the questions of the package, or the one that was set.',
    previous: 'The answers before a change.',
  },
  examples: `
- name: Accept a licence
  ansible.builtin.debconf:
    name: ttf-mscorefonts-installer
    question: msttcorefonts/accepted-mscorefonts-eula
    value: 'true'
    vtype: boolean
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    const { name, question, vtype, unseen } = args;
    if (/[\s\0]/.test(name) || name.startsWith('-') || name === '') {
      throw new ModuleFailure(`debconf: '${name}' is no name of a package`);
    }
    const isPassword = vtype === 'password';
    const { answers, password } = await read(context, {
      answers: answersOf(name),
      password: isPassword ? passwordOf(question ?? '') : noReading(undefined),
    });
    if (answers === undefined) throw new ModuleFailure('debconf: the target has no debconf-show');
    if (question === undefined || vtype === undefined || args.value === undefined) {
      return { changed: false, msg: '', current: Object.fromEntries(answers) };
    }
    const value =
      vtype === 'boolean' && /^(True|False)$/.test(args.value) ? args.value.toLowerCase() : args.value;
    if (/[\s\0]/.test(question) || question === '' || /[\n\r\0]/.test(value)) {
      throw new ModuleFailure('debconf: a question is one word, and an answer is one line');
    }
    const known = isPassword ? password : answers.get(question);
    if (known === value) return { changed: false, msg: '', current: Object.fromEntries(answers) };
    if (!context.checkMode)
      await answer(context, { line: `${name} ${question} ${vtype} ${value}\n`, unseen });
    const shown = isPassword ? hidden : value;
    const before = answers.has(question)
      ? { [question]: answers.get(question) }
      : { ...Object.fromEntries(answers), [question]: '' };
    return {
      changed: true,
      msg: '',
      current: { [question]: shown },
      previous: before,
      ...(context.diffMode ? { diff: propertyDiff(before, { ...before, [question]: shown }) } : {}),
    };
  },
});

/** In debconf's own words. */
const hidden = '(password omitted)';

/** What debconf-show prints: two columns for whether it was seen, the question, a colon and the answer. */
function answersOf(name: string): Reading<ReadonlyMap<string, string> | undefined> {
  return {
    script: `LC_ALL=C debconf-show ${quote(name)} 2>/dev/null </dev/null`,
    inline: 'prints',
    parse: ({ stdout, rc }) => {
      if (rc === 127) return undefined;
      const found = stdout.toString().matchAll(/^[* ] (\S+):(?: (.*))?$/gm);
      return new Map([...found].map(([, question = '', text = '']) => [question, text]));
    },
  };
}

/** The password itself: `0 TEXT`, or another number when it is not known. */
function passwordOf(question: string): Reading<string | undefined> {
  return {
    script: `printf 'GET %s\\n' ${quote(question)} | debconf-communicate 2>/dev/null`,
    parse: ({ stdout }) => /^0 (.*)$/m.exec(stdout.toString())?.[1],
  };
}

/** By stdin alone: what is set may be a secret. */
async function answer(
  context: ModuleContext,
  { line, unseen }: { readonly line: string; readonly unseen: boolean },
): Promise<void> {
  await runOrFail(context, `LC_ALL=C debconf-set-selections${unseen ? ' -u' : ''}`, {
    stdin: line,
    failure: 'the answer cannot be set',
  });
}
