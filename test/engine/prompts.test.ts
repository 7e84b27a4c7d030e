import { describe, expect, test } from 'vitest';
import { askPrompts } from '../../src/engine/prompts.ts';
import type { Question } from '../../src/module/context.ts';
import type { Play } from '../../src/project/ast.ts';
import { fromJs, toJs } from '../../src/values/convert.ts';
import type { Dict, Value } from '../../src/values/types.ts';

const file = { path: 'site.yml', text: '' };
const span = { file, start: 0, end: 0 };

function playWith(prompts: unknown): Play {
  const lists = { preTasks: [], roles: [], tasks: [], postTasks: [], handlers: [], importedRoles: [] };
  const keywords = new Map([['vars_prompt', { value: fromJs(prompts), span }]]);
  return { kind: 'play', span, file, directory: '/', keywords, ...lists };
}

interface Asked {
  readonly answers: unknown;
  readonly questions: readonly Question[];
  readonly unasked: number;
}

async function askWith(
  prompts: unknown,
  typed: readonly string[] | undefined,
  extra: Dict = new Map(),
): Promise<Asked> {
  const questions: Question[] = [];
  let unasked = 0;
  const answers = await askPrompts({
    play: playWith(prompts),
    extraVars: extra,
    render: (value: Value) => value,
    hashPassword: ({ password, hashType, salt, saltSize }) => `${hashType}:${salt}:${saltSize}:${password}`,
    onUnasked: () => {
      unasked += 1;
    },
    ask: async (question) => {
      questions.push(question);
      return typed?.[questions.length - 1];
    },
  });
  return { answers: toJs(answers), questions, unasked };
}

describe('vars_prompt', () => {
  test('asks by prompt or name, hidden unless private is false, with the default shown', async () => {
    const { answers, questions } = await askWith(
      [{ name: 'a' }, { name: 'b', prompt: 'Second', private: false }, { name: 'c', default: 4 }],
      ['one', '', ''],
    );
    expect(questions).toEqual([
      { text: 'a: ', secret: true },
      { text: 'Second: ', secret: false },
      { text: 'c [4]: ', secret: true },
    ]);
    expect(answers).toEqual({ a: 'one', b: '', c: '4' });
  });

  test('asks again until a confirmation is the same', async () => {
    const { answers, questions } = await askWith(
      [{ name: 'a', confirm: 'yes' }],
      ['one', 'two', 'three', 'three'],
    );
    expect(answers).toEqual({ a: 'three' });
    expect(questions.map(({ text }) => text.split('\n').at(-1))).toEqual([
      'a: ',
      'confirm a: ',
      'a: ',
      'confirm a: ',
    ]);
  });

  test('does not ask for what the extra variables give', async () => {
    const { answers, questions } = await askWith([{ name: 'a' }], ['one'], new Map([['a', 'given']]));
    expect([answers, questions]).toEqual([{}, []]);
  });

  test('hashes answers and defaults', async () => {
    const { answers } = await askWith(
      [
        { name: 'a', encrypt: 'sha512_crypt', salt: 'abc' },
        { name: 'b', encrypt: 'md5_crypt', salt_size: 5, default: 'd' },
      ],
      ['typed', ''],
    );
    expect(answers).toEqual({ a: 'sha512_crypt:abc:undefined:typed', b: 'md5_crypt:undefined:5:d' });
  });

  test('says once that nobody can be asked, and takes the defaults', async () => {
    const { answers, unasked } = await askWith([{ name: 'a' }, { name: 'b', default: true }], undefined);
    expect([answers, unasked]).toEqual([{ a: 'None', b: 'True' }, 1]);
  });
});
